import { isRefusal } from '@ruqsat/foundation'
import type { KnownFact } from '@ruqsat/law'
import { describe, expect, test } from 'vitest'
import {
  askedDueIn,
  dueDateIn,
  emptyCase,
  inHistory,
  pendingNonAcceptance,
  projection,
  TOTAL_TIMER,
  type Actor,
  type CaseState,
} from '../index.ts'
import { KITE_APPLICANT, KITE_CONTEXT, KITE_DECREE, KITE_STAFF, SYSTEM } from '../testing.ts'
import {
  answer,
  ask,
  askedOf,
  ended,
  hear,
  heard,
  heardOnMeasure,
  meet,
  MISSING,
  NOT_ACCEPTED,
  notAccepted,
  OBJECTION,
  pass,
  signedPaper,
  withdrawn,
} from './asked.ts'
import { BASIS, Drive, GRANT, REFUSE, STEPS } from './driver.ts'

const totalOf = ({ state }: Drive) => state.total!.due

describe('a request that goes back to the applicant', () => {
  test('waits, with the clock of the whole, and goes on in the same step; the days in between are not counted', () => {
    const drive = ask()
    const before = totalOf(drive)
    expect([drive.state.tasks, askedOf(drive).due]).toEqual([[], '2025-03-10T13:30:00.000Z'])
    drive.now = '2025-03-05T06:00:00.000Z'
    expect(isRefusal(answer(drive))).toBe(false)
    expect(drive.state).toMatchObject({ asked: [], tasks: [{ stepId: 'L3', assignee: 'oscar' }] })
    const { derivation } = dueDateIn(inHistory(drive.events), drive.state.total!, { of: 'total' })
    expect([before, totalOf(drive)]).toEqual(['2025-03-17T13:30:00.000Z', '2025-03-18T13:30:00.000Z'])
    expect(derivation.kind === 'term' && derivation.days.filter(({ why }) => why === 'suspended').map(({ date }) => date)).toEqual([
      '2025-03-04',
    ])
  })

  test('is answered once, in time, by the applicant', () => {
    const drive = ask()
    const act = { kind: 'giveCorrection', askedId: askedOf(drive).id, requestSha256: '', signatureSha256: '' } as const
    expect(drive.code(act, KITE_STAFF.officer)).toBe('not-applicant')
    const at = askedOf(drive).due
    drive.now = new Date(Date.parse(at) + 1).toISOString()
    expect(drive.code(act, KITE_APPLICANT)).toBe('correction-too-late')
    drive.now = at
    expect(isRefusal(answer(drive))).toBe(false)
    expect(drive.code(act, KITE_APPLICANT)).toBe('correction-not-asked')
  })

  test('is refused on the ground of the act where the answer does not come: once, from the instant at which the time was over', () => {
    const drive = ask()
    const { id, due } = askedOf(drive)
    drive.now = new Date(Date.parse(due) - 1).toISOString()
    expect(drive.must({ kind: 'markLate', taskId: id }, SYSTEM)).toEqual([])
    expect(pass(drive)).toEqual(['correctionMissed', 'taskStarted'])
    expect(drive.must({ kind: 'markLate', taskId: id }, SYSTEM)).toEqual([])
    expect(drive.events.find(({ kind }) => kind === 'correctionMissed')).toMatchObject({
      since: due,
      clock: { stop: { to: due } },
      source: { item: '3 1)' },
      actor: SYSTEM,
    })
    expect(drive.state.draft).toEqual({
      decision: 'refuse',
      groundIds: ['weak-string'],
      explanation: 'Which red?\nThe tail is not on it.',
      inStateLanguage: 'Құйрығы жоқ.',
    })
    const conclude = (draft: typeof GRANT) => drive.code({ kind: 'conclude', taskId: drive.task, draft }, KITE_STAFF.officer)
    expect([conclude(GRANT), conclude({ ...REFUSE, groundIds: ['near-airfield'] }), conclude(REFUSE)]).toEqual([
      'correction-missed',
      'correction-missed',
      expect.stringContaining('accepted'),
    ])
  })

  test('is asked for no more often than the act says, within its time, one list at a time, and with words for each item', () => {
    const drive = ask()
    answer(drive)
    const asks = (missing = MISSING) => drive.code({ kind: 'askCorrection', taskId: drive.task, missing }, KITE_STAFF.officer)
    expect(asks()).toBe('correction-used-up')
    const other = new Drive().open('asked')
    STEPS.accept(other)
    STEPS.assign(other)
    const first = (missing = MISSING) => other.code({ kind: 'askCorrection', taskId: other.task, missing }, KITE_STAFF.officer)
    expect([first([]), first([{ on: 'field', id: 'colour', text: ' ' }]), first([{ on: 'document', id: 'tail', text: 'x' }])]).toEqual([
      'missing-empty',
      'missing-text-empty',
      'missing-unknown',
    ])
    // What only a register knows nobody can correct; their own phone they can.
    const asKnown = (known: KnownFact) => {
      const edition = structuredClone(KITE_CONTEXT.edition)
      for (const { form } of edition.regulation.variants)
        for (const field of form.sections.flatMap(({ fields }) => fields)) Object.assign(field, { known })
      return { ...KITE_CONTEXT, edition }
    }
    other.context = asKnown('applicant.identifier')
    expect(first()).toBe('missing-unknown')
    // The register is asked again who heads the firm.
    const third = new Drive().open('asked')
    STEPS.accept(third)
    STEPS.assign(third)
    third.context = asKnown('applicant.head')
    expect(third.code({ kind: 'askCorrection', taskId: third.task, missing: MISSING }, KITE_STAFF.officer)).toContain('correctionAsked')
    other.context = KITE_CONTEXT
    other.now = '2025-03-04T13:30:00.001Z'
    expect(first()).toBe('correction-asked-too-late')
    const short = new Drive().open('reissue')
    STEPS.accept(short)
    STEPS.assign(short)
    expect(short.code({ kind: 'askCorrection', taskId: short.task, missing: MISSING }, KITE_STAFF.officer)).toBe('correction-not-foreseen')
  })

  test('may be asked for while a hearing is open in another branch; only one list is out at a time', () => {
    const drive = new Drive().open('asked')
    STEPS.accept(drive)
    STEPS.assign(drive)
    const asks = () => drive.code({ kind: 'askCorrection', taskId: drive.task, missing: MISSING }, KITE_STAFF.officer)
    const other = { id: 'h', stepId: 'L6', since: drive.now, due: drive.now, explanation: '' } as const
    drive.state = { ...drive.state, asked: [{ ...other, kind: 'correction' }] }
    expect(asks()).toBe('correction-open')
    drive.state = { ...drive.state, asked: [{ ...other, kind: 'hearing' }] }
    expect(asks()).toContain('accepted')
  })

  test('in a branch leaves the others at work; where they go on without it, it is awaited no more and the clock goes on', () => {
    const drive = ended()
    expect(drive.events.map(({ kind }) => kind)).toContain('askingEnded')
    expect(drive.state).toMatchObject({
      asked: [],
      tasks: [{ stepId: 'W8' }],
      stops: [expect.objectContaining({ from: expect.any(String) })],
    })
  })
})

