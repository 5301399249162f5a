import { describe, expect, test } from 'vitest'
import { isRefusal, LANGUAGES, wordsOf, officialsIn } from '@ruqsat/foundation'
import {
  AVAILABILITY,
  countedTask,
  decide,
  dueDateIn,
  emptyCase,
  inHistory,
  projection,
  type Actor,
  type CaseState,
  type Command,
} from '../index.ts'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_STAFF, KITE_TABLES, kiteOpening, SYSTEM } from '../testing.ts'
import { COMPLAINT, Drive, driveTo, GRANT, REFUSE, STEPS, type Act } from './driver.ts'

describe('the straight way', () => {
  test('a grant: seven steps, each by its unit, then the view walks to the result', () => {
    const drive = new Drive().open()
    expect(drive.state).toMatchObject({ status: 'open', viewStepId: 'A9', totalIsSum: true })
    expect(STEPS.accept(drive)).toEqual(['entered', 'taskCompleted', 'taskStarted'])
    expect(STEPS.assign(drive)).toEqual(['assigned', 'taskCompleted', 'taskStarted'])
    expect(drive.state.tasks[0]).toMatchObject({ stepId: 'L3', assignee: 'oscar', unit: 'air-section' })
    expect(STEPS.examine(drive)).toEqual(['drafted', 'taskCompleted', 'taskStarted'])
    expect(drive.state.tasks[0]).toMatchObject({ stepId: 'L4', assignee: null, role: 'interestedBody' })
    expect(STEPS.approve(drive)).toEqual(['unitOpined', 'taskCompleted', 'taskStarted'])
    expect(STEPS.conclude(drive)).toEqual(['concluded', 'taskCompleted', 'taskStarted'])
    expect(STEPS.prepare(drive)).toEqual(['resultPrepared'])
    expect(STEPS.sign(drive)).toEqual(['resultSigned', 'taskCompleted', 'taskStarted'])
    expect(STEPS.handOver(drive)).toEqual(['handedOver', 'taskCompleted', 'viewStepReached', 'viewStepReached', 'caseClosed'])
    expect(drive.events.filter((event) => event.kind === 'viewStepReached').map((event) => `${event.stepId} ${event.outcome}`)).toEqual([
      'A9 done',
      'AC4 yes',
      'A11 done',
    ])
    expect(drive.state).toMatchObject({ status: 'granted', viewStepId: 'A11', tasks: [], version: drive.events.length })
  })

  test('a refusal ends at the notice of refusal, without a number', () => {
    const drive = driveTo('end', REFUSE)
    expect(drive.state).toMatchObject({ status: 'refused', viewStepId: 'A10', reservedNumber: null })
    expect(drive.state.prepared?.documentKind).toBe('reasonedRefusal')
  })

  test('an incomplete set of documents goes straight to the head, as a refusal', () => {
    const drive = driveTo('L3')
    expect(drive.code({ kind: 'examine', taskId: drive.task, draft: GRANT, incomplete: true }, KITE_STAFF.officer)).toBe(
      'incomplete-is-refusal',
    )
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, incomplete: true }, KITE_STAFF.officer)
    expect(drive.step).toBe('L6')
    STEPS.prepare(drive)
    STEPS.sign(drive)
    STEPS.handOver(drive)
    expect(drive.state.status).toBe('refused')
  })

  describe('where the step gives an incomplete set a shorter time', () => {
    const MONDAY = '2025-03-03T05:00:00.000Z'
    const LAST = '2025-03-04T13:30:00.000Z'
    const AFTER = '2025-03-04T13:30:00.001Z'
    const examining = () => {
      const drive = new Drive(MONDAY).open('strict')
      STEPS.assign(drive)
      return drive
    }
    const findIncomplete = (drive: Drive, draft = REFUSE) =>
      drive.give({ kind: 'examine', taskId: drive.task, draft, incomplete: true }, KITE_STAFF.officer)

    test('it is counted with its derivation when the task starts, beside the time of the task itself', () => {
      const drive = examining()
      const task = countedTask(inHistory(drive.events), drive.state.tasks[0]!)
      expect(drive.state.tasks[0]!.outcomeTimes![0]!.due).toEqual({ due: LAST, event: drive.events.length })
      expect(task!.due!.due).toBe('2025-03-12T13:30:00.000Z')
      expect(task!.outcomeTimes).toMatchObject([
        { outcome: 'incomplete', due: { due: LAST, derivation: { kind: 'term', start: MONDAY } }, source: { item: '3 1)' } },
      ])
      expect(driveTo('L3').state.tasks[0]).not.toHaveProperty('outcomeTimes')
    })

    test('at its last instant the set may still be found incomplete', () => {
      const drive = examining()
      drive.now = LAST
      findIncomplete(drive)
      expect([drive.step, drive.state.draft?.decision]).toEqual(['E3', 'refuse'])
    })

    test('after it the refusal cites the paragraph, and the case is decided on its merits', () => {
      const drive = examining()
      drive.now = AFTER
      const refusal = findIncomplete(drive)
      expect(refusal).toMatchObject({
        code: 'incomplete-too-late',
        source: { act: 'kites', item: '3 1)' },
        facts: { at: { kind: 'instant', at: LAST } },
      })
      for (const language of LANGUAGES) expect(isRefusal(refusal) && wordsOf(refusal).text[language]).toContain(LAST)
      expect(drive.step).toBe('E2')
      STEPS.examine(drive, REFUSE)
      expect(drive.step).toBe('E3')
    })

    test('work that comes back from the head has it anew, as the step has its own', () => {
      const drive = examining()
      STEPS.examine(drive)
      drive.now = '2025-03-06T05:00:00.000Z'
      drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'The sketch is missing' }, KITE_STAFF.head)
      expect(drive.state.tasks[0]!.outcomeTimes![0]!.due.due).toBe('2025-03-07T13:30:00.000Z')
    })

    test('nothing is marked late by it', () => {
      const drive = examining()
      drive.now = AFTER
      expect(drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)).toEqual([])
    })
  })

  test('a procedure without a completing step signs what was drafted, and its own term is the total', () => {
    const drive = new Drive().open('reissue')
    expect(drive.state.totalIsSum).toBe(false)
    STEPS.accept(drive)
    STEPS.assign(drive)
    STEPS.examine(drive)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    expect(drive.state.status).toBe('granted')
  })
})

