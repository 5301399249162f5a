import { describe, expect, test } from 'vitest'
import { KITE_STAFF } from '../testing.ts'
import { byOrder, Drive, driveTo, GRANT, REFUSE, STEPS } from './driver.ts'

const { head, officer, officer2, body, birds, clerk } = KITE_STAFF
const deputy = { ...head, id: 'hilda', onBehalfOf: byOrder(head) }

describe('the head gives the open work to another officer', () => {
  const reassign = { kind: 'reassign', officerId: 'olga', reason: 'Oscar is ill' } as const

  test('every open task of the officer moves with its own term; what others do goes on', () => {
    const drive = new Drive().open('wide')
    STEPS.assign(drive)
    STEPS.examine(drive)
    const before = drive.state.tasks
    expect(drive.must(reassign, head)).toEqual(['reassigned'])
    expect(drive.state.tasks.map(({ stepId, assignee }) => [stepId, assignee])).toEqual([
      ['W3', null],
      ['W4', null],
      ['W5', 'olga'],
    ])
    expect(drive.state.tasks.map(({ due }) => due)).toEqual(before.map(({ due }) => due))
    const trial = drive.state.tasks.find(({ stepId }) => stepId === 'W5')!.id
    expect(drive.code({ kind: 'examine', taskId: trial, draft: GRANT }, officer)).toBe('not-assigned-to-you')
    drive.must({ kind: 'examine', taskId: trial, draft: GRANT }, officer2)
    for (const [stepId, actor] of [
      ['W3', body],
      ['W4', birds],
    ] as const)
      drive.must(
        { kind: 'approve', taskId: drive.state.tasks.find((task) => task.stepId === stepId)!.id, opinion: 'agrees', reason: '' },
        actor,
      )
    // What begins later is the new officer's, too.
    expect(drive.state.tasks).toMatchObject([{ stepId: 'W6', assignee: 'olga' }])
  })

  test('is refused to others, without a reason, to the same officer, and where nobody has the work', () => {
    const drive = driveTo('L3')
    expect(drive.code(reassign, officer)).toBe('not-your-role')
    expect(drive.code({ ...reassign, reason: ' ' }, head)).toBe('reason-empty')
    expect(drive.code({ ...reassign, officerId: 'oscar' }, head)).toBe('officer-same')
    expect(drive.code({ ...reassign, officerId: '' }, head)).toBe('officer-missing')
    expect(drive.code({ ...reassign, expectedVersion: 1 }, head)).toBe('changed-since')
    expect(driveTo('L4').code(reassign, head)).toBe('nothing-assigned')
    expect(driveTo('end').code(reassign, head)).toBe('case-closed')
  })
})

