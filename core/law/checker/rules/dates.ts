import { DATES } from '../findings.ts'
import type { ActIdentity, Force, HistoryNote } from '../../package/model.ts'
import type { Context, Raw } from './context.ts'

// Days of the act and of what was done to it: known, and in an order that can be.

export function unknownDates({ regulation }: Context): readonly Raw[] {
  const { act } = regulation
  const unknown = (['registeredOn', 'publishedOn'] as const).filter((name) => act[name] === 'unknown')
  return unknown.map((name) => ({ code: 'date-unknown', subject: name, source: act.source, facts: { date: DATES[name] } }))
}

export function orderOfDates({ regulation }: Context): readonly Raw[] {
  const { act } = regulation
  const notes = act.history.flatMap((note, index): readonly Raw[] => {
    const before = act.history[index - 1]?.on ?? act.adoptedOn
    return outOfOrder(note.number, note.source, [[before, note.on], ...forceDays(note.on, note.force)])
  })
  return [...outOfOrder('act', act.source, actDays(act)), ...notes]
}

type Pair = readonly [earlier: string, later: string]

/** An act is adopted, registered, published, and takes effect only after that; neighbours that are unknown are passed over. */
function actDays(act: ActIdentity): readonly Pair[] {
  const days = [act.adoptedOn, act.registeredOn, act.publishedOn].filter((day) => day !== 'unknown')
  const pairs = days.slice(1).map((day, index): Pair => [days[index]!, day])
  return [...pairs, ...forceDays(days.at(-1) ?? 'unknown', act.force)]
}

function forceDays(from: string, force: Force): readonly Pair[] {
  return [
    [from, force.notBefore],
    [force.notBefore, force.notAfter],
    [from, force.notAfter],
  ]
}

function outOfOrder(subject: string, source: Raw['source'], pairs: readonly Pair[]): readonly Raw[] {
  const wrong = pairs.find(([earlier, later]) => earlier !== 'unknown' && later !== 'unknown' && later < earlier)
  return wrong === undefined ? [] : [{ code: 'dates-out-of-order', subject, source, facts: { earlier: wrong[0], later: wrong[1] } }]
}

export function unknownForce({ regulation }: Context): readonly Raw[] {
  return regulation.act.history
    .filter(unbounded)
    .map((note) => ({ code: 'force-unknown', subject: note.number, source: note.force.source }))
}

function unbounded(note: HistoryNote): boolean {
  return note.force.notBefore === 'unknown' || note.force.notAfter === 'unknown'
}