describe('due dates', () => {
  test('each step runs from the actual end of the one before, and carries its derivation', () => {
    const drive = new Drive('2025-03-03T05:00:00.000Z').open()
    // Monday 10:00 local; 30 minutes of office time.
    expect(drive.state.tasks[0]!.due?.due).toBe('2025-03-03T05:30:00.000Z')
    drive.now = '2025-03-05T06:00:00.000Z'
    STEPS.accept(drive)
    // Accepted two days late, on Wednesday: one working day ends on Thursday 18:30 local.
    expect(drive.state.tasks[0]!.due?.due).toBe('2025-03-06T13:30:00.000Z')
    expect(countedTask(inHistory(drive.events), drive.state.tasks[0]!).due?.derivation).toMatchObject({
      kind: 'term',
      start: '2025-03-05T06:00:00.000Z',
      calendar: { id: 'plain', version: '1' },
    })
    expect(drive.events.find((event) => event.kind === 'taskCompleted')).toMatchObject({ late: true })
  })

  test('without a term of the act the total is the sum of the steps and says so', () => {
    const drive = new Drive().open()
    const { derivation } = dueDateIn(inHistory(drive.events), drive.state.total!, { of: 'total' })
    expect(derivation.kind === 'sum' && derivation.steps.length).toBe(7)
  })

  test('beyond the calendar the answer is the clock refusal that names the missing table', () => {
    const answer = decide(
      emptyCase,
      { kind: 'open', opening: kiteOpening(), newIds: ['t'] },
      KITE_APPLICANT,
      '2031-03-03T05:00:00.000Z',
      KITE_CONTEXT,
    )
    expect(isRefusal(answer) && answer.code).toBe('clock-calendar-missing')
  })

  test('a missing calendar in the tables is a fault of the installation', () => {
    const context = { ...KITE_CONTEXT, tables: { ...KITE_TABLES, calendars: {} } }
    expect(() =>
      decide(emptyCase, { kind: 'open', opening: kiteOpening(), newIds: ['t'] }, KITE_APPLICANT, '2025-03-03T05:00:00.000Z', context),
    ).toThrow("Expected the calendar 'plain@1'")
  })
})

