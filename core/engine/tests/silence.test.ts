import { isRefusal } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { opinionsOf, type Actor, type DraftResult } from '../index.ts'
import { KITE_STAFF, SYSTEM } from '../testing.ts'
import { Drive, GRANT, REFUSE, STEPS } from './driver.ts'

const { body, birds, officer, head } = KITE_STAFF
const NEAR: DraftResult = { ...REFUSE, groundIds: ['near-airfield'] }

/** Two bodies are asked: the silence of one is consent, of the other an objection that binds. */
function driveMute(): Drive {
  const drive = new Drive().open('mute')
  STEPS.assign(drive)
  STEPS.examine(drive)
  return drive
}

const taskAt = (drive: Drive, stepId: string) => drive.state.tasks.find((task) => task.stepId === stepId)!
const says = (drive: Drive, stepId: string, actor: Actor, opinion: 'agrees' | 'objects') =>
  drive.must({ kind: 'approve', taskId: taskAt(drive, stepId).id, opinion, reason: opinion === 'agrees' ? '' : 'Too windy' }, actor)
const passes = (drive: Drive, stepId: string) => {
  const { id, due } = taskAt(drive, stepId)
  drive.now = due!.due
  return drive.must({ kind: 'markLate', taskId: id }, SYSTEM)
}
const concludes = (drive: Drive, draft: DraftResult) => drive.give({ kind: 'conclude', taskId: taskAt(drive, 'W6').id, draft }, officer)

describe('the silence of a body', () => {
  test('is its answer where the act says so, from the instant at which its term ended, and the case goes on', () => {
    const drive = driveMute()
    const ends = [taskAt(drive, 'W3'), taskAt(drive, 'W4')].map(({ due }) => due!.due)
    expect(passes(drive, 'W3')).toEqual(['taskLate', 'silenceCounted', 'taskCompleted', 'branchArrived'])
    expect(passes(drive, 'W4')).toEqual(['taskLate', 'silenceCounted', 'taskCompleted', 'branchesLeft', 'taskStarted'])
    expect(opinionsOf(drive.state, []).map(({ unit, opinion, at, bySilence }) => [unit, opinion, at, bySilence])).toEqual([
      ['wind-watch', 'agrees', ends[0], true],
      ['bird-watch', 'objects', ends[1], true],
    ])
    expect(drive.events.find(({ kind }) => kind === 'silenceCounted')).toMatchObject({ source: { item: '3 1)' }, actor: SYSTEM })
  })

  test('cannot be broken afterwards, though the timer has not run yet; at the last instant it can', () => {
    const drive = driveMute()
    const { id, due } = taskAt(drive, 'W3')
    const act = { kind: 'approve', taskId: id, opinion: 'objects', reason: 'Too windy' } as const
    drive.now = new Date(Date.parse(due!.due) + 1).toISOString()
    const late = drive.give(act, body)
    expect(isRefusal(late) && [late.code, late.facts]).toEqual(['answer-too-late', { at: { kind: 'instant', at: due!.due } }])
    drive.now = due!.due
    expect(drive.must(act, body)).toContain('unitOpined')
  })

  test('decides nothing where the act does not say so', () => {
    const drive = new Drive().open('wide')
    STEPS.assign(drive)
    STEPS.examine(drive)
    expect(passes(drive, 'W4')).toEqual(['taskLate'])
  })
})

describe('an objection', () => {
  test('that binds, said or by silence, leaves a refusal on its ground alone', () => {
    for (const speak of [(drive: Drive) => says(drive, 'W4', birds, 'objects'), (drive: Drive) => passes(drive, 'W4')]) {
      const drive = driveMute()
      says(drive, 'W3', body, 'agrees')
      speak(drive)
      const refused = concludes(drive, GRANT)
      expect(isRefusal(refused) && [refused.code, refused.source?.item]).toEqual(['objection-binds', '10'])
      expect(isRefusal(concludes(drive, REFUSE)) && (concludes(drive, REFUSE) as { code: string }).code).toBe('objection-ground-missing')
      expect(isRefusal(concludes(drive, NEAR))).toBe(false)
    }
  })

  test('that only advises is weighed by the officer', () => {
    const drive = driveMute()
    says(drive, 'W3', body, 'objects')
    says(drive, 'W4', birds, 'agrees')
    STEPS.conclude(drive)
    STEPS.prepare(drive)
    expect(drive.state.prepared).toMatchObject({ documentKind: 'licence' })
    expect(drive.code({ kind: 'returnToOfficer', taskId: drive.task, reason: 'Once more' }, head)).toContain('accepted')
  })
})
