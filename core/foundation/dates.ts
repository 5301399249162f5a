// Dates as each language writes them. No Intl: its answers change with the machine.
import { fillString, type Language } from './texts.ts'
import texts from './texts.yaml'
import type { LocalDate, LocalTime } from './time.ts'

/** `2014-10-01` -> `2014 жылғы 1 қазан` / `1 октября 2014 года` / `1 October 2014`. Spaces do not break between day and month. */
export function formatDate(date: LocalDate, language: Language): string {
  const [year, month, day] = date.split('-') as [string, string, string]
  const name = texts.dates.months[language][Number(month) - 1] ?? month
  return fillString(texts.dates.date[language], { year, month: name, day: Number(day) })
}

/** `2014 жылғы 1 қазан, 17:30`. */
export function formatDateTime(date: LocalDate, time: LocalTime, language: Language): string {
  return `${formatDate(date, language)}, ${time}`
}