describe('being late', () => {
  test('marks once, tells whoever has the task and the head, and decides nothing', () => {
    const drive = driveTo('L4')
    const before = drive.state
    expect(drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)).toEqual([])
    drive.now = '2025-03-20T05:00:00.000Z'
    const events = drive.give({ kind: 'markLate', taskId: drive.task }, SYSTEM)
    expect(drive.state).toMatchObject({ tasks: [{ stepId: 'L4', late: true }], status: 'open' })
    expect(isRefusal(events) ? [] : projection(before, events, drive.state).notices.map(({ kind, to }) => `${kind} ${to}`)).toEqual([
      'taskLate interestedBody',
      'taskLate head',
    ])
    expect(drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)).toEqual([])
    STEPS.approve(drive)
    expect(drive.step).toBe('L5')
  })

  test('does not make a page stale', () => {
    const drive = driveTo('L4')
    const seen = drive.state.version
    drive.now = '2025-03-20T05:00:00.000Z'
    drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)
    drive.must({ kind: 'approve', taskId: drive.task, opinion: 'agrees', reason: '', expectedVersion: seen }, KITE_STAFF.body)
  })

  test('decides only where the table says what follows silence', () => {
    const drive = new Drive().open('silent')
    STEPS.assign(drive)
    STEPS.examine(drive)
    drive.now = '2025-03-04T05:00:00.000Z'
    expect(drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)).toEqual(['taskLate', 'taskCompleted', 'taskStarted'])
    expect(drive.step).toBe('T4')
  })

  test('a person cannot mark', () => {
    const drive = driveTo('L4')
    expect(() => drive.give({ kind: 'markLate', taskId: drive.task }, KITE_STAFF.head)).toThrow("the system's own timer")
  })
})

describe('assignments', () => {
  test('taken back by the head: the head assigns again and the next officer goes on at the same step', () => {
    const drive = driveTo('L5')
    expect(drive.code({ kind: 'takeBackAssignment', reason: '  ' }, KITE_STAFF.head)).toBe('reason-empty')
    expect(drive.code({ kind: 'takeBackAssignment', reason: 'On leave' }, KITE_STAFF.officer)).toBe('not-your-role')
    const lost = drive.task
    expect(drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, KITE_STAFF.head)).toEqual([
      'assignmentTakenBack',
      'taskWithdrawn',
      'stepHeld',
      'taskStarted',
    ])
    expect(drive.step).toBe('L2')
    const told = drive.give({ kind: 'conclude', taskId: lost, draft: GRANT }, KITE_STAFF.officer)
    expect(isRefusal(told) && [told.code, officialsIn(told.facts)]).toEqual(['task-withdrawn', ['hugo']])
    drive.must({ kind: 'assign', taskId: drive.task, officerId: 'olga', instruction: '' }, KITE_STAFF.head)
    expect(drive.state.tasks[0]).toMatchObject({ stepId: 'L5', assignee: 'olga' })
    expect(drive.code({ kind: 'conclude', taskId: drive.task, draft: GRANT }, KITE_STAFF.officer)).toBe('not-assigned-to-you')
    drive.must({ kind: 'conclude', taskId: drive.task, draft: GRANT }, KITE_STAFF.officer2)
  })

  test('declined by the officer, with a reason', () => {
    const drive = driveTo('L3')
    expect(drive.code({ kind: 'declineAssignment', taskId: drive.task, reason: '' }, KITE_STAFF.officer)).toBe('reason-empty')
    expect(drive.code({ kind: 'declineAssignment', taskId: drive.task, reason: 'My cousin' }, KITE_STAFF.officer2)).toBe(
      'not-assigned-to-you',
    )
    drive.must({ kind: 'declineAssignment', taskId: drive.task, reason: 'My cousin flies it' }, KITE_STAFF.officer)
    expect(drive.state).toMatchObject({ officerId: null, tasks: [{ stepId: 'L2' }] })
  })

  test('nothing to take back while the case is with others', () => {
    expect(driveTo('L4').code({ kind: 'takeBackAssignment', reason: 'x' }, KITE_STAFF.head)).toBe('nothing-assigned')
    const drive = driveTo('L1')
    expect(drive.code({ kind: 'declineAssignment', taskId: drive.task, reason: 'x' }, KITE_STAFF.clerk)).toBe('nothing-assigned')
  })
})

