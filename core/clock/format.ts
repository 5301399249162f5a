// Instants and terms as each language writes them.
import { formatDateTime, type Instant, type Language } from '@ruqsat/foundation'
import type { Duration, DurationUnit, ZoneRules } from './types.ts'
import { toLocal } from './zone.ts'

/** The day and the time of day, by the zone's wall clock. */
export function formatInstant(instant: Instant, zone: ZoneRules, language: Language): string {
  const { date, time } = toLocal(instant, zone)
  return formatDateTime(date, time, language)
}

/** One form for Kazakh, three for Russian (1, 2-4, 5 and more), two for English. */
const UNITS: Readonly<Record<DurationUnit, { readonly kk: string; readonly ru: readonly string[]; readonly en: readonly string[] }>> = {
  seconds: { kk: 'секунд', ru: ['секунда', 'секунды', 'секунд'], en: ['second', 'seconds'] },
  minutes: { kk: 'минут', ru: ['минута', 'минуты', 'минут'], en: ['minute', 'minutes'] },
  hours: { kk: 'сағат', ru: ['час', 'часа', 'часов'], en: ['hour', 'hours'] },
  workingDays: { kk: 'жұмыс күні', ru: ['рабочий день', 'рабочих дня', 'рабочих дней'], en: ['working day', 'working days'] },
  calendarDays: {
    kk: 'күнтізбелік күн',
    ru: ['календарный день', 'календарных дня', 'календарных дней'],
    en: ['calendar day', 'calendar days'],
  },
}

/** `2 жұмыс күні`, `2 рабочих дня`, `2 working days`. */
export function formatDuration({ unit, amount }: Duration, language: Language): string {
  const words = UNITS[unit]
  if (language === 'kk') return `${amount} ${words.kk}`
  if (language === 'en') return `${amount} ${words.en[amount === 1 ? 0 : 1]}`
  return `${amount} ${words.ru[russianForm(amount)]}`
}

export function russianForm(amount: number): 0 | 1 | 2 {
  const tens = amount % 100
  const ones = amount % 10
  if (ones === 1 && tens !== 11) return 0
  return ones >= 2 && ones <= 4 && (tens < 12 || tens > 14) ? 1 : 2
}
