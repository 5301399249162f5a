import { isRefusal } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { applyAll, projection, silenceAwaited, TOTAL_TIMER, type CaseState, type DraftResult } from '../index.ts'
import { KITE_APPLICANT, KITE_DECREE, KITE_STAFF, SYSTEM } from '../testing.ts'
import { answer, askedOf, MISSING } from './asked.ts'
import { Drive, GRANT, REFUSE, STEPS } from './driver.ts'

const { officer, head } = KITE_STAFF
const after = (instant: string, ms = 1) => new Date(Date.parse(instant) + ms).toISOString()
const passes = (drive: Drive) => {
  drive.now = drive.state.total!.due
  return drive.must({ kind: 'markLate', taskId: TOTAL_TIMER }, SYSTEM)
}

/** Two bodies are asked; the silence of the provider is a grant. */
function drivenToBodies(): Drive {
  const drive = new Drive().open('deemed-grant')
  STEPS.assign(drive)
  STEPS.examine(drive, REFUSE)
  return drive
}

describe('the silence of the provider', () => {
  test('is the decision that the act says, from the end of the total; all other work ends and the duty to make the paper is left', () => {
    const drive = drivenToBodies()
    const { total } = drive.state
    expect(passes(drive)).toEqual(['silenceDecided', 'taskEnded', 'taskEnded', 'taskStarted'])
    expect(drive.state).toMatchObject({
      status: 'open',
      deemed: { decision: 'grant', ground: null, since: total!.due },
      conclusion: { decision: 'grant', groundIds: [] },
      tasks: [{ stepId: 'W8', role: 'head' }],
    })
    expect(drive.state.tasks).toHaveLength(1)
    expect(drive.events.find(({ kind }) => kind === 'silenceDecided')).toMatchObject({ source: { item: '10' }, toStepId: 'W8' })
    STEPS.prepare(drive)
    STEPS.sign(drive)
    expect(drive.state.status).toBe('granted')
  })

  test('decides once, not before its instant, and not where a result is signed', () => {
    const drive = drivenToBodies()
    drive.now = after(drive.state.total!.due, -1)
    expect(drive.must({ kind: 'markLate', taskId: TOTAL_TIMER }, SYSTEM)).toEqual([])
    passes(drive)
    expect(drive.must({ kind: 'markLate', taskId: TOTAL_TIMER }, SYSTEM)).toEqual([])
    const nothing = new Drive().open('mute')
    nothing.now = '2026-03-03T05:00:00.000Z'
    expect(nothing.must({ kind: 'markLate', taskId: TOTAL_TIMER }, SYSTEM)).toEqual([])
  })

  test('cannot be broken afterwards, though the timer has not run yet; at the last instant the work goes on', () => {
    const drive = drivenToBodies()
    const act = { kind: 'approve', taskId: drive.task, opinion: 'agrees', reason: '' } as const
    // The body is late long since; its silence has not been counted.
    const bodyDue = drive.state.tasks[0]!.due!.due
    drive.now = bodyDue
    expect(isRefusal(drive.give(act, KITE_STAFF.body))).toBe(false)
    const at = drive.state.total!.due
    drive.now = after(at)
    const birds = drive.state.tasks.find(({ stepId }) => stepId === 'W4')!.id
    const late = drive.give({ ...act, taskId: birds }, KITE_STAFF.birds)
    expect(isRefusal(late) && [late.code, late.facts]).toEqual(['silence-decides', { at: { kind: 'instant', at } }])
  })

  test('is not undone by a draft, by another ground or by asking the applicant; an objection that binds does not stop a grant', () => {
    const drive = drivenToBodies()
    passes(drive)
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'The words' }, head)
    expect(drive.code({ kind: 'conclude', taskId: drive.task, draft: REFUSE }, officer)).toBe('silence-grants')
    expect(drive.code({ kind: 'conclude', taskId: drive.task, draft: GRANT }, officer)).toContain('accepted')
    const refused = new Drive().open('deemed-refusal')
    STEPS.accept(refused)
    STEPS.assign(refused)
    expect(passes(refused)).toEqual(['silenceDecided', 'taskEnded', 'taskStarted'])
    const draft: DraftResult = { ...REFUSE, groundIds: ['near-airfield'] }
    expect(refused.step).toBe('L5')
    expect(refused.code({ kind: 'conclude', taskId: refused.task, draft: GRANT }, officer)).toBe('silence-refuses')
    expect(refused.code({ kind: 'conclude', taskId: refused.task, draft }, officer)).toBe('silence-ground-missing')
    STEPS.conclude(refused, REFUSE)
    refused.must({ kind: 'returnToOfficer', taskId: refused.task, reason: 'The words' }, head)
    expect(refused.code({ kind: 'askCorrection', taskId: refused.task, missing: MISSING }, officer)).toBe('silence-refuses')
  })

  test('leads to the assignment first where the duty is an officer’s and none is named', () => {
    const drive = new Drive().open('deemed-refusal')
    expect(passes(drive)).toEqual(['silenceDecided', 'taskEnded', 'stepHeld', 'taskStarted'])
    expect(drive.step).toBe('L2')
    drive.now = after(drive.now, 60_000)
    STEPS.assign(drive)
    expect(drive.step).toBe('L5')
    const held = new Drive().open('deemed-refusal')
    STEPS.accept(held)
    STEPS.assign(held)
    held.must({ kind: 'takeBackAssignment', reason: 'On leave' }, head)
    passes(held)
    held.now = after(held.now, 60_000)
    STEPS.assign(held)
    expect([held.step, held.state.tasks.length]).toEqual(['L5', 1])
  })

  test('ends a hearing, and its own ground needs none: the paper can be signed', () => {
    const drive = new Drive().open('heard-or-deemed')
    STEPS.assign(drive)
    drive.now = after(drive.state.total!.due, -60_000)
    STEPS.examine(drive, { ...REFUSE, groundIds: ['near-airfield'] })
    expect(drive.state.asked?.map(({ kind }) => kind)).toEqual(['hearing'])
    expect(passes(drive)).toEqual(['silenceDecided', 'askingEnded', 'taskStarted'])
    expect([drive.state.asked, drive.step]).toEqual([[], 'L6'])
    STEPS.prepare(drive)
    STEPS.sign(drive)
    expect(drive.state.status).toBe('refused')
  })

  test('ends a hearing also before its timer has run: no answer comes between', () => {
    const drive = new Drive().open('heard-or-deemed')
    STEPS.assign(drive)
    const { due } = drive.state.total!
    drive.now = after(due, -60_000)
    STEPS.examine(drive, { ...REFUSE, groundIds: ['near-airfield'] })
    const askedId = drive.state.asked![0]!.id
    drive.now = after(due)
    expect(drive.state.asked![0]!.due > drive.now).toBe(true)
    expect(drive.code({ kind: 'answerHearing', askedId, objection: null }, KITE_APPLICANT)).toBe('silence-decides')
    const signatureSha256 = '1'.repeat(64)
    expect(drive.code({ kind: 'presentAnswer', askedId, signatureSha256 }, KITE_APPLICANT)).toBe('silence-decides')
  })

  test('voids a number that was kept for a grant', () => {
    const drive = new Drive().open('deemed-refusal')
    for (const step of [STEPS.accept, STEPS.assign, STEPS.examine, STEPS.conclude, STEPS.prepare]) step(drive)
    expect(drive.state.reservedNumber).not.toBeNull()
    expect(passes(drive)).toEqual(['numberVoided', 'silenceDecided', 'taskEnded', 'taskStarted'])
    expect([drive.state.reservedNumber, drive.state.prepared]).toEqual([null, null])
  })
})