describe('the result', () => {
  test('returned to the officer and concluded alike, it keeps its number', () => {
    const drive = driveTo('L6')
    STEPS.prepare(drive)
    const number = drive.state.reservedNumber
    expect(drive.code({ kind: 'returnToOfficer', taskId: drive.task, reason: '' }, KITE_STAFF.head)).toBe('reason-empty')
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'A word is missing' }, KITE_STAFF.head)
    expect(drive.state.tasks[0]).toMatchObject({ stepId: 'L5', assignee: 'oscar' })
    STEPS.conclude(drive)
    expect(drive.state.prepared).toBeNull()
    STEPS.prepare(drive, 'doc-2')
    expect(drive.state.reservedNumber).toBe(number)
  })

  test('a grant that turns into a refusal voids its number on the record', () => {
    const drive = driveTo('L6')
    STEPS.prepare(drive)
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'The string broke' }, KITE_STAFF.head)
    drive.must({ kind: 'conclude', taskId: drive.task, draft: REFUSE }, KITE_STAFF.officer)
    expect(drive.events.find((event) => event.kind === 'numberVoided')).toMatchObject({ number: 'KZ00KTE00000001' })
    expect(drive.state.reservedNumber).toBeNull()
  })

  test('only the document that was prepared last can be signed', () => {
    const drive = driveTo('L6')
    const sign = (documentId: string): Act => ({
      kind: 'signResult',
      taskId: drive.task,
      signed: { documentId, sha256: '', signerCertificateSha256: '', signedAt: drive.now },
    })
    expect(drive.code(sign('doc-1'), KITE_STAFF.head)).toBe('document-not-prepared')
    STEPS.prepare(drive, 'doc-1')
    STEPS.prepare(drive, 'doc-2')
    expect(drive.code(sign('doc-1'), KITE_STAFF.head)).toBe('document-not-prepared')
    drive.must(sign('doc-2'), KITE_STAFF.head)
  })

  test('a second number for the same conclusion is a fault of the host', () => {
    const drive = driveTo('L6')
    STEPS.prepare(drive)
    const document = { documentId: 'doc-2', documentKind: 'licence', number: 'KZ00KTE00000002', sha256: 'd' } as const
    expect(() => drive.give({ kind: 'prepareResult', taskId: drive.task, document }, KITE_STAFF.head)).toThrow('reserved number')
  })

  test('grounds come from the closed list', () => {
    const drive = driveTo('L3')
    const examine = (draft: typeof GRANT) => drive.code({ kind: 'examine', taskId: drive.task, draft }, KITE_STAFF.officer)
    expect(examine({ ...REFUSE, groundIds: [] })).toBe('grounds-missing')
    expect(examine({ ...REFUSE, groundIds: ['dislike'] })).toBe('grounds-unknown')
    expect(examine({ ...REFUSE, explanation: ' ' })).toBe('explanation-empty')
    expect(examine({ ...GRANT, groundIds: ['weak-string'] })).toBe('grounds-with-grant')
    expect(examine({ ...REFUSE, explanation: 'x'.repeat(4_001) })).toBe('text-too-long')
  })
})

