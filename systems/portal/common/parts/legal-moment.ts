import { toLocal, type ZoneRules } from '@ruqsat/clock'
import type { Instant, Language } from '@ruqsat/foundation'
import { formatDateTime } from '@ruqsat/web'

/** An instant on the authority's clock, in words. */
export function momentText(instant: Instant, zone: ZoneRules, language: Language): string {
  const { date, time } = toLocal(instant, zone)
  return formatDateTime(date, time, language)
}
