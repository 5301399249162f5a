import { isRefusal } from '@ruqsat/foundation'
import { describe, expect, test } from 'vitest'
import { awaited, worksDone, type Work } from '../index.ts'
import { stepById } from '@ruqsat/law'
import { KITE_EDITION, KITE_STAFF, SYSTEM } from '../testing.ts'
import { byOrder, Drive, GRANT, STEPS, type Act } from './driver.ts'

const { officer, officer2, head, clerk } = KITE_STAFF
const steps = KITE_EDITION.regulation.variants.find(({ id }) => id === 'trial')!.procedure.steps
const work = (writingId: string, outcome: Work['outcome'] = null): Work => ({ writingId, sha256: 'a'.repeat(64), files: [], outcome })
const paper = (documentId: string) => ({ documentId, sha256: 'd'.repeat(64) })
const signed = (documentId: string, drive: Drive) => ({
  documentId,
  sha256: 'e'.repeat(64),
  signerCertificateSha256: 'f'.repeat(64),
  signedAt: drive.now,
})

/** A case of the trial at this step. */
function driveTrial(step: 'V2' | 'V3' | 'V4' | 'V5'): Drive {
  const drive = new Drive().open('trial')
  STEPS.assign(drive)
  const acts = [
    () => drive.must({ kind: 'writeWork', taskId: drive.task, work: work('letter'), paper: paper('doc-1') }, officer),
    () => visit(drive, 'yes'),
    () => {
      drive.must({ kind: 'writeWork', taskId: drive.task, work: work('question') }, officer)
      drive.must({ kind: 'answerWork', taskId: drive.task, work: work('answer') }, officer)
    },
  ]
  for (const act of acts) if (drive.step !== step) act()
  return drive
}

function visit(drive: Drive, free: 'yes' | 'no'): void {
  drive.must({ kind: 'writeWork', taskId: drive.task, work: work('visit', free) }, officer)
  drive.must({ kind: 'prepareWork', taskId: drive.task, paper: paper('doc-2') }, officer)
  drive.must({ kind: 'signWork', taskId: drive.task, signed: signed('doc-2', drive) }, officer)
}

const waits = (drive: Drive) => awaited(stepById(steps, drive.step), drive.state)