describe('who may do what', () => {
  test('a done task names who did it and when', () => {
    const drive = driveTo('L1')
    const task = drive.task
    STEPS.accept(drive)
    const told = drive.give({ kind: 'accept', taskId: task, journalNumber: 'J-2' }, KITE_STAFF.clerk2)
    expect(isRefusal(told) && told).toMatchObject({
      code: 'task-done',
      facts: { by: { kind: 'official', id: 'clara' }, at: { kind: 'instant', at: drive.now } },
    })
    expect(isRefusal(told) && wordsOf(told).text.ru).toContain('clara')
  })

  test('another authority, another role, an applicant, a stale page, a wrong action', () => {
    const drive = driveTo('L1')
    const accept: Act = { kind: 'accept', taskId: drive.task, journalNumber: 'J-1' }
    expect(drive.code(accept, KITE_STAFF.spy)).toBe('not-your-authority')
    expect(drive.code(accept, KITE_STAFF.officer)).toBe('not-your-role')
    expect(drive.code(accept, KITE_APPLICANT)).toBe('not-staff')
    expect(drive.code({ ...accept, expectedVersion: 1 }, KITE_STAFF.clerk)).toBe('changed-since')
    expect(drive.code({ kind: 'handOver', taskId: drive.task }, KITE_STAFF.clerk)).toBe('wrong-action')
    expect(drive.code({ kind: 'accept', taskId: 'no-such', journalNumber: 'J' }, KITE_STAFF.clerk)).toBe('task-unknown')
    for (const blocked of [{}, { isGrantBlocked: true }] as const)
      expect(drive.code({ kind: 'returnToOfficer', taskId: drive.task, reason: 'x', ...blocked }, KITE_STAFF.clerk)).toBe('no-way-back')
  })

  test('an outside unit is an authority of its own; the provider cannot speak for it', () => {
    const drive = driveTo('L4')
    const approve: Act = { kind: 'approve', taskId: drive.task, opinion: 'objects', reason: 'Too windy' }
    expect(drive.code(approve, { ...KITE_STAFF.body, authority: 'other-watch' })).toBe('not-your-authority')
    expect(drive.code(approve, KITE_STAFF.officer)).toBe('not-your-role')
    expect(drive.code({ ...approve, reason: '' } as Act, KITE_STAFF.body)).toBe('reason-empty')
    drive.must(approve, KITE_STAFF.body)
  })
})

function withdrawnCase(): CaseState {
  const drive = driveTo('L1')
  drive.must({ kind: 'withdraw', reason: '' }, KITE_APPLICANT)
  return drive.state
}
const WORK = { writingId: 'w', sha256: '', files: [], outcome: null } as const

