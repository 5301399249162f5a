// Recorded histories are replayed for ever: an applier that was released never changes what it makes of them. A new history is
// recorded with RUQSAT_RECORD=1, which writes only files that are not there yet.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { apply, emptyCase, type CaseEvent } from '../index.ts'
import { KITE_DECREE, KITE_REMINDED, KITE_STAFF, SYSTEM } from '../testing.ts'
import { byOrder, complained, COMPLAINT, Drive, driveTo, GRANT, REFUSE, STEPS } from './driver.ts'
import * as asked from './asked.ts'
import { parseHistory, printHistory } from './recording.ts'
import { slimmed } from './released-states.ts'

const folder = new URL('../histories/', import.meta.url)

const RECORDINGS: Readonly<Record<string, () => Drive>> = {
  'granted-straight': () => driveTo('end'),
  'refused-straight': () => driveTo('end', REFUSE),
  'incomplete-documents': () => {
    const drive = driveTo('L3')
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, incomplete: true }, KITE_STAFF.officer)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    STEPS.handOver(drive)
    return drive
  },
  'answer-presented': asked.presented,
  'asked-recounted': asked.recounted,
  'every-detour': () => {
    const drive = driveTo('L3')
    drive.must({ kind: 'declineAssignment', taskId: drive.task, reason: 'My cousin flies it' }, KITE_STAFF.officer)
    STEPS.assign(drive)
    drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, KITE_STAFF.head)
    drive.now = '2025-03-10T05:00:00.000Z'
    drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)
    STEPS.assign(drive)
    STEPS.examine(drive)
    drive.must({ kind: 'approve', taskId: drive.task, opinion: 'objects', reason: 'Too windy' }, KITE_STAFF.body)
    STEPS.conclude(drive)
    STEPS.prepare(drive)
    drive.must({ kind: 'returnToOfficer', taskId: drive.task, reason: 'The body objected' }, KITE_STAFF.head)
    STEPS.conclude(drive, REFUSE)
    STEPS.prepare(drive, 'doc-2')
    STEPS.sign(drive, 'doc-2')
    STEPS.handOver(drive)
    return drive
  },
  'incomplete-in-time': () => {
    const drive = new Drive().open('strict')
    STEPS.assign(drive)
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, incomplete: true }, KITE_STAFF.officer)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    return drive
  },
  'term-extended': () => {
    const drive = new Drive().open('lengthened')
    STEPS.accept(drive)
    STEPS.assign(drive)
    drive.must({ kind: 'extendTerm', taskId: drive.task, amount: 3, ground: 'storm', reason: 'No wind to try it' }, KITE_STAFF.officer)
    STEPS.examine(drive)
    return drive
  },
  'in-two-languages': () => {
    const drive = driveTo('L3')
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, inStateLanguage: 'Сынақта үзілді.' }, KITE_STAFF.officer)
    const objects = { kind: 'approve', opinion: 'objects', reason: 'Too windy', inStateLanguage: 'Жел қатты' } as const
    drive.must({ ...objects, taskId: drive.task }, KITE_STAFF.body)
    drive.must({ kind: 'conclude', taskId: drive.task, draft: REFUSE, inStateLanguage: 'Сынақта үзілді, жел қатты.' }, KITE_STAFF.officer)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    STEPS.handOver(drive)
    return drive
  },
  'also-in-another-language': () => {
    const drive = driveTo('L3')
    const alsoIn = { language: 'ru', text: 'Порвался на испытании.' } as const
    drive.must({ kind: 'examine', taskId: drive.task, draft: REFUSE, alsoIn }, KITE_STAFF.officer)
    STEPS.approve(drive)
    const later = { language: 'ru', text: 'Порвался на испытании, ветер сильный.' } as const
    drive.must({ kind: 'conclude', taskId: drive.task, draft: REFUSE, alsoIn: later }, KITE_STAFF.officer)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    STEPS.handOver(drive)
    return drive
  },
  'calendar-changed': () => {
    const drive = driveTo('L3')
    drive.context = KITE_DECREE
    drive.now = '2025-03-04T19:00:00.000Z'
    drive.must({ kind: 'changeCalendar' }, SYSTEM)
    STEPS.examine(drive)
    return drive
  },
  'parallel-bodies': () => {
    const drive = new Drive().open('wide')
    const at = (stepId: string) => drive.state.tasks.find((task) => task.stepId === stepId)!.id
    const says = { kind: 'approve', opinion: 'agrees', reason: '' } as const
    STEPS.assign(drive)
    STEPS.examine(drive)
    drive.must({ kind: 'takeBackAssignment', reason: 'On leave' }, KITE_STAFF.head)
    drive.must({ ...says, taskId: at('W4') }, KITE_STAFF.birds)
    drive.must({ kind: 'assign', taskId: at('W1'), officerId: 'oscar', instruction: '' }, KITE_STAFF.head)
    drive.must({ kind: 'returnToOfficer', taskId: at('W3'), reason: 'No map' }, KITE_STAFF.body)
    STEPS.examine(drive)
    drive.must({ ...says, opinion: 'objects', reason: 'Too windy', inStateLanguage: 'Жел қатты', taskId: at('W3') }, KITE_STAFF.body)
    drive.must({ ...says, taskId: at('W4') }, KITE_STAFF.birds)
    drive.must({ kind: 'examine', taskId: at('W5'), draft: REFUSE }, KITE_STAFF.officer)
    STEPS.conclude(drive, REFUSE)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    return drive
  },
  'work-by-order': () => {
    const drive = new Drive().open('wide')
    const at = (stepId: string) => drive.state.tasks.find((task) => task.stepId === stepId)!.id
    STEPS.assign(drive)
    STEPS.examine(drive)
    drive.must({ kind: 'reassign', officerId: 'olga', reason: 'Oscar is ill' }, KITE_STAFF.head)
    drive.must({ kind: 'examine', taskId: at('W5'), draft: REFUSE }, { ...KITE_STAFF.officer, onBehalfOf: byOrder(KITE_STAFF.officer2) })
    for (const [step, body] of [
      ['W3', KITE_STAFF.body],
      ['W4', KITE_STAFF.birds],
    ] as const)
      drive.must({ kind: 'approve', taskId: at(step), opinion: 'agrees', reason: '' }, body)
    drive.must({ kind: 'conclude', taskId: drive.task, draft: REFUSE }, KITE_STAFF.officer2)
    const deputy = { ...KITE_STAFF.head, id: 'hilda', onBehalfOf: byOrder(KITE_STAFF.head) }
    STEPS.prepare(drive, 'doc-1', deputy)
    STEPS.sign(drive, 'doc-1', undefined, deputy)
    return drive
  },
  'corrected-in-time': () => asked.corrected(),
  'corrected-too-late': () => asked.missed(),
  'asking-ended': () => asked.ended(),
  'answer-given-up': asked.givenUp,
  'withdrawn-while-asked': () => asked.withdrawn(),
  'not-accepted-by-paper': () => asked.notAccepted(),
  'heard-before-refusal': () => asked.heard(),
  'heard-in-person': () => asked.heardInPerson(),
  'heard-before-measure': () => asked.heardOnMeasure(),
  'complaint-opened': () => complained(),
  'officials-barred': () => {
    const drive = complained({ officials: ['clara', 'hugo'], units: ['chancery', 'leadership'] })
    drive.must({ kind: 'examine', taskId: drive.task, draft: GRANT }, KITE_STAFF.officer)
    STEPS.approve(drive)
    return drive
  },
  'reopened-by-complaint': () => {
    const drive = driveTo('end', REFUSE)
    drive.must({ kind: 'heedComplaint', complaint: COMPLAINT }, SYSTEM)
    STEPS.assign(drive)
    STEPS.examine(drive)
    STEPS.approve(drive)
    STEPS.conclude(drive)
    STEPS.prepare(drive, 'doc-2')
    STEPS.sign(drive, 'doc-2')
    STEPS.handOver(drive)
    return drive
  },
  'reminded-and-late': () => {
    const drive = driveTo('L3')
    drive.context = KITE_REMINDED
    for (const now of ['2025-03-05T07:30:00.000Z', '2025-03-05T13:30:00.000Z', '2025-03-07T13:30:00.000Z']) {
      drive.now = now
      drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)
    }
    STEPS.examine(drive)
    return drive
  },
  'incident-settled': () => {
    const drive = driveTo('L2')
    const incident = { kind: 'settleIncident', incidentId: 'outbox:1/2', incident: 'outbox' } as const
    drive.must({ ...incident, how: 'nudged', reason: '' }, KITE_STAFF.head)
    drive.must({ ...incident, how: 'abandoned', reason: "The number is nobody's" }, KITE_STAFF.head)
    return drive
  },
  'silence-counts': () => {
    const drive = new Drive().open('mute')
    STEPS.assign(drive)
    STEPS.examine(drive)
    for (const stepId of ['W3', 'W4']) {
      const task = drive.state.tasks.find((each) => each.stepId === stepId)!
      drive.now = task.due!.due
      drive.must({ kind: 'markLate', taskId: task.id }, SYSTEM)
    }
    STEPS.conclude(drive, { ...REFUSE, groundIds: ['near-airfield'] })
    STEPS.prepare(drive)
    STEPS.sign(drive)
    return drive
  },
  'staff-work': () => {
    const drive = new Drive().open('trial')
    const work = (id: string, outcome: 'yes' | 'no' | null = null) => ({ writingId: id, sha256: 'a'.repeat(64), files: [], outcome })
    const paper = (documentId: string) => ({ documentId, sha256: 'd'.repeat(64) })
    const { officer, clerk } = KITE_STAFF
    STEPS.assign(drive)
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('letter'), paper: paper('doc-1') }, officer)
    const photo = { slot: 'photo', sha256: 'b'.repeat(64) }
    drive.must({ kind: 'writeWork', taskId: drive.task, work: { ...work('visit', 'no'), files: [photo] } }, officer)
    drive.must({ kind: 'writeWork', taskId: drive.task, work: { ...work('visit-2', 'yes'), files: [photo] } }, officer)
    drive.must({ kind: 'prepareWork', taskId: drive.task, paper: paper('doc-2') }, officer)
    const signed = { documentId: 'doc-2', sha256: 'e'.repeat(64), signerCertificateSha256: 'f'.repeat(64), signedAt: drive.now }
    drive.must({ kind: 'signWork', taskId: drive.task, signed }, officer)
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('question') }, officer)
    drive.must({ kind: 'answerWork', taskId: drive.task, work: work('answer') }, officer)
    drive.must({ kind: 'writeWork', taskId: drive.task, work: work('entry') }, clerk)
    STEPS.examine(drive)
    STEPS.prepare(drive, 'doc-3')
    STEPS.sign(drive, 'doc-3')
    return drive
  },
  'silence-decides': () => {
    const drive = new Drive().open('silent')
    STEPS.assign(drive)
    STEPS.examine(drive)
    drive.now = '2025-03-04T05:00:00.000Z'
    drive.must({ kind: 'markLate', taskId: drive.task }, SYSTEM)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    return drive
  },
  'terms-recounted': () => {
    const drive = new Drive().open('strict')
    STEPS.assign(drive)
    drive.context = KITE_DECREE
    drive.now = '2025-03-04T19:00:00.000Z'
    drive.must({ kind: 'changeCalendar' }, SYSTEM)
    return drive
  },
  'silence-of-the-provider': () => {
    const drive = new Drive().open('deemed-grant')
    STEPS.assign(drive)
    STEPS.examine(drive)
    drive.now = drive.state.total!.due
    drive.must({ kind: 'markLate', taskId: 'total' }, SYSTEM)
    STEPS.prepare(drive)
    STEPS.sign(drive)
    return drive
  },
  'number-extended': () => {
    const drive = new Drive().open('extend')
    for (const step of [STEPS.accept, STEPS.assign, STEPS.examine, STEPS.approve, STEPS.conclude, STEPS.prepare]) step(drive)
    STEPS.sign(drive, 'doc-1', { does: 'extends', number: NUMBER, earlier: NUMBER, from: '2025-06-02', until: '2026-06-01' })
    return drive
  },
  'proceedings-opened': () => {
    const drive = new Drive().openByOffice()
    for (const step of [STEPS.accept, STEPS.assign, STEPS.examine, STEPS.approve, STEPS.conclude]) step(drive)
    const document = { documentId: 'doc-1', documentKind: 'notice', number: null, sha256: 'd'.repeat(64) } as const
    drive.must({ kind: 'prepareResult', taskId: drive.task, document }, KITE_STAFF.head)
    STEPS.sign(drive, 'doc-1', { does: 'ends', number: null, earlier: NUMBER, from: '2025-03-04', until: null })
    STEPS.handOver(drive)
    return drive
  },
}