describe('somebody does the work of another by an order', () => {
  test('the record keeps who did it, for whom and by which order', () => {
    const drive = driveTo('L2')
    drive.must({ kind: 'assign', taskId: drive.task, officerId: 'oscar', instruction: '' }, deputy)
    expect(drive.events.findLast(({ kind }) => kind === 'assigned')?.actor).toMatchObject({
      id: 'hilda',
      role: 'head',
      onBehalfOf: { id: 'hugo', role: 'head', order: { number: '12-к' } },
    })
  })

  test('on the days of the order by the clock of the office, and on no other', () => {
    const assign = (now: string) => {
      const drive = driveTo('L2')
      drive.now = now
      return drive.code({ kind: 'assign', taskId: drive.task, officerId: 'oscar', instruction: '' }, deputy)
    }
    // Kite Town is five hours ahead.
    expect(assign('2025-03-02T18:59:59.000Z')).toBe('order-not-in-force')
    expect(assign('2025-03-02T19:00:00.000Z')).toMatch(/^accepted/)
    expect(assign('2025-03-14T18:59:59.000Z')).toMatch(/^accepted/)
    expect(assign('2025-03-14T19:00:00.000Z')).toBe('order-not-in-force')
  })

  test("an absent officer's tasks are the substitute's, and not those of a third one", () => {
    const drive = driveTo('L3')
    const examine = { kind: 'examine', taskId: drive.task, draft: GRANT } as const
    expect(drive.code(examine, officer2)).toBe('not-assigned-to-you')
    expect(drive.code(examine, { ...officer2, onBehalfOf: byOrder({ ...officer, id: 'otto' }) })).toBe('not-assigned-to-you')
    expect(drive.code(examine, { ...officer2, onBehalfOf: byOrder(officer) })).toMatch(/^accepted/)
  })

  test('a role that the order does not give is not given', () => {
    const drive = driveTo('L2')
    const assign = { kind: 'assign', taskId: drive.task, officerId: 'oscar', instruction: '' } as const
    expect(drive.code(assign, { ...clerk, onBehalfOf: byOrder(KITE_STAFF.clerk2) })).toBe('not-your-role')
  })

  test('the signature needs an order that includes it', () => {
    const drive = driveTo('L6')
    const document = { documentId: 'd', documentKind: 'licence', number: 'KZ00KTE00000001', sha256: '' } as const
    const prepare = { kind: 'prepareResult', taskId: drive.task, document } as const
    expect(drive.code(prepare, { ...deputy, onBehalfOf: byOrder(head, { signs: false }) })).toBe('order-without-signing')
    STEPS.prepare(drive, 'doc-1', deputy)
    const signed = { documentId: 'doc-1', sha256: '', signerCertificateSha256: '', signedAt: drive.now }
    const sign = { kind: 'signResult', taskId: drive.task, signed } as const
    expect(drive.code(sign, { ...deputy, onBehalfOf: byOrder(head, { signs: false }) })).toBe('order-without-signing')
    // The order ended between the look at the page and the signature.
    drive.now = '2025-03-15T05:00:00.000Z'
    expect(drive.code(sign, deputy)).toBe('order-not-in-force')
    drive.now = '2025-03-14T05:00:00.000Z'
    expect(drive.code(sign, deputy)).toMatch(/^accepted/)
  })
})

describe('nobody decides on a draft of their own because of an order', () => {
  const acting = { ...head, id: 'oscar', onBehalfOf: byOrder(head) }

  test('the officer who drafted does not sign as acting head; the head and another deputy do', () => {
    const drive = driveTo('L6')
    const document = { documentId: 'd', documentKind: 'licence', number: 'KZ00KTE00000001', sha256: '' } as const
    expect(drive.code({ kind: 'prepareResult', taskId: drive.task, document }, acting)).toBe('own-draft')
    expect(drive.code({ kind: 'returnToOfficer', taskId: drive.task, reason: 'Not complete' }, acting)).toMatch(/^accepted/)
    STEPS.conclude(drive)
    STEPS.prepare(drive, 'doc-1', deputy)
  })

  test('nor the head what they drafted for an officer', () => {
    const drive = driveTo('L3')
    const forOfficer = { ...officer, id: 'hugo', onBehalfOf: byOrder(officer) }
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, incomplete: true }, forOfficer)
    const document = { documentId: 'd', documentKind: 'reasonedRefusal', number: null, sha256: '' } as const
    expect(drive.code({ kind: 'prepareResult', taskId: drive.task, document }, head)).toBe('own-draft')
  })

  test('a draft that another officer wrote again is not theirs any more', () => {
    const drive = driveTo('L5')
    drive.must({ kind: 'reassign', officerId: 'olga', reason: 'Oscar acts as head' }, head)
    drive.must({ kind: 'conclude', taskId: drive.task, draft: GRANT }, officer2)
    const document = { documentId: 'd', documentKind: 'licence', number: 'KZ00KTE00000001', sha256: '' } as const
    expect(drive.code({ kind: 'prepareResult', taskId: drive.task, document }, acting)).toBe('own-draft')
  })
})
