import { formatDuration } from '@ruqsat/clock'
import type { Language } from '@ruqsat/foundation'
import { outcomeTimeTexts, type Step } from '@ruqsat/law'

/** `10–15 seconds`, `7 working days; incomplete: 1 working day`; empty where the act gives no time. */
export function stepTimeText(step: Step, language: Language): string {
  const outcomes = outcomeTimeTexts(step).map((text) => text[language])
  return [...(step.time === null ? [] : [ownTime(step.time, language)]), ...outcomes].join('; ')
}

function ownTime({ duration, from }: NonNullable<Step['time']>, language: Language): string {
  const time = formatDuration(duration, language)
  return from === undefined ? time : `${from}–${time}`
}
