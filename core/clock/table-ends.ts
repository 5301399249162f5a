// How far the dated tables reach. Beyond their last day nobody can pay and no term can be counted, so whoever runs the installation is
// informed long before, with what to add and where.
import { fillText, inAll, type LocalDate, type LocalText, formatDate } from '@ruqsat/foundation'
import { daysBetween } from './dates.ts'
import type { Calendar, MciTable } from './types.ts'
import texts from './texts.yaml'

/** The figures of a year are published in the last weeks of the one before: a quarter is time to look for them, and to add them calmly. */
export const TABLE_WARNING_DAYS = 90

export type TableEnd = {
  readonly kind: 'calendar' | 'mciTable'
  readonly id: string
  readonly version: string
  /** The last day that the table knows. */
  readonly lastDay: LocalDate
}

export function endOfCalendar({ id, version, lastYear }: Calendar): TableEnd {
  return { kind: 'calendar', id, version, lastDay: `${lastYear}-12-31` }
}

export function endOfMci({ id, version, lastDay }: MciTable): TableEnd {
  return { kind: 'mciTable', id, version, lastDay }
}

/** Of these tables each one that ends soon or has ended, the first to end first. */
export function endingTables(ends: readonly TableEnd[], today: LocalDate): readonly TableEnd[] {
  return ends
    .filter(({ lastDay }) => daysBetween(today, lastDay) <= TABLE_WARNING_DAYS)
    .toSorted((one, other) => (one.lastDay < other.lastDay ? -1 : one.lastDay > other.lastDay ? 1 : 0))
}

const WARNINGS: Readonly<Record<TableEnd['kind'], { readonly ends: LocalText; readonly ended: LocalText; readonly add: LocalText }>> =
  texts.tableEnds.warnings

/** For whoever runs the installation: until when the table reaches, what stops then, and what to add where. */
export function tableWarning(end: TableEnd, today: LocalDate): LocalText {
  const { text, remedy } = tableAdvice(end, today)
  return inAll((language) => `${text[language]} ${remedy[language]}`)
}

/** The same in its two parts: what ends, and what to do. */
export function tableAdvice(
  { kind, id, version, lastDay }: TableEnd,
  today: LocalDate,
): { readonly text: LocalText; readonly remedy: LocalText } {
  const words = WARNINGS[kind]
  const days = daysBetween(today, lastDay)
  const year = Number(lastDay.slice(0, 4)) + (lastDay.endsWith('-12-31') ? 1 : 0)
  const last = inAll((language) => formatDate(lastDay, language))
  const filled = (text: LocalText) => fillText(text, { id, version, days, year, last })
  return { text: filled(days < 0 ? words.ended : words.ends), remedy: filled(words.add) }
}