describe('a request that is taken back', () => {
  test('ends all that is open and voids the number that was kept for it', () => {
    const drive = new Drive().open('reissue')
    STEPS.accept(drive)
    STEPS.assign(drive)
    STEPS.examine(drive)
    STEPS.prepare(drive)
    const kinds = drive.must({ kind: 'withdraw', reason: '' }, KITE_APPLICANT)
    expect(kinds).toEqual(['withdrawn', 'numberVoided', 'taskEnded', 'caseEnded'])
    expect(drive.state).toMatchObject({ status: 'withdrawn', reservedNumber: null, tasks: [], closedAt: drive.now })
    expect(drive.code({ kind: 'withdraw', reason: '' }, KITE_APPLICANT)).toBe('case-closed')
  })

  test('while the applicant is asked leaves no timer', () => {
    const drive = ask()
    const before: CaseState = drive.state
    const { id } = askedOf(drive)
    drive.must({ kind: 'withdraw', reason: '' }, KITE_APPLICANT)
    const events = drive.events.slice(before.version)
    expect(projection(before, events, drive.state)).toMatchObject({
      stoppedTimers: [id],
      notices: [
        { kind: 'requestWithdrawn', to: 'applicant' },
        { kind: 'requestWithdrawn', to: 'officer' },
      ],
    })
    expect(withdrawn().state.status).toBe('withdrawn')
  })

  test('is too late once the decision is signed, or where the act says so; nobody else may', () => {
    const drive = new Drive().open('kept')
    STEPS.accept(drive)
    expect(drive.code({ kind: 'withdraw', reason: '' }, KITE_STAFF.head)).toBe('not-applicant')
    STEPS.assign(drive)
    STEPS.examine(drive)
    expect(drive.code({ kind: 'withdraw', reason: '' }, KITE_APPLICANT)).toBe('withdrawal-too-late')
    const long = new Drive().open('issue')
    for (const act of [STEPS.accept, STEPS.assign, STEPS.examine, STEPS.approve, STEPS.conclude, STEPS.prepare, STEPS.sign])
      act(long as never)
    expect(long.code({ kind: 'withdraw', reason: '' }, KITE_APPLICANT)).toBe('withdrawal-signed')
  })
})

