import { fillText, type LocalText } from '@ruqsat/foundation'
import texts from './texts.yaml'

const UP_TO: LocalText = texts.calendarWords.upTo
const OTHER: LocalText = texts.calendarWords.other

/** The version of a calendar for a reader: `kz-2027-1` is the first edition of the calendar up to 2027. A version that is no such name is quoted. */
export function calendarWords(version: string): LocalText {
  const [, year, edition] = /^[a-z]+-(\d{4})-(\d+)$/.exec(version) ?? []
  if (year !== undefined && edition !== undefined) return fillText(UP_TO, { year, edition })
  return fillText(OTHER, { edition: version })
}
