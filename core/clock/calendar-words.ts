import { fillText, type LocalText } from '@ruqsat/foundation'

const UP_TO: LocalText = {
  kk: 'жұмыс күнтізбесі, {year} жылға дейін, {edition}-басылым',
  ru: 'рабочий календарь по {year} год, издание {edition}',
  en: 'working calendar up to {year}, edition {edition}',
}
const OTHER: LocalText = {
  kk: 'жұмыс күнтізбесі, {edition}-басылым',
  ru: 'рабочий календарь, издание {edition}',
  en: 'working calendar, edition {edition}',
}

/** The version of a calendar for a reader: `kz-2027-1` is the first edition of the calendar up to 2027. A version that is no such name is quoted. */
export function calendarWords(version: string): LocalText {
  const [, year, edition] = /^[a-z]+-(\d{4})-(\d+)$/.exec(version) ?? []
  if (year !== undefined && edition !== undefined) return fillText(UP_TO, { year, edition })
  return fillText(OTHER, { edition: version })
}
