// Dates, times and terms as each language writes them. No Intl: its answers change with the machine.
import type { Instant, Language, LocalDate } from '@ruqsat/foundation'
import type { Duration, DurationUnit, LocalMoment, ZoneRules } from './types.ts'
import { toLocal } from './zone.ts'

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  kk: ['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'],
  ru: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
}

/** `2014 жылғы 1 қазан`, `1 октября 2014 г.`, `1 October 2014`. */
export function formatDate(date: LocalDate, language: Language): string {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const name = MONTHS[language][month - 1]!
  if (language === 'kk') return `${year} жылғы ${day} ${name}`
  return language === 'ru' ? `${day} ${name} ${year} г.` : `${day} ${name} ${year}`
}

/** `18:30`; the day is said elsewhere. */
export function formatTime(moment: LocalMoment): string {
  return moment.time
}

/** The day and the time of day, by the zone's wall clock. */
export function formatInstant(instant: Instant, zone: ZoneRules, language: Language): string {
  return formatMoment(toLocal(instant, zone), language)
}

export function formatMoment(moment: LocalMoment, language: Language): string {
  return `${formatDate(moment.date, language)}, ${moment.time}`
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
