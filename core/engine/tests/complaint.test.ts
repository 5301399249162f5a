import { describe, expect, test } from 'vitest'
import { complaintMatter, emptyCase, projection, type Actor, type SatisfiedComplaint } from '../index.ts'
import { KITE_APPLICANT, KITE_STAFF, kiteOpening, SYSTEM } from '../testing.ts'
import { notAccepted } from './asked.ts'
import { byOrder, complained, COMPLAINT, Drive, driveTo, GRANT, REFUSE, STEPS } from './driver.ts'

const heed = (drive: Drive, complaint: Partial<SatisfiedComplaint> = {}) =>
  drive.must({ kind: 'heedComplaint', complaint: { ...COMPLAINT, ...complaint } }, SYSTEM)

describe('a complaint', () => {
  test('knows the case that it is about, and nothing opens it without one', () => {
    const drive = complained()
    expect(drive.events.slice(0, 2).map(({ kind }) => kind)).toEqual(['caseOpened', 'complaintAbout'])
    expect(drive.state.complaintAbout).toEqual({ caseId: 'case-1', requestNumber: 'KO-2025-000001', what: 'refusal' })
    expect(() => new Drive().open('grievance')).toThrow('what its package lists')
    const about = { caseId: 'case-1', requestNumber: 'KO-2025-000001', what: 'refusal' } as const
    expect(() => new Drive().code({ kind: 'open', opening: kiteOpening(), about }, KITE_APPLICANT)).toThrow('what its package lists')
  })

  test('is about a refusal, a refusal to accept or lateness, and never about proceedings or another complaint', () => {
    const now = '2025-03-03T05:00:00.000Z'
    expect(complaintMatter(driveTo('end', REFUSE).state, now)).toBe('refusal')
    expect(complaintMatter(notAccepted().state, now)).toBe('nonAcceptance')
    const open = driveTo('L3')
    expect(complaintMatter(open.state, open.state.tasks[0]!.due!.due)).toBeNull()
    expect(complaintMatter(open.state, '2027-01-01T00:00:00.000Z')).toBe('lateness')
    expect(complaintMatter(driveTo('end', GRANT).state, '2027-01-01T00:00:00.000Z')).toBeNull()
    expect(complaintMatter(new Drive().openByOffice().state, '2027-01-01T00:00:00.000Z')).toBeNull()
    expect(complaintMatter(complained().state, '2027-01-01T00:00:00.000Z')).toBeNull()
    expect(complaintMatter(emptyCase, now)).toBeNull()
  })
})

describe('an official who is complained of', () => {
  const accept = (drive: Drive, actor: Actor) => drive.code({ kind: 'accept', taskId: drive.task, journalNumber: 'J-2' }, actor)

  test('does not work at the complaint in an own post or by an order, and a colleague does', () => {
    const drive = complained({ officials: ['clara'], units: [] })
    expect(drive.events.slice(0, 3).map(({ kind }) => kind)).toEqual(['caseOpened', 'complaintAbout', 'officialsBarred'])
    expect(accept(drive, KITE_STAFF.clerk)).toBe('complained-of')
    expect(accept(drive, { ...KITE_STAFF.clerk, onBehalfOf: byOrder(KITE_STAFF.clerk2) })).toBe('complained-of')
    drive.must({ kind: 'accept', taskId: drive.task, journalNumber: 'J-2' }, KITE_STAFF.clerk2)
    expect(drive.step).toBe('L2')
  })

  test('is not named for it, by an assignment or in another’s place', () => {
    const drive = complained({ officials: ['oscar'], units: [] })
    STEPS.accept(drive)
    const assign = (officerId: string) => ({ kind: 'assign', taskId: drive.task, officerId, instruction: '' }) as const
    expect(drive.code(assign('oscar'), KITE_STAFF.head)).toBe('officer-complained-of')
    drive.must(assign('olga'), KITE_STAFF.head)
    expect(drive.code({ kind: 'reassign', officerId: 'oscar', reason: 'Olga is ill' }, KITE_STAFF.head)).toBe('officer-complained-of')
  })

  test('whose unit has nobody else is passed over, one step after the other, to the end where nothing is left', () => {
    const drive = complained({ officials: ['clara', 'hugo'], units: ['chancery', 'leadership'] })
    expect(drive.step).toBe('L3')
    const passed = drive.events.flatMap((event) => (event.kind === 'stepPassedOver' ? [[event.stepId, event.toStepId]] : []))
    expect(passed).toEqual([
      ['L1', 'L2'],
      ['L2', 'L3'],
    ])
  })

  test('is barred by a package that says so, and by no other', () => {
    const barred = { officials: ['clara'], units: [] }
    expect(() => new Drive().code({ kind: 'open', opening: kiteOpening(), barred }, KITE_APPLICANT)).toThrow('bar officials by its package')
  })
})