test('status x command: every cell of the table answers as it says', () => {
  const states: Record<CaseState['status'], CaseState> = {
    none: emptyCase,
    open: driveTo('L1').state,
    granted: driveTo('end').state,
    refused: driveTo('end', REFUSE).state,
    withdrawn: withdrawnCase(),
    notAccepted: { ...withdrawnCase(), status: 'notAccepted' },
  }
  const commands: Record<Command['kind'], [Act, Actor]> = {
    open: [{ kind: 'open', opening: kiteOpening() }, KITE_APPLICANT],
    accept: [{ kind: 'accept', taskId: 'x', journalNumber: 'J' }, KITE_STAFF.clerk],
    assign: [{ kind: 'assign', taskId: 'x', officerId: 'oscar', instruction: '' }, KITE_STAFF.head],
    askCorrection: [{ kind: 'askCorrection', taskId: 'x', missing: [{ on: 'other', text: 'x' }] }, KITE_STAFF.officer],
    giveCorrection: [{ kind: 'giveCorrection', askedId: 'x', requestSha256: '', signatureSha256: '' }, KITE_APPLICANT],
    withdraw: [{ kind: 'withdraw', reason: 'x' }, KITE_APPLICANT],
    answerHearing: [{ kind: 'answerHearing', askedId: 'x', objection: null }, KITE_APPLICANT],
    askOralHearing: [{ kind: 'askOralHearing', askedId: 'x', text: '' }, KITE_APPLICANT],
    presentAnswer: [{ kind: 'presentAnswer', askedId: 'x', signatureSha256: '' }, KITE_APPLICANT],
    dropAnswer: [{ kind: 'dropAnswer', askedId: 'x', signatureSha256: '', code: '' }, SYSTEM],
    refuseAcceptance: [{ kind: 'refuseAcceptance', taskId: 'x', groundIds: ['x'], explanation: 'x' }, KITE_STAFF.clerk],
    prepareNonAcceptance: [{ kind: 'prepareNonAcceptance', taskId: 'x', paper: { documentId: 'd', sha256: '' } }, KITE_STAFF.clerk],
    signNonAcceptance: [
      {
        kind: 'signNonAcceptance',
        taskId: 'x',
        signed: { documentId: 'd', sha256: '', signerCertificateSha256: '', signedAt: '2025-03-03T05:00:00.000Z' },
      },
      KITE_STAFF.clerk,
    ],
    takeBackAssignment: [{ kind: 'takeBackAssignment', reason: 'x' }, KITE_STAFF.head],
    extendTerm: [{ kind: 'extendTerm', taskId: 'x', amount: 1, ground: 'storm', reason: 'x' }, KITE_STAFF.officer],
    declineAssignment: [{ kind: 'declineAssignment', taskId: 'x', reason: 'x' }, KITE_STAFF.officer],
    reassign: [{ kind: 'reassign', officerId: 'olga', reason: 'x' }, KITE_STAFF.head],
    settleIncident: [{ kind: 'settleIncident', incidentId: 'i', incident: 'outbox', how: 'nudged', reason: '' }, KITE_STAFF.head],
    examine: [{ kind: 'examine', taskId: 'x', draft: GRANT }, KITE_STAFF.officer],
    approve: [{ kind: 'approve', taskId: 'x', opinion: 'agrees', reason: '' }, KITE_STAFF.body],
    conclude: [{ kind: 'conclude', taskId: 'x', draft: GRANT }, KITE_STAFF.officer],
    returnToOfficer: [{ kind: 'returnToOfficer', taskId: 'x', reason: 'x' }, KITE_STAFF.head],
    prepareResult: [
      { kind: 'prepareResult', taskId: 'x', document: { documentId: 'd', documentKind: 'licence', number: 'n', sha256: '' } },
      KITE_STAFF.head,
    ],
    signResult: [
      {
        kind: 'signResult',
        taskId: 'x',
        signed: { documentId: 'd', sha256: '', signerCertificateSha256: '', signedAt: '2025-03-03T05:00:00.000Z' },
      },
      KITE_STAFF.head,
    ],
    handOver: [{ kind: 'handOver', taskId: 'x' }, KITE_STAFF.clerk],
    writeWork: [{ kind: 'writeWork', taskId: 'x', work: WORK }, KITE_STAFF.officer],
    prepareWork: [{ kind: 'prepareWork', taskId: 'x', paper: { documentId: 'd', sha256: '' } }, KITE_STAFF.officer],
    signWork: [
      {
        kind: 'signWork',
        taskId: 'x',
        signed: { documentId: 'd', sha256: '', signerCertificateSha256: '', signedAt: '2025-03-03T05:00:00.000Z' },
      },
      KITE_STAFF.officer,
    ],
    answerWork: [{ kind: 'answerWork', taskId: 'x', work: WORK }, KITE_STAFF.officer],
    heedComplaint: [{ kind: 'heedComplaint', complaint: COMPLAINT }, SYSTEM],
    markLate: [{ kind: 'markLate', taskId: 'x' }, SYSTEM],
    changeCalendar: [{ kind: 'changeCalendar' }, SYSTEM],
  }
  // An open case looks at the command itself; none of these finds its task.
  const looked: Partial<Record<Command['kind'], string>> = {
    open: 'events',
    takeBackAssignment: 'nothing-assigned',
    reassign: 'nothing-assigned',
    settleIncident: 'events',
    giveCorrection: 'correction-not-asked',
    withdraw: 'events',
    answerHearing: 'hearing-not-open',
    askOralHearing: 'hearing-not-open',
    presentAnswer: 'correction-not-asked',
    dropAnswer: 'nothing',
    heedComplaint: 'events',
    markLate: 'nothing',
    changeCalendar: 'nothing',
    approve: 'not-your-authority',
  }
  for (const [status, state] of Object.entries(states)) {
    for (const [kind, [act, actor]] of Object.entries(commands)) {
      const answer = decide(state, { ...act, newIds: ['t'] } as Command, actor, '2025-03-03T05:00:00.000Z', KITE_CONTEXT)
      const said = isRefusal(answer) ? answer.code : answer.length > 0 ? 'events' : 'nothing'
      const row = AVAILABILITY[status as CaseState['status']][kind as Command['kind']]
      const expected = row === 'ignored' ? 'nothing' : row === 'may' ? (looked[kind as Command['kind']] ?? 'task-unknown') : row
      expect(`${status} ${kind}: ${said}`).toBe(`${status} ${kind}: ${expected}`)
    }
  }
})
