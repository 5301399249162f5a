import type { LocalText } from '@ruqsat/foundation'
import type { Next, Outcome, Step, WrittenRow, WrittenTime } from '../../package/model.ts'
import { outcomeText } from '../../tables/step-table.ts'
import { timeAsWritten, writtenText } from '../../tables/sums.ts'
import { listText } from './context.ts'

// Times and next steps as the act writes them, made comparable.

/** Seconds, minutes and hours are one scale; kinds of day stay apart. */
const SECONDS: Readonly<Partial<Record<WrittenTime['unit'], number>>> = { seconds: 1, minutes: 60, hours: 3600 }

export function sameTime(left: WrittenTime, right: WrittenTime): boolean {
  const [scale, other] = [SECONDS[left.unit], SECONDS[right.unit]]
  if (scale === undefined || other === undefined)
    return left.unit === right.unit && left.amount === right.amount && left.from === right.from
  return left.amount * scale === right.amount * other && (left.from ?? left.amount) * scale === (right.from ?? right.amount) * other
}

/** Every time that a step is executed with: its own, and that of an outcome which has one. */
export function executedTimes(step: Step): readonly WrittenTime[] {
  const outcomes = step.next.flatMap(({ within }) => (within === undefined ? [] : [within.duration]))
  return [...(step.time === null ? [] : [timeAsWritten(step.time)]), ...outcomes]
}

export function timesText(times: readonly WrittenTime[]): LocalText {
  return listText(times.map(writtenText))
}

type Target = { readonly when: Outcome | undefined; readonly to: string }

/** What follows a step once questions are passed over: the acts' tables have no columns for them. */
export function followers(step: Step, steps: ReadonlyMap<string, Step>): readonly Target[] {
  return passQuestions(step.next, steps)
}

export function writtenFollowers(row: WrittenRow, steps: ReadonlyMap<string, Step>): readonly Target[] | null {
  if (row.next.kind === 'steps') return passQuestions(row.next.rows, steps, row.step)
  return row.next.kind === 'none' ? [{ when: undefined, to: 'end' }] : null
}

/** A question that leads to itself is not passed over: nothing would follow it. */
function passQuestions(rows: readonly Next[], steps: ReadonlyMap<string, Step>, own: string | null = null): readonly Target[] {
  const passed = new Set<string>()
  const found: Target[] = []
  const waiting: Target[] = rows.map((row) => ({ when: row.when, to: row.to }))
  for (const row of waiting) {
    const target = steps.get(row.to)
    if (target?.shape !== 'condition' || row.to === own) found.push(row)
    else if (!passed.has(target.id)) {
      passed.add(target.id)
      waiting.push(...target.next.map((each) => ({ when: each.when, to: each.to })))
    }
  }
  return found
}

/** The same steps follow, on the same answers as far as both say them. */
export function sameFollowers(left: readonly Target[], right: readonly Target[]): boolean {
  const agrees = (some: readonly Target[], others: readonly Target[]) =>
    some.every((row) =>
      others.some((other) => other.to === row.to && (row.when === undefined || other.when === undefined || row.when === other.when)),
    )
  return agrees(left, right) && agrees(right, left)
}

/** `A3 (yes), A2 (no)`; a dash where nothing follows. */
export function followersText(targets: readonly Target[]): LocalText {
  const parts = targets.map(({ when, to }) => {
    const name = to === 'end' ? '–' : to
    return when === undefined ? name : listText([name, ' (', outcomeText(when), ')'], '')
  })
  return listText(parts)
}