describe('a request that is not taken in', () => {
  test('ends by a ground of its own list, apart from a refusal of the service', () => {
    const drive = notAccepted()
    expect(drive.state).toMatchObject({ status: 'notAccepted', draft: null, tasks: [], journalNumber: null })
    expect(drive.state.nonAcceptance).toMatchObject({ ...NOT_ACCEPTED, signed: { documentId: 'doc-2' } })
    const [completed, ...rest] = drive.events.slice(-4).map(({ kind }) => kind)
    expect([completed, rest]).toEqual(['taskCompleted', ['nonAcceptanceSigned', 'acceptanceRefused', 'caseEnded']])
  })

  test('is refused by the signature alone: until then it may be written again, or accepted after all', () => {
    const drive = new Drive().open('asked')
    const [taskId, { clerk }] = [drive.task, KITE_STAFF]
    const prepare = (documentId: string) => drive.code({ kind: 'prepareNonAcceptance', taskId, paper: { documentId, sha256: '' } }, clerk)
    const sign = (documentId: string) => drive.code({ kind: 'signNonAcceptance', taskId, signed: signedPaper(documentId, drive) }, clerk)
    expect([prepare('doc-1'), sign('doc-1')]).toEqual(['nothing-written', 'nothing-written'])
    drive.must({ kind: 'refuseAcceptance', taskId, ...NOT_ACCEPTED }, clerk)
    expect([sign('doc-1'), prepare('doc-1')]).toEqual(['document-not-prepared', 'accepted: nonAcceptancePrepared'])
    drive.must({ kind: 'refuseAcceptance', taskId, ...NOT_ACCEPTED, explanation: 'Go to the pier.' }, clerk)
    expect([sign('doc-1'), prepare('doc-2'), drive.state.status]).toEqual([
      'document-not-prepared',
      'accepted: nonAcceptancePrepared',
      'open',
    ])
    STEPS.accept(drive)
    expect(pendingNonAcceptance(drive.state)).toBeNull()
    expect(sign('doc-2')).toBe('task-done')
    // Over in the meantime: written in time is not refused in time.
    const late = new Drive().open('asked')
    late.must({ kind: 'refuseAcceptance', taskId: late.task, ...NOT_ACCEPTED }, clerk)
    late.must({ kind: 'prepareNonAcceptance', taskId: late.task, paper: { documentId: 'doc-1', sha256: '' } }, clerk)
    late.now = '2025-03-03T07:00:00.001Z'
    const signing = { kind: 'signNonAcceptance', taskId: late.task, signed: signedPaper('doc-1', late) } as const
    expect(late.code(signing, clerk)).toBe('acceptance-refused-too-late')
  })

  test('only within its time, with a ground and words', () => {
    const drive = new Drive().open('asked')
    const refuse = (groundIds: readonly string[], explanation = 'x') =>
      drive.code({ kind: 'refuseAcceptance', taskId: drive.task, groundIds, explanation }, KITE_STAFF.clerk)
    expect([refuse([]), refuse(['weak-string']), refuse(['wrong-office'], ' ')]).toEqual([
      'acceptance-grounds-missing',
      'grounds-unknown',
      'acceptance-explanation-empty',
    ])
    drive.now = '2025-03-03T07:00:00.001Z'
    expect(refuse(['wrong-office'])).toBe('acceptance-refused-too-late')
    const other = new Drive().open('issue')
    expect(other.code({ kind: 'refuseAcceptance', taskId: other.task, groundIds: ['x'], explanation: 'x' }, KITE_STAFF.clerk)).toBe(
      'acceptance-not-refusable',
    )
  })
})

