// Instants and terms as each language writes them.
import { formatDateTime, formFor, type Instant, type Language } from '@ruqsat/foundation'
import texts from './texts.yaml'
import type { Duration, ZoneRules } from './types.ts'
import { toLocal } from './zone.ts'

/** The day and the time of day, by the zone's wall clock. */
export function formatInstant(instant: Instant, zone: ZoneRules, language: Language): string {
  const { date, time } = toLocal(instant, zone)
  return formatDateTime(date, time, language)
}

/** `2 жұмыс күні`, `2 рабочих дня`, `2 working days`. */
export function formatDuration({ unit, amount }: Duration, language: Language): string {
  return `${amount} ${formFor(amount, texts.format.units[unit], language)}`
}
