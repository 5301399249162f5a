import { formatDuration } from '@ruqsat/clock'
import type { Language } from '@ruqsat/foundation'
import type { Step } from '@ruqsat/law'

/** `10–15 seconds`, `1 working day`; empty where the act gives no time. */
export function stepTimeText(step: Step, language: Language): string {
  if (step.time === null) return ''
  const time = formatDuration(step.time.duration, language)
  return step.time.from === undefined ? time : `${step.time.from}–${time}`
}
