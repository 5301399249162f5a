import { describe, expect, test } from 'vitest'
import { KITE_STAFF } from '../testing.ts'
import { Drive, REFUSE, STEPS } from './driver.ts'

const NUMBER = 'KZ00KTE00000001'
const CHANGE = { does: 'extends', number: NUMBER, earlier: NUMBER, from: '2025-06-02', until: '2026-06-01' } as const

/** Examined, agreed, prepared: the extension waits for the head's signature. */
function prepared(): Drive {
  const drive = new Drive().open('extend')
  for (const step of [STEPS.accept, STEPS.assign, STEPS.examine, STEPS.approve, STEPS.conclude, STEPS.prepare]) step(drive)
  return drive
}

describe('a result that acts on a number', () => {
  test('records what it does next to the signature, by its own source', () => {
    const drive = prepared()
    expect(STEPS.sign(drive, 'doc-1', CHANGE)).toEqual(['resultSigned', 'registerChanged', 'taskCompleted', 'taskStarted'])
    expect(drive.events.find(({ kind }) => kind === 'registerChanged')).toMatchObject({
      change: CHANGE,
      source: { act: 'kites', item: '3' },
    })
  })

  test('is not signed without saying what it does, nor with what another does', () => {
    const drive = prepared()
    expect(() => STEPS.sign(drive)).toThrow('extends')
    expect(() => STEPS.sign(drive, 'doc-1', { ...CHANGE, does: 'ends' })).toThrow('given ends')
  })

  test('gives up, on the record, a number of its own that it got in place of one from elsewhere', () => {
    const drive = prepared()
    const document = { documentId: 'doc-2', documentKind: 'licence', number: NUMBER, sha256: 'd'.repeat(64), isOwnNumber: true } as const
    drive.must({ kind: 'prepareResult', taskId: drive.task, document }, KITE_STAFF.head)
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'Again' }, KITE_STAFF.head)
    STEPS.conclude(drive, REFUSE)
    expect(drive.events.filter(({ kind }) => kind === 'numberVoided')).toMatchObject([{ number: NUMBER }])
    expect(drive.state.reservedNumber).toBeNull()
  })

  test('leaves its number alone where the conclusion turns: the number is another result’s', () => {
    const drive = prepared()
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'Again' }, KITE_STAFF.head)
    STEPS.conclude(drive, REFUSE)
    expect(drive.events.filter(({ kind }) => kind === 'numberVoided')).toEqual([])
    expect(drive.state.prepared).toBeNull()
    const refusal = { documentId: 'doc-2', documentKind: 'reasonedRefusal', number: null, sha256: 'd'.repeat(64) } as const
    expect(drive.must({ kind: 'prepareResult', taskId: drive.task, document: refusal }, KITE_STAFF.head)).toEqual(['resultPrepared'])
    expect(STEPS.sign(drive, 'doc-2')).toContain('resultSigned')
  })
})