describe('a step that decides nothing', () => {
  test('is done when it is written, and the case goes on', () => {
    const drive = driveTrial('V2')
    expect(waits(drive)).toBe('writing')
    expect(drive.must({ kind: 'writeWork', taskId: drive.task, work: work('letter'), paper: paper('doc-1') }, officer)).toEqual([
      'workWritten',
      'taskCompleted',
      'taskStarted',
    ])
    expect(worksDone(drive.state)).toEqual([
      { taskId: expect.any(String), stepId: 'V2', writingId: 'letter', outcome: null, paper: paper('doc-1') },
    ])
  })

  test('with a paper to be signed waits for the signature of exactly that paper, and can be written again until then', () => {
    const drive = driveTrial('V3')
    const sign = (documentId: string): Act => ({ kind: 'signWork', taskId: drive.task, signed: signed(documentId, drive) })
    expect(drive.code(sign('doc-2'), officer)).toBe('nothing-written')
    expect(drive.code({ kind: 'prepareWork', taskId: drive.task, paper: paper('doc-2') }, officer)).toBe('nothing-written')
    expect(drive.must({ kind: 'writeWork', taskId: drive.task, work: work('visit', 'no') }, officer)).toEqual(['workWritten'])
    expect(waits(drive)).toBe('signature')
    expect(drive.code(sign('doc-2'), officer)).toBe('document-not-prepared')
    drive.must({ kind: 'prepareWork', taskId: drive.task, paper: paper('doc-2') }, officer)
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('visit-2', 'yes') }, officer)
    expect(drive.code(sign('doc-2'), officer)).toBe('document-not-prepared')
    drive.must({ kind: 'prepareWork', taskId: drive.task, paper: paper('doc-3') }, officer)
    expect(drive.must(sign('doc-3'), officer)).toEqual(['workSigned', 'taskCompleted', 'taskStarted'])
    expect(worksDone(drive.state).at(-1)).toMatchObject({ writingId: 'visit-2', outcome: 'yes', signed: 'e'.repeat(64) })
  })

  test('is signed by an order only where the order includes the signature, as a result is', () => {
    const drive = driveTrial('V3')
    const acting = (signs: boolean) => ({ ...officer2, onBehalfOf: byOrder(officer, { signs }) })
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('visit', 'yes') }, acting(false))
    const prepare: Act = { kind: 'prepareWork', taskId: drive.task, paper: paper('doc-2') }
    expect(drive.code(prepare, acting(false))).toBe('order-without-signing')
    drive.must(prepare, acting(true))
    const sign: Act = { kind: 'signWork', taskId: drive.task, signed: signed('doc-2', drive) }
    expect(drive.code(sign, acting(false))).toBe('order-without-signing')
    expect(drive.code(sign, acting(true))).toMatch(/^accepted/)
  })

  test('leads on by the written answer, and never to a decision', () => {
    expect(driveTrial('V4').step).toBe('V4')
    const refused = driveTrial('V3')
    visit(refused, 'no')
    expect([refused.step, refused.state.status, refused.state.draft]).toEqual(['V6', 'open', null])
  })

  test('asks another body: the question goes out once, and the step waits for what comes back', () => {
    const drive = driveTrial('V4')
    const ask: Act = { kind: 'writeWork', taskId: drive.task, work: work('question') }
    const answer: Act = { kind: 'answerWork', taskId: drive.task, work: work('answer') }
    expect(drive.code(answer, officer)).toBe('nothing-asked')
    expect(drive.must(ask, officer)).toEqual(['workWritten'])
    expect([drive.step, waits(drive)]).toEqual(['V4', 'answer'])
    expect(drive.code(ask, officer)).toBe('question-sent')
    expect(drive.must(answer, officer)).toEqual(['workAnswered', 'taskCompleted', 'taskStarted'])
    expect(worksDone(drive.state).at(-1)).toMatchObject({ writingId: 'question', answerId: 'answer' })
  })

  test('goes on by the row for a late answer where the table has one', () => {
    const drive = driveTrial('V4')
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('question') }, officer)
    drive.now = drive.state.tasks[0]!.due!.due
    expect(drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)).toEqual(['taskLate', 'taskCompleted', 'taskStarted'])
    expect(drive.step).toBe('V5')
  })

  test('keeps a question that is out when the case gets another officer', () => {
    const drive = driveTrial('V4')
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('question') }, officer)
    drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, head)
    drive.must({ kind: 'assign', taskId: drive.task, officerId: 'olga', instruction: '' }, head)
    expect([drive.step, waits(drive)]).toEqual(['V4', 'answer'])
    drive.must({ kind: 'answerWork', taskId: drive.task, work: work('answer') }, officer2)
    expect(worksDone(drive.state).at(-1)).toMatchObject({ writingId: 'question', answerId: 'answer' })
  })

  test('is nobody else’s, and a page that is old or of another step changes nothing', () => {
    const drive = driveTrial('V5')
    const entry: Act = { kind: 'writeWork', taskId: drive.task, work: work('entry') }
    expect(drive.code(entry, officer)).toBe('not-your-role')
    expect(drive.code({ ...entry, expectedVersion: 3 }, clerk)).toBe('changed-since')
    expect(drive.code({ kind: 'handOver', taskId: drive.task }, clerk)).toBe('wrong-action')
    drive.must(entry, clerk)
    expect(drive.code(entry, clerk)).toBe('task-done')
    expect(drive.code({ kind: 'writeWork', taskId: drive.task, work: work('x') }, officer)).toBe('wrong-action')
    expect(isRefusal(drive.give({ kind: 'examine', taskId: drive.task, draft: GRANT }, officer))).toBe(false)
  })

  test('throws where the host forgot the answer or the paper that the table asks for', () => {
    expect(() => driveTrial('V2').give({ kind: 'writeWork', taskId: 'task-2', work: work('x') }, officer)).toThrow('paper')
    const drive = driveTrial('V3')
    expect(() => drive.give({ kind: 'writeWork', taskId: drive.task, work: work('x') }, officer)).toThrow('outcome')
  })
})
