// Dates as each language writes them. No Intl: its answers change with the machine.
import type { Language } from './texts.ts'
import type { LocalDate, LocalTime } from './time.ts'

const MONTHS: Readonly<Record<Language, readonly string[]>> = {
  kk: ['қаңтар', 'ақпан', 'наурыз', 'сәуір', 'мамыр', 'маусым', 'шілде', 'тамыз', 'қыркүйек', 'қазан', 'қараша', 'желтоқсан'],
  ru: ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'],
  en: ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'],
}

/** `2014-10-01` -> `2014 жылғы 1 қазан` / `1 октября 2014 года` / `1 October 2014`. Spaces do not break between day and month. */
export function formatDate(date: LocalDate, language: Language): string {
  const [year, month, day] = date.split('-')
  const dayAndMonth = `${Number(day)}\u00a0${MONTHS[language][Number(month) - 1] ?? month}`
  if (language === 'kk') return `${year}\u00a0жылғы ${dayAndMonth}`
  return language === 'ru' ? `${dayAndMonth} ${year}\u00a0года` : `${dayAndMonth} ${year}`
}

/** `2014 жылғы 1 қазан, 17:30`. */
export function formatDateTime(date: LocalDate, time: LocalTime, language: Language): string {
  return `${formatDate(date, language)}, ${time}`
}