describe('its timer', () => {
  const timersOf = (drive: Drive, before: CaseState, from: number) => {
    const { timers, stoppedTimers } = projection(before, drive.events.slice(from), drive.state)
    return [timers.filter(({ taskId }) => taskId === TOTAL_TIMER), stoppedTimers.filter((id) => id === TOTAL_TIMER)]
  }
  const step = (drive: Drive, act: () => unknown) => {
    const [before, from] = [drive.state, drive.events.length]
    act()
    return timersOf(drive, before, from)
  }

  test('is set with the registration, and stops with the signature or the decision', () => {
    const drive = new Drive()
    expect(step(drive, () => drive.open('deemed-refusal'))).toEqual([[{ taskId: TOTAL_TIMER, dueAt: drive.state.total!.due }], []])
    expect(step(drive, () => STEPS.accept(drive))).toEqual([[], []])
    const other = new Drive().open('deemed-refusal')
    expect(step(other, () => passes(other))).toEqual([[], [TOTAL_TIMER]])
    for (const act of [STEPS.assign, STEPS.examine, STEPS.conclude, STEPS.prepare]) act(drive)
    expect(step(drive, () => STEPS.sign(drive))).toEqual([[], [TOTAL_TIMER]])
  })

  test('waits while the applicant corrects the request, and goes on with the clock', () => {
    const drive = new Drive().open('deemed-refusal')
    STEPS.accept(drive)
    STEPS.assign(drive)
    const ask = () => drive.must({ kind: 'askCorrection', taskId: drive.task, missing: MISSING }, officer)
    expect(step(drive, ask)).toEqual([[], [TOTAL_TIMER]])
    expect(silenceAwaited(drive.state)).toBeNull()
    drive.now = after(askedOf(drive).due, -1000)
    expect(step(drive, () => answer(drive))).toEqual([[{ taskId: TOTAL_TIMER, dueAt: drive.state.total!.due }], []])
  })

  test('moves with the calendar', () => {
    const drive = new Drive().open('deemed-refusal')
    const before = drive.state.total!.due
    drive.context = KITE_DECREE
    drive.now = '2025-03-04T19:00:00.000Z'
    const moved = step(drive, () => drive.must({ kind: 'changeCalendar' }, SYSTEM))
    expect(drive.state.total!.due > before).toBe(true)
    expect(moved).toEqual([[{ taskId: TOTAL_TIMER, dueAt: drive.state.total!.due }], []])
    drive.now = before
    expect(drive.must({ kind: 'markLate', taskId: TOTAL_TIMER }, SYSTEM)).toEqual([])
  })

  test('informs the applicant and the head', () => {
    const drive = drivenToBodies()
    const [before, from] = [drive.state, drive.events.length]
    passes(drive)
    const events = drive.events.slice(from)
    const { notices } = projection(before, events, applyAll(before, events))
    expect(notices.filter(({ kind }) => kind === 'grantedBySilence').map(({ to }) => to)).toEqual(['applicant', 'head'])
  })
})