const NUMBER = 'KZ00KTE00000001'

if (process.env['RUQSAT_RECORD'] === '1') {
  for (const [name, record] of Object.entries(RECORDINGS)) {
    const file = new URL(`${name}.json`, folder)
    if (existsSync(file)) continue
    writeFileSync(file, printHistory(record()))
  }
}

const histories = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }))
  .map(({ name, text }) => ({ name, text, history: parseHistory(text) }))

test.each(histories)('$name is replayed to the very state that was recorded', ({ history }) => {
  expect(history.events.reduce(apply, emptyCase)).toEqual(slimmed(history.state, history.events))
})

test.each(histories)('$name has one event a line and no part twice', ({ text, history }) => {
  expect(text).toBe(printHistory(history))
})

test('the recorded histories together hold every kind of event', () => {
  const kinds = new Set(histories.flatMap(({ history }) => history.events.map(({ kind }) => kind)))
  const all: Record<CaseEvent['kind'], true> = {
    caseOpened: true,
    proceedingsOpened: true,
    viewStepReached: true,
    taskStarted: true,
    outcomeTimed: true,
    taskCompleted: true,
    taskWithdrawn: true,
    entered: true,
    assigned: true,
    assignmentTakenBack: true,
    assignmentDeclined: true,
    reassigned: true,
    drafted: true,
    opinionGiven: true,
    writtenInStateLanguage: true,
    alsoWritten: true,
    concluded: true,
    returned: true,
    resultPrepared: true,
    numberVoided: true,
    resultSigned: true,
    registerChanged: true,
    handedOver: true,
    taskLate: true,
    taskReminded: true,
    incidentSettled: true,
    unitOpined: true,
    silenceCounted: true,
    silenceDecided: true,
    branchArrived: true,
    branchesLeft: true,
    taskEnded: true,
    stepHeld: true,
    stepsResumed: true,
    calendarChanged: true,
    termsRecounted: true,
    termExtended: true,
    workWritten: true,
    workPrepared: true,
    workSigned: true,
    workAnswered: true,
    caseClosed: true,
    correctionAsked: true,
    correctionGiven: true,
    correctionMissed: true,
    askingEnded: true,
    hearingOpened: true,
    objectionGiven: true,
    hearingEnded: true,
    oralHearingAsked: true,
    answerPresented: true,
    answerDropped: true,
    askedRecounted: true,
    withdrawn: true,
    nonAcceptanceWritten: true,
    nonAcceptancePrepared: true,
    nonAcceptanceSigned: true,
    acceptanceRefused: true,
    caseEnded: true,
    complaintAbout: true,
    complaintSatisfied: true,
    caseReopened: true,
    officialsBarred: true,
    stepPassedOver: true,
  }
  expect([...kinds].sort()).toEqual(Object.keys(all).sort())
})
