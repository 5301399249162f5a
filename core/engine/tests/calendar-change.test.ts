// The law moves a holiday while a case is open.
import { expect, test } from 'vitest'
import { applyAll, countedTask, dueDateIn, inHistory, projection } from '../index.ts'
import { KITE_DECREE, KITE_STAFF, SYSTEM } from '../testing.ts'
import { Drive, driveTo, STEPS } from './driver.ts'

/** Midnight of 5 March in Kite Town. */
const MIDNIGHT = '2025-03-04T19:00:00.000Z'
const CHANGE = { kind: 'changeCalendar' } as const

function at(step: Parameters<typeof driveTo>[0], now: string): Drive {
  const drive = driveTo(step)
  drive.context = KITE_DECREE
  drive.now = now
  return drive
}

test('before its midnight the new version counts nothing; from then on every open term, once', () => {
  expect(at('L3', '2025-03-04T18:59:59.999Z').must(CHANGE, SYSTEM)).toEqual([])
  const drive = at('L3', MIDNIGHT)
  const [before, version] = [drive.state, drive.state.lastAct!.version]
  expect(drive.must(CHANGE, SYSTEM)).toEqual(['termsRecounted'])
  const [task] = drive.state.tasks
  expect([before.tasks[0]!.due!.due, task!.due!.due]).toEqual(['2025-03-05T13:30:00.000Z', '2025-03-06T13:30:00.000Z'])
  const due = countedTask(inHistory(drive.events), task!).due!
  expect(due.former).toEqual({
    due: countedTask(inHistory(drive.events), before.tasks[0]!).due,
    changedAt: MIDNIGHT,
    source: { act: 'decree', item: '1', certainty: 'stated' },
  })
  expect(due.derivation).toMatchObject({ calendar: { version: '2' }, start: before.tasks[0]!.startedAt })
  expect(dueDateIn(inHistory(drive.events), drive.state.total!, { of: 'total' }).former!.due.due).toBe(before.total!.due)
  expect(drive.state.total!.due > before.total!.due).toBe(true)
  expect(drive.state.calendar).toEqual({ id: 'plain', version: '2' })
  expect(drive.state.lastAct!.version).toBe(version)
  expect(drive.must(CHANGE, SYSTEM)).toEqual([])
})

test('the applicant and who has the task are told of both ends; the timer waits for the new one', () => {
  const drive = at('L3', MIDNIGHT)
  const before = drive.state
  const events = drive.give(CHANGE, SYSTEM) as typeof drive.events
  const { notices, timers } = projection(before, events, applyAll(before, events))
  expect(notices).toMatchObject([
    { kind: 'termMoved', to: 'applicant', facts: { due: drive.state.total!.due, former: before.total!.due } },
    { kind: 'termMoved', to: 'officer', facts: { stepId: 'L3', due: '2025-03-06T13:30:00.000Z', former: '2025-03-05T13:30:00.000Z' } },
  ])
  expect(timers).toEqual([{ taskId: drive.task, dueAt: '2025-03-06T13:30:00.000Z' }])
})

test('nobody is late by a calendar that no longer counts; what was marked before is so no more', () => {
  const [late, marked] = [at('L3', '2025-03-05T14:00:00.000Z'), driveTo('L3')]
  expect(late.must({ kind: 'markLate', taskId: late.task }, SYSTEM)).toEqual(['termsRecounted'])
  expect(late.must({ kind: 'markLate', taskId: late.task }, SYSTEM)).toEqual([])
  marked.now = '2025-03-05T14:00:00.000Z'
  marked.must({ kind: 'markLate', taskId: marked.task }, SYSTEM)
  marked.context = KITE_DECREE
  marked.must(CHANGE, SYSTEM)
  expect(marked.state.tasks[0]!.late).toBe(false)
})

test('what had ended before the change stays, also in an open case; what follows is counted by the new version', () => {
  const drive = at('L2', '2025-03-05T05:00:00.000Z')
  const due = drive.state.tasks[0]!.due
  drive.must(CHANGE, SYSTEM)
  expect(drive.state.tasks[0]!.due).toEqual(due)
  STEPS.assign(drive)
  expect(countedTask(inHistory(drive.events), drive.state.tasks[0]!).due!.derivation).toMatchObject({ calendar: { version: '2' } })
  const closed = driveTo('end')
  closed.context = KITE_DECREE
  closed.now = MIDNIGHT
  expect(closed.must(CHANGE, SYSTEM)).toEqual([])
  const opened = new Drive(MIDNIGHT)
  opened.context = KITE_DECREE
  opened.open()
  expect(opened.must(CHANGE, SYSTEM)).toEqual([])
  expect(() => opened.give(CHANGE, KITE_STAFF.head)).toThrow('Expected the system itself')
})
