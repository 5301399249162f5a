// A term that is extended: by whom, when, by how much; what it moves, who hears of it, and what the law may still change about it.
import { expect, test } from 'vitest'
import { dueDateIn, inHistory, projection } from '../index.ts'
import { KITE_DECREE, KITE_STAFF, SYSTEM } from '../testing.ts'
import { Drive, STEPS } from './driver.ts'

function examining(variant = 'lengthened'): Drive {
  const drive = new Drive().open(variant)
  STEPS.accept(drive)
  STEPS.assign(drive)
  return drive
}
const extension = (drive: Drive, change: { amount?: number; ground?: string; reason?: string } = {}) =>
  ({ kind: 'extendTerm', taskId: drive.task, amount: 5, ground: 'storm', reason: 'No wind to try it', ...change }) as const

test('the whole and the step end later by as many days, the derivation says what they were, and the applicant hears the ground', () => {
  const drive = examining()
  const before = drive.state
  const [total, task] = [before.total!.due, before.tasks[0]!.due!.due]
  expect(drive.must(extension(drive), KITE_STAFF.officer)).toEqual(['termExtended'])
  const { state } = drive
  expect([state.total!.due > total, state.tasks[0]!.due!.due > task]).toEqual([true, true])
  for (const [counted, was, of] of [
    [state.total!, total, { of: 'total' }],
    [state.tasks[0]!.due!, task, { of: 'task', taskId: drive.task }],
  ] as const) {
    const due = dueDateIn(inHistory(drive.events), counted, of)
    expect(due).toMatchObject({ due: counted.due, former: { due: { due: was }, why: 'extended', source: { item: '10' } } })
  }
  const { notices, timers } = projection(before, drive.events.slice(before.version), state)
  expect(notices).toEqual([
    { kind: 'termExtended', to: 'applicant', facts: { stepId: 'L3', ground: 'storm', due: state.total!.due, former: total } },
  ])
  expect(timers).toContainEqual({ taskId: drive.task, dueAt: state.tasks[0]!.due!.due })
})

test('once, on a ground of the list, within the limit, with a reason, where the table allows it, and before the term is over', () => {
  const drive = examining()
  for (const [change, code] of [
    [{ amount: 6 }, 'extension-too-long'],
    [{ amount: 0 }, 'extension-too-long'],
    [{ amount: 1.5 }, 'extension-too-long'],
    [{ ground: 'mood' }, 'extension-ground-missing'],
    [{ reason: ' ' }, 'reason-empty'],
  ] as const)
    expect(drive.code(extension(drive, change), KITE_STAFF.officer)).toBe(code)
  expect(drive.code(extension(drive), KITE_STAFF.officer2)).toBe('not-assigned-to-you')
  drive.must(extension(drive, { amount: 1 }), KITE_STAFF.officer)
  expect(drive.code(extension(drive, { amount: 1 }), KITE_STAFF.officer)).toBe('term-extended-already')
  const plain = examining('issue')
  expect(plain.code(extension(plain), KITE_STAFF.officer)).toBe('wrong-action')
  const over = examining()
  over.now = new Date(Date.parse(over.state.total!.due) + 1).toISOString()
  expect(over.code(extension(over), KITE_STAFF.officer)).toBe('term-over')
})

test('who is late by the step alone is late no more, and a change of the calendar counts the extended term again', () => {
  const late = examining()
  late.now = late.state.tasks[0]!.due!.due
  late.must({ kind: 'markLate', taskId: late.task }, SYSTEM)
  late.must(extension(late), KITE_STAFF.officer)
  expect(late.state.tasks[0]!.late).toBe(false)
  const drive = examining()
  drive.must(extension(drive, { amount: 2 }), KITE_STAFF.officer)
  const [total, task] = [drive.state.total!.due, drive.state.tasks[0]!.due!.due]
  drive.context = KITE_DECREE
  drive.now = '2025-03-04T19:00:00.000Z'
  expect(drive.must({ kind: 'changeCalendar' }, SYSTEM)).toEqual(['termsRecounted'])
  // One day was taken off, so each ends one working day later than before.
  expect([drive.state.total!.due > total, drive.state.tasks[0]!.due!.due > task]).toEqual([true, true])
})