describe('a refusal about which a complaint was satisfied', () => {
  test('is annulled, and the case begins again where an officer is named, with the whole term', () => {
    const drive = driveTo('end', REFUSE)
    const before = drive.state
    drive.now = '2025-04-01T05:00:00.000Z'
    expect(heed(drive)).toEqual(['complaintSatisfied', 'caseReopened', 'viewStepReached', 'taskStarted'])
    const { state } = drive
    expect(state).toMatchObject({ status: 'open', closedAt: null, signed: null, draft: null, conclusion: null, officerId: null })
    expect(state).toMatchObject({ openedAt: before.openedAt, reopenedAt: drive.now, journalNumber: 'J-1', doneTasks: before.doneTasks })
    expect(drive.step).toBe('L2')
    expect(state.total!.due > drive.now).toBe(true)
    expect(state.complaints).toEqual([
      { ...COMPLAINT, at: drive.now, annuls: { documentId: 'doc-1', sha256: 'e'.repeat(64), signedAt: before.signed!.signedAt } },
    ])
    const { timers, notices } = projection(before, drive.events.slice(-4), state)
    expect(timers).toHaveLength(1)
    expect(notices.map(({ kind, to }) => [kind, to])).toEqual([
      ['complaintSatisfied', 'head'],
      ['stageReached', 'applicant'],
    ])
  })

  test('may end otherwise the second time, and the same complaint changes nothing any more', () => {
    const drive = driveTo('end', REFUSE)
    heed(drive)
    expect(drive.give({ kind: 'heedComplaint', complaint: COMPLAINT }, SYSTEM)).toEqual([])
    STEPS.assign(drive)
    STEPS.examine(drive)
    STEPS.approve(drive)
    STEPS.conclude(drive)
    STEPS.prepare(drive, 'doc-2')
    STEPS.sign(drive, 'doc-2')
    STEPS.handOver(drive)
    expect(drive.state.status).toBe('granted')
    expect(drive.give({ kind: 'heedComplaint', complaint: COMPLAINT }, SYSTEM)).toEqual([])
  })

  test('is not reopened by a complaint about something else', () => {
    const drive = driveTo('end', REFUSE)
    expect(heed(drive, { what: 'nonAcceptance' })).toEqual(['complaintSatisfied'])
    expect(drive.state.status).toBe('refused')
  })

  test('is the system’s to learn, never a person’s', () => {
    expect(() => driveTo('end', REFUSE).code({ kind: 'heedComplaint', complaint: COMPLAINT }, KITE_STAFF.head)).toThrow('the system itself')
  })
})

test('a request that was not taken in is looked at from the beginning', () => {
  const drive = notAccepted()
  heed(drive, { what: 'nonAcceptance' })
  expect(drive.state).toMatchObject({ status: 'open', complaints: [{ annuls: { documentId: 'doc-2' } }] })
  expect(drive.state).not.toHaveProperty('nonAcceptance')
  expect(drive.step).toBe('L1')
  STEPS.accept(drive)
  expect(drive.step).toBe('L2')
})

test('what is late stays as it is: the case knows of the order, and its head is informed', () => {
  const drive = driveTo('L3')
  const before = drive.state
  expect(heed(drive, { what: 'lateness', does: 'orders' })).toEqual(['complaintSatisfied'])
  expect(drive.state).toMatchObject({ status: 'open', tasks: before.tasks, officerId: before.officerId })
  expect(projection(before, drive.events.slice(-1), drive.state).notices).toEqual([{ kind: 'complaintSatisfied', to: 'head', facts: {} }])
})
