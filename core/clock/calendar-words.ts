import { fillText, type LocalText } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** The version of a calendar for a reader: `kz-2027-1` is the first edition of the calendar up to 2027. A version that is no such name is quoted. */
export function calendarWords(version: string): LocalText {
  const [, year, edition] = /^[a-z]+-(\d{4})-(\d+)$/.exec(version) ?? []
  const { upTo, other } = texts.calendarWords
  return year === undefined ? fillText(other, { edition: version }) : fillText(upTo, { year, edition: edition! })
}
