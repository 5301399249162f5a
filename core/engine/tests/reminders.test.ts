import { applyAll, decide, nextLook, projection, type Command, type DecideContext } from '../index.ts'
import { isRefusal } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { KITE_DECREE, KITE_REMINDED, KITE_STAFF, SYSTEM } from '../testing.ts'
import { Drive, driveTo, STEPS } from './driver.ts'

/** The officer's step: from Monday 10 o'clock, two working days, due on Wednesday at 18:30 (13:30 UTC). */
function officersStep(context: DecideContext = KITE_REMINDED): Drive {
  const drive = driveTo('L3')
  drive.context = context
  return drive
}

/** What the clock does at an instant, with whom it informs and when it looks again. */
function look(drive: Drive, now: string) {
  const before = drive.state
  const command = { kind: 'markLate', taskId: drive.task, newIds: ['a', 'b'] } as Command
  const events = decide(before, command, SYSTEM, now, drive.context)
  if (isRefusal(events)) throw new Error(events.code)
  drive.state = applyAll(before, events)
  const { notices, timers, stoppedTimers } = projection(before, events, drive.state, (task) => nextLook(task, drive.context))
  return {
    kinds: events.map(({ kind }) => kind),
    told: notices.map(({ kind, to, person }) => [kind, to, person].filter(Boolean).join(' ')),
    next: timers[0]?.dueAt ?? (stoppedTimers.length > 0 ? 'never' : 'as before'),
  }
}

describe('an open task is brought to mind', () => {
  test('before its due date, at it, and after it, each once, by one timer that moves on', () => {
    const drive = officersStep()
    // Four hours of open doors before 18:30, the break from 13:00 to 14:30 left out.
    expect(nextLook(drive.state.tasks[0]!, drive.context)).toBe('2025-03-05T09:30:00.000Z')
    expect(look(drive, '2025-03-05T09:29:59.000Z')).toEqual({ kinds: [], told: [], next: 'as before' })
    expect(look(drive, '2025-03-05T09:30:00.000Z')).toEqual({
      kinds: ['taskReminded'],
      told: ['taskDueSoon officer oscar'],
      next: '2025-03-05T13:30:00.000Z',
    })
    expect(look(drive, '2025-03-05T12:00:00.000Z').kinds).toEqual([])
    expect(look(drive, '2025-03-05T13:30:00.000Z')).toEqual({
      kinds: ['taskLate'],
      told: ['taskLate officer', 'taskLate head'],
      next: '2025-03-07T13:30:00.000Z',
    })
    expect(look(drive, '2025-03-07T13:30:00.000Z')).toEqual({ kinds: ['taskReminded'], told: ['taskStillLate superior'], next: 'never' })
    expect(look(drive, '2025-03-20T13:30:00.000Z').kinds).toEqual([])
  })

  test('a house that slept says what is still true: late, and above the head, not that it will be due', () => {
    const drive = officersStep()
    const { kinds, told } = look(drive, '2025-03-20T05:00:00.000Z')
    expect(kinds).toEqual(['taskLate', 'taskReminded'])
    expect(told.at(-1)).toBe('taskStillLate superior')
  })

  test('not of work that began when the moment was over', () => {
    const drive = new Drive().open()
    drive.context = KITE_REMINDED
    // Half an hour for the clerk.
    expect(nextLook(drive.state.tasks[0]!, drive.context)).toBe(drive.state.tasks[0]!.due!.due)
  })

  test('moves with the calendar, and stays with the task when another officer has it', () => {
    const drive = officersStep()
    drive.context = { ...KITE_DECREE, reminders: KITE_REMINDED.reminders! }
    drive.now = '2025-03-04T19:00:00.000Z'
    drive.must({ kind: 'changeCalendar' }, SYSTEM)
    expect(nextLook(drive.state.tasks[0]!, drive.context)).toBe('2025-03-06T09:30:00.000Z')
    drive.must({ kind: 'reassign', officerId: 'olga', reason: 'Ill' }, KITE_STAFF.head)
    expect(look(drive, '2025-03-06T09:30:00.000Z').told).toEqual(['taskDueSoon officer olga'])
  })

  test('what the act says comes first; an act that says nothing has those of the installation', () => {
    const { edition } = KITE_REMINDED
    const source = { act: 'kites', item: '5', certainty: 'found' } as const
    const reminders = [{ id: 'head-1h', to: 'head', before: { amount: 1, unit: 'hours' }, source }] as const
    const drive = officersStep({ ...KITE_REMINDED, edition: { ...edition, regulation: { ...edition.regulation, reminders } } })
    expect(look(drive, '2025-03-05T12:30:00.000Z')).toMatchObject({ kinds: ['taskReminded'], told: ['taskDueSoon head'] })
    expect(officersStep({ ...KITE_REMINDED, reminders: [] }).context.reminders).toEqual([])
  })

  test('work that is done is brought to mind of nobody', () => {
    const drive = officersStep()
    const taskId = drive.task
    STEPS.examine(drive)
    expect(decide(drive.state, { kind: 'markLate', taskId, newIds: [] }, SYSTEM, '2025-03-07T13:30:00.000Z', drive.context)).toEqual([])
  })
})