test('what the applicant is asked has a timer of its own', () => {
  const drive = ask()
  const { id, due } = askedOf(drive)
  expect(projection(emptyCase, drive.events, drive.state).timers).toContainEqual({ taskId: id, dueAt: due })
})

describe('a hearing before a refusal', () => {
  test('keeps the refusal from the head until the applicant has answered or the time is over; a grant needs none', () => {
    const drive = hear()
    expect([drive.state.tasks, drive.state.asked!.map(({ kind }) => kind)]).toEqual([[], ['hearing']])
    const { id, due } = askedOf(drive)
    expect(pass(drive)).toEqual(['hearingEnded', 'taskStarted'])
    expect(drive.must({ kind: 'markLate', taskId: id }, SYSTEM)).toEqual([])
    expect(drive.events.find(({ kind }) => kind === 'hearingEnded')).toMatchObject({ since: due, source: { item: '10' } })
    expect(drive.step).toBe('L6')
    const granted = new Drive().open('heard')
    STEPS.assign(granted)
    STEPS.examine(granted)
    expect(granted.step).toBe('L6')
  })

  test('leads an objection back to who drafted, and asks again only for grounds that were not heard', () => {
    const drive = hear()
    const answers = (objection: typeof OBJECTION | null) =>
      drive.code({ kind: 'answerHearing', askedId: askedOf(drive).id, objection }, KITE_APPLICANT)
    expect([answers({ ...OBJECTION, text: ' ' }), answers(OBJECTION)]).toEqual(['objection-empty', 'accepted: objectionGiven, taskStarted'])
    STEPS.examine(drive, REFUSE)
    expect(drive.step).toBe('L6')
    expect(heard().state.status).toBe('refused')
  })

  test('may be in person, where the table says how: minutes are signed, and the draft is weighed again without a second hearing', () => {
    const drive = hear('heard-in-person')
    const ask = (text: string, actor: Actor = KITE_APPLICANT) =>
      drive.code({ kind: 'askOralHearing', askedId: askedOf(drive).id, text }, actor)
    expect([ask('', KITE_STAFF.officer), ask('x'.repeat(4_001))]).toEqual(['not-applicant', 'text-too-long'])
    const { due } = askedOf(drive)
    expect(projection(emptyCase, drive.events, drive.state).timers).toContainEqual({ taskId: askedOf(drive).id, dueAt: due })
    meet(drive)
    expect([drive.step, drive.state.tasks[0]?.assignee, drive.state.asked]).toEqual(['L3', 'oscar', []])
    STEPS.examine(drive, REFUSE)
    expect(drive.step).toBe('L6')
    const late = hear('heard-in-person')
    late.now = new Date(Date.parse(askedOf(late).due) + 1).toISOString()
    const asks = (each: Drive) => each.code({ kind: 'askOralHearing', askedId: askedOf(each).id, text: '' }, KITE_APPLICANT)
    expect([asks(late), asks(hear())]).toEqual(['objection-too-late', 'oral-hearing-not-foreseen'])
  })

  test('is on the measure where the authority opened the case: with its grounds, and no measure is signed unheard', () => {
    const drive = new Drive().openByOffice(BASIS, KITE_STAFF.head, 'revoke-heard')
    STEPS.assign(drive)
    expect(STEPS.examine(drive)).toEqual(['drafted', 'taskCompleted', 'hearingOpened'])
    expect(drive.events.at(-1)).toMatchObject({ draft: { decision: 'grant', groundIds: BASIS.groundIds } })
    expect(projection(drive.state, drive.events.slice(-1), drive.state).notices).toMatchObject([{ kind: 'measureHearingOpened' }])
    meet(drive)
    // What is not proved needs no hearing: nothing is taken from anybody.
    const ended = new Drive().openByOffice(BASIS, KITE_STAFF.head, 'revoke-heard')
    STEPS.assign(ended)
    STEPS.examine(ended, REFUSE)
    expect([ended.step, ended.state.asked]).toEqual(['L6', undefined])
    STEPS.examine(drive)
    expect([drive.step, heardOnMeasure().state.status]).toEqual(['L6', 'granted'])
  })

  test('may end at once where nothing is objected, and takes no late word', () => {
    const drive = hear()
    const answer = { kind: 'answerHearing', askedId: askedOf(drive).id, objection: OBJECTION } as const
    expect(drive.code(answer, KITE_STAFF.head)).toBe('not-applicant')
    drive.now = new Date(Date.parse(askedOf(drive).due) + 1).toISOString()
    expect(drive.code(answer, KITE_APPLICANT)).toBe('objection-too-late')
    const other = hear()
    expect(other.code({ kind: 'answerHearing', askedId: askedOf(other).id, objection: null }, KITE_APPLICANT)).toContain('hearingEnded')
    expect(other.step).toBe('L6')
  })
})

