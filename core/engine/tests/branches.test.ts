import { isRefusal } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { opinionsOf, type Actor, type DraftResult } from '../index.ts'
import { KITE_STAFF, SYSTEM } from '../testing.ts'
import { Drive, GRANT, REFUSE, STEPS } from './driver.ts'

const { head, officer, officer2, body, birds } = KITE_STAFF

/** A case of two bodies and the officer's own trial, all at work at once. */
function driveApart(variant = 'wide'): Drive {
  const drive = new Drive().open(variant)
  STEPS.assign(drive)
  STEPS.examine(drive)
  return drive
}

const taskAt = (drive: Drive, stepId: string) => drive.state.tasks.find((task) => task.stepId === stepId)?.id ?? 'none'
const openSteps = (drive: Drive) => drive.state.tasks.map(({ stepId }) => stepId).sort()
const says = (drive: Drive, stepId: string, actor: Actor, opinion: 'agrees' | 'objects' = 'agrees') =>
  drive.give({ kind: 'approve', taskId: taskAt(drive, stepId), opinion, reason: opinion === 'agrees' ? '' : 'Too windy' }, actor)
const tries = (drive: Drive, draft: DraftResult = GRANT, actor: Actor = officer) =>
  drive.must({ kind: 'examine', taskId: taskAt(drive, 'W5'), draft }, actor)
const kinds = (answer: ReturnType<Drive['give']>) => (isRefusal(answer) ? answer.code : answer.map(({ kind }) => kind))

describe('a step that splits', () => {
  test('starts all its branches at once, each with its own term, and joins when all have arrived', () => {
    const drive = driveApart()
    expect(openSteps(drive)).toEqual(['W3', 'W4', 'W5'])
    expect(new Set(drive.state.tasks.map(({ due }) => due!.due)).size).toBe(3)
    expect(kinds(says(drive, 'W3', body))).toEqual(['unitOpined', 'taskCompleted', 'branchArrived'])
    tries(drive)
    expect(openSteps(drive)).toEqual(['W4'])
    expect(kinds(says(drive, 'W4', birds, 'objects'))).toEqual(['unitOpined', 'taskCompleted', 'branchesLeft', 'taskStarted'])
    expect(openSteps(drive)).toEqual(['W6'])
    expect(drive.state.arrived).toEqual([])
    expect(opinionsOf(drive.state, [])).toMatchObject([
      { unit: 'wind-watch', opinion: 'agrees', by: { id: 'willa' } },
      { unit: 'bird-watch', opinion: 'objects', reason: 'Too windy' },
    ])
  })

  test('leads past its branches where the outcome has a row of its own', () => {
    const drive = new Drive().open('wide')
    STEPS.assign(drive)
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, incomplete: true }, officer)
    expect(openSteps(drive)).toEqual(['W8'])
  })

  test('binds each opinion to the unit: a body of the same role cannot answer for another', () => {
    const drive = driveApart()
    expect(kinds(says(drive, 'W4', body))).toBe('not-your-authority')
    expect(kinds(says(drive, 'W3', birds))).toBe('not-your-unit')
    expect(kinds(says(drive, 'W4', { ...birds, unit: 'air-section' }))).toBe('not-your-unit')
  })
})

describe('a step that joins and names whom it waits for', () => {
  test('starts without the others, whose work ends then', () => {
    const drive = driveApart('some')
    const late = { birds: taskAt(drive, 'W4'), trial: taskAt(drive, 'W5') }
    says(drive, 'W3', body)
    expect(openSteps(drive)).toEqual(['W6'])
    expect(drive.state.doneTasks.filter(({ withdrawn }) => withdrawn === 'notAwaited').map(({ stepId }) => stepId)).toEqual(['W4', 'W5'])
    expect(drive.code({ kind: 'approve', taskId: late.birds, opinion: 'agrees', reason: '' }, birds)).toBe('task-not-awaited')
  })

  test('keeps what the others said before', () => {
    const drive = driveApart('some')
    says(drive, 'W4', birds, 'objects')
    tries(drive)
    expect(openSteps(drive)).toEqual(['W3'])
    says(drive, 'W3', body)
    expect(opinionsOf(drive.state, []).map(({ unit }) => unit)).toEqual(['bird-watch', 'wind-watch'])
  })
})

describe('inside a branch', () => {
  test('a late mark touches its own task only', () => {
    const drive = driveApart()
    drive.now = drive.state.tasks.find(({ stepId }) => stepId === 'W4')!.due!.due
    expect(drive.must({ kind: 'markLate', taskId: taskAt(drive, 'W4') }, SYSTEM)).toEqual(['taskLate'])
    expect(drive.state.tasks.map(({ stepId, late }) => [stepId, late])).toEqual([
      ['W3', false],
      ['W4', true],
      ['W5', false],
    ])
  })

  test('an assignment that is taken back stops the officer’s work alone, and the next officer goes on with it', () => {
    const drive = driveApart()
    drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, head)
    expect(openSteps(drive)).toEqual(['W1', 'W3', 'W4'])
    says(drive, 'W3', body)
    says(drive, 'W4', birds)
    expect(openSteps(drive)).toEqual(['W1'])
    drive.must({ kind: 'assign', taskId: taskAt(drive, 'W1'), officerId: 'olga', instruction: '' }, head)
    expect(drive.state.tasks).toMatchObject([{ stepId: 'W5', assignee: 'olga' }])
    tries(drive, GRANT, officer2)
    expect(drive.state.tasks).toMatchObject([{ stepId: 'W6', assignee: 'olga' }])
  })

  test('a join that comes while there is no officer waits for the next one', () => {
    const drive = driveApart('some')
    drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, head)
    says(drive, 'W3', body)
    expect([openSteps(drive), drive.state.held]).toEqual([['W1'], ['W6']])
    drive.must({ kind: 'assign', taskId: taskAt(drive, 'W1'), officerId: 'olga', instruction: '' }, head)
    expect([drive.state.tasks[0]!.stepId, drive.state.tasks[0]!.assignee, drive.state.held]).toEqual(['W6', 'olga', []])
  })

  test('a return to before the split ends the other branches, and all are asked again', () => {
    const drive = driveApart()
    tries(drive)
    says(drive, 'W4', birds, 'objects')
    expect(drive.must({ kind: 'returnToOfficer', taskId: taskAt(drive, 'W3'), reason: 'No map' }, body)).toEqual([
      'returned',
      'taskWithdrawn',
      'branchesLeft',
      'taskStarted',
    ])
    expect([openSteps(drive), drive.state.arrived]).toEqual([['W2'], []])
    STEPS.examine(drive)
    expect(openSteps(drive)).toEqual(['W3', 'W4', 'W5'])
    says(drive, 'W4', birds)
    expect(opinionsOf(drive.state, []).map(({ unit, opinion }) => [unit, opinion])).toEqual([['bird-watch', 'agrees']])
  })

  test('a return into a branch that had joined starts that branch alone', () => {
    const drive = driveApart()
    tries(drive)
    says(drive, 'W3', body)
    says(drive, 'W4', birds)
    STEPS.conclude(drive)
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'Try it once more' }, head)
    expect(openSteps(drive)).toEqual(['W5'])
    tries(drive)
    expect(openSteps(drive)).toEqual(['W6'])
  })
})
