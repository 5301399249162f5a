// Somebody does the work of another by an order: how a page says so.
import type { HistoryLine } from '@ruqsat/caseflow'
import { fillText, formatDate, inAll, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import { InsetText } from '@ruqsat/web'
import { todayOf } from '../cases/authority.ts'
import type { Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { factsOf, type Capacity } from '../staff/substitution.ts'
import { lastOver } from '../store/substitutions.ts'
import texts from '../texts.yaml'

/** For whom this person works here, by which order, until when, and whether they may sign. */
export function ActingNote({ capacity: { post, actor } }: { readonly capacity: Capacity }) {
  if (actor.onBehalfOf === undefined) return null
  const { number, date, until, signs } = actor.onBehalfOf.order
  const words = signs ? texts.acting.noteSigns : texts.acting.note
  return (
    <InsetText>
      <p>{fillText(words, { name: post.name, number, day: dayText(date), until: dayText(until) })}</p>
    </InsetText>
  )
}

export function dayText(date: LocalDate): LocalText {
  return inAll((language) => formatDate(date, language))
}

/** Whose ids the lines of a history may hold. */
export function namedIn(history: readonly HistoryLine[]): readonly (string | null)[] {
  return history.flatMap(({ by, byOrder }) => [by, byOrder?.absent ?? null])
}

/** Who did it, and by which order for whom. */
export function whoseAct({ by, byOrder }: HistoryLine, names: ReadonlyMap<string, string>): LocalText | string | null {
  const name = by && (names.get(by) ?? by)
  if (name === null || byOrder === undefined) return name
  const { absent, order } = byOrder
  return fillText(texts.acting.by, { name, absent: names.get(absent) ?? absent, number: order.number, day: dayText(order.date) })
}

const REMEMBERED_MS = 30 * 86_400_000

/** A page of a time when they acted for somebody may still be open: which order it was, and that it is over. */
export async function overOrder({ work, staff }: Visit): Promise<Refusal | null> {
  const today = await todayOf(work.deps, staff)
  const since = new Date(Date.parse(today) - REMEMBERED_MS).toISOString().slice(0, 10) as LocalDate
  const over = await lastOver(work.deps.database.sql, staff.authority, staff.id, today, since)
  return over && refuseWorkstation('workstation.order-over', { facts: factsOf(over) })
}