describe('an answer that was handed in while its signature could not be judged', () => {
  const SHA = '2'.repeat(64)
  const present = (drive: Drive) => drive.must({ kind: 'presentAnswer', askedId: askedOf(drive).id, signatureSha256: SHA }, KITE_APPLICANT)

  test('is kept past the term: the timer waits for it, and it is judged by the instant at which it came', () => {
    const drive = ask()
    drive.now = askedOf(drive).due
    expect([present(drive), present(drive)]).toEqual([['answerPresented'], []])
    expect(projection(emptyCase, drive.events, drive.state).timers.map(({ taskId }) => taskId)).not.toContain(askedOf(drive).id)
    expect(pass(drive)).toEqual([])
    drive.now = '2025-03-12T05:00:00.000Z'
    const other = { kind: 'giveCorrection', askedId: askedOf(drive).id, requestSha256: '1'.repeat(64), signatureSha256: '' } as const
    expect(drive.code(other, KITE_APPLICANT)).toBe('correction-too-late')
    expect(isRefusal(answer(drive))).toBe(false)
  })

  test('lets the clock of the case go on from when it came: the outage costs the applicant no day; the officer has the whole time of the step', () => {
    const [drive, judgedAtOnce] = [ask(), ask()]
    for (const each of [drive, judgedAtOnce]) each.now = '2025-03-05T06:00:00.000Z'
    answer(judgedAtOnce)
    present(drive)
    const at = drive.now
    drive.now = '2025-03-12T05:00:00.000Z'
    answer(drive)
    expect(drive.state.stops).toEqual([expect.objectContaining({ to: at })])
    expect(totalOf(drive)).toBe(totalOf(judgedAtOnce))
    expect(drive.state.tasks[0]!.due!.due > judgedAtOnce.state.tasks[0]!.due!.due).toBe(true)
  })

  test('lets it go on from the judgement where the act refuses by silence: nobody is refused for days in which nobody could work', () => {
    const drive = ask('deemed-refusal')
    drive.now = '2025-03-05T06:00:00.000Z'
    present(drive)
    drive.now = '2025-04-12T05:00:00.000Z'
    answer(drive)
    expect(drive.state.stops).toEqual([expect.objectContaining({ to: drive.now })])
    expect(totalOf(drive) > drive.now).toBe(true)
    expect(drive.must({ kind: 'markLate', taskId: TOTAL_TIMER }, SYSTEM)).toEqual([])
  })

  test('costs the authority no day where it does not count: the clock was stopped until then', () => {
    const drive = ask()
    const { id, due } = askedOf(drive)
    present(drive)
    drive.now = '2025-03-12T05:00:00.000Z'
    drive.must({ kind: 'dropAnswer', askedId: id, signatureSha256: SHA, code: 'trust.signature-revoked' }, SYSTEM)
    const at = drive.now
    drive.now = '2025-03-12T05:00:02.000Z'
    drive.must({ kind: 'markLate', taskId: id }, SYSTEM)
    expect(drive.events.find(({ kind }) => kind === 'correctionMissed')).toMatchObject({ since: due, clock: { stop: { to: at } } })
  })

  test('is dropped with the incident that a head gives up, in the same decision; tried again, it stays', () => {
    const drive = ask()
    present(drive)
    const incident = { kind: 'settleIncident', incidentId: 'outbox:1', incident: 'outbox' } as const
    const drops = { askedId: askedOf(drive).id, signatureSha256: SHA }
    const { head } = KITE_STAFF
    expect(drive.must({ ...incident, how: 'nudged', reason: '', drops }, head)).toEqual(['incidentSettled'])
    expect(drive.must({ ...incident, how: 'abandoned', reason: 'No answer for a month', drops }, head)).toEqual([
      'incidentSettled',
      'answerDropped',
    ])
    expect(askedOf(drive).presented).toBeUndefined()
    expect(drive.events.at(-1)).toMatchObject({ code: 'abandoned', actor: head })
    expect(drive.must({ ...incident, how: 'abandoned', reason: 'Again', drops }, head)).toEqual(['incidentSettled'])
  })

  test('is dropped once where it does not count, and then the time runs again', () => {
    const drive = ask()
    const { id, due } = askedOf(drive)
    present(drive)
    const drop = { kind: 'dropAnswer', askedId: id, signatureSha256: SHA, code: 'trust.signature-revoked' } as const
    const before = drive.state
    expect([drive.must(drop, SYSTEM), drive.must(drop, SYSTEM)]).toEqual([['answerDropped'], []])
    const dropped = projection(before, drive.events.slice(before.version), drive.state)
    expect(dropped).toMatchObject({ timers: [{ taskId: id, dueAt: due }], notices: [{ kind: 'answerNotTaken', to: 'applicant' }] })
    expect(pass(drive)).toEqual(['correctionMissed', 'taskStarted'])
  })

  test('holds a hearing open as well, and nothing late is handed in', () => {
    const drive = hear()
    const { id, due } = askedOf(drive)
    drive.must({ kind: 'presentAnswer', askedId: id, signatureSha256: OBJECTION.signatureSha256 }, KITE_APPLICANT)
    expect(pass(drive)).toEqual([])
    drive.must({ kind: 'answerHearing', askedId: id, objection: OBJECTION }, KITE_APPLICANT)
    expect(drive.step).toBe('L3')
    const late = hear()
    late.now = new Date(Date.parse(due) + 1).toISOString()
    const code = late.code({ kind: 'presentAnswer', askedId: askedOf(late).id, signatureSha256: SHA }, KITE_APPLICANT)
    expect(code).toBe('objection-too-late')
  })
})

test('a change of the calendar moves the day until when the applicant may answer, and its timer; the event says what it was', () => {
  for (const drive of [ask(), hear()]) {
    drive.context = KITE_DECREE
    const { id, due: was } = askedOf(drive)
    drive.now = '2025-03-04T19:00:00.000Z'
    const before = drive.state
    expect(drive.must({ kind: 'changeCalendar' }, SYSTEM)).toEqual(['termsRecounted', 'askedRecounted'])
    const { due } = askedOf(drive)
    expect(due > was).toBe(true)
    const changed = projection(before, drive.events.slice(before.version), drive.state)
    expect(changed.timers).toContainEqual({ taskId: id, dueAt: due })
    expect(changed.notices).toContainEqual({
      kind: 'answerTermMoved',
      to: 'applicant',
      facts: { stepId: askedOf(drive).stepId, due, former: was },
    })
    expect(askedDueIn(drive.events, id)).toMatchObject({ due, former: { due: { due: was } } })
    drive.now = was
    expect(drive.must({ kind: 'markLate', taskId: id }, SYSTEM)).toEqual([])
  }
})

test('an answer is in time by the new calendar also before the case is counted again', () => {
  const drive = ask()
  const { due } = askedOf(drive)
  drive.context = KITE_DECREE
  drive.now = new Date(Date.parse(due) + 1).toISOString()
  expect(isRefusal(answer(drive))).toBe(false)
})
