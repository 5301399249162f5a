// Cases in which the applicant is asked, by hand: for the histories and for the tests.
import { KITE_APPLICANT, KITE_DECREE, KITE_STAFF, SYSTEM } from '../testing.ts'
import { BASIS, Drive, GRANT, REFUSE, STEPS } from './driver.ts'
import type { MissingItem } from '../index.ts'

export const MISSING: readonly MissingItem[] = [
  { on: 'field', id: 'colour', text: 'Which red?' },
  { on: 'document', id: 'sketch', text: 'The tail is not on it.' },
]

/** The officer has asked; nothing is open but the applicant's answer. */
export function ask(variant = 'asked'): Drive {
  const drive = new Drive().open(variant)
  STEPS.accept(drive)
  STEPS.assign(drive)
  drive.must({ kind: 'askCorrection', taskId: drive.task, missing: MISSING, inStateLanguage: 'Құйрығы жоқ.' }, KITE_STAFF.officer)
  return drive
}

export const askedOf = (drive: Drive) => drive.state.asked![0]!

export const answer = (drive: Drive) =>
  drive.give(
    { kind: 'giveCorrection', askedId: askedOf(drive).id, requestSha256: '1'.repeat(64), signatureSha256: '2'.repeat(64) },
    KITE_APPLICANT,
  )

/** The time passes, and the timer runs a little later. */
export function pass(drive: Drive) {
  const { id, due } = askedOf(drive)
  drive.now = new Date(Date.parse(due) + 2_000).toISOString()
  return drive.must({ kind: 'markLate', taskId: id }, SYSTEM)
}

export function corrected(): Drive {
  const drive = ask()
  drive.now = '2025-03-05T06:00:00.000Z'
  answer(drive)
  STEPS.examine(drive)
  STEPS.conclude(drive)
  STEPS.prepare(drive)
  STEPS.sign(drive)
  return drive
}

export function missed(): Drive {
  const drive = ask()
  pass(drive)
  STEPS.conclude(drive, REFUSE)
  STEPS.prepare(drive)
  STEPS.sign(drive)
  return drive
}

/** The body answers while the applicant is asked, and the case goes on without the correction. */
export function ended(): Drive {
  const drive = new Drive().open('asked-wide')
  STEPS.assign(drive)
  STEPS.examine(drive)
  const at = (stepId: string) => drive.state.tasks.find((task) => task.stepId === stepId)!.id
  drive.must({ kind: 'askCorrection', taskId: at('W5'), missing: MISSING }, KITE_STAFF.officer)
  drive.must({ kind: 'approve', taskId: at('W3'), opinion: 'agrees', reason: '' }, KITE_STAFF.body)
  STEPS.conclude(drive, GRANT)
  return drive
}

export function withdrawn(): Drive {
  const drive = ask()
  drive.must({ kind: 'withdraw', reason: 'I sold the kite' }, KITE_APPLICANT)
  return drive
}

export const NOT_ACCEPTED = { groundIds: ['wrong-office'], explanation: 'Go to the harbour.', inStateLanguage: 'Айлаққа барыңыз.' }

/** Written, set in type twice, and signed. */
export function notAccepted(): Drive {
  const drive = new Drive().open('asked')
  const taskId = drive.task
  const { clerk } = KITE_STAFF
  drive.must({ kind: 'refuseAcceptance', taskId, ...NOT_ACCEPTED }, clerk)
  for (const documentId of ['doc-1', 'doc-2'])
    drive.must({ kind: 'prepareNonAcceptance', taskId, paper: { documentId, sha256: 'd'.repeat(64) } }, clerk)
  drive.must({ kind: 'signNonAcceptance', taskId, signed: signedPaper('doc-2', drive) }, clerk)
  return drive
}

export const signedPaper = (documentId: string, { now: signedAt }: Drive) => ({
  documentId,
  sha256: 'e'.repeat(64),
  signerCertificateSha256: 'f'.repeat(64),
  signedAt,
})

/** The officer has drafted a refusal, and the applicant is asked. */
export function hear(variant = 'heard'): Drive {
  const drive = new Drive().open(variant)
  STEPS.assign(drive)
  STEPS.examine(drive, REFUSE)
  return drive
}

export const OBJECTION = { text: 'The string is new.', objectionSha256: '3'.repeat(64), signatureSha256: '4'.repeat(64) }

/** Objected, weighed, refused on another ground too, heard on that, and signed when nothing more is said. */
export function heard(): Drive {
  const drive = hear()
  drive.must({ kind: 'answerHearing', askedId: askedOf(drive).id, objection: OBJECTION }, KITE_APPLICANT)
  STEPS.examine(drive, { ...REFUSE, groundIds: ['weak-string', 'near-airfield'] })
  pass(drive)
  STEPS.prepare(drive)
  STEPS.sign(drive)
  return drive
}

/** Invited, met with signed minutes, and refused on the ground that was talked about. */
export function heardInPerson(): Drive {
  const drive = hear('heard-in-person')
  meet(drive)
  STEPS.examine(drive, REFUSE)
  STEPS.prepare(drive)
  STEPS.sign(drive)
  return drive
}

/** The party asks to be heard in person, and is. */
export function meet(drive: Drive): void {
  const { officer } = KITE_STAFF
  const work = (writingId: string) => ({ writingId, sha256: 'a'.repeat(64), files: [], outcome: null })
  drive.must({ kind: 'askOralHearing', askedId: askedOf(drive).id, text: 'I bring the string.' }, KITE_APPLICANT)
  drive.must({ kind: 'writeWork', taskId: drive.task, work: work('invitation') }, officer)
  drive.must({ kind: 'writeWork', taskId: drive.task, work: work('minutes') }, officer)
  drive.must({ kind: 'prepareWork', taskId: drive.task, paper: { documentId: 'doc-0', sha256: 'd'.repeat(64) } }, officer)
  drive.must({ kind: 'signWork', taskId: drive.task, signed: signedPaper('doc-0', drive) }, officer)
}

/** The measure that the office drafts is put to whom it concerns, who objects; drafted again, it is signed. */
export function heardOnMeasure(): Drive {
  const drive = new Drive().openByOffice(BASIS, KITE_STAFF.head, 'revoke-heard')
  STEPS.assign(drive)
  STEPS.examine(drive)
  drive.must({ kind: 'answerHearing', askedId: askedOf(drive).id, objection: OBJECTION }, KITE_APPLICANT)
  STEPS.examine(drive)
  const document = { documentId: 'doc-1', documentKind: 'notice', number: null, sha256: 'd'.repeat(64) } as const
  drive.must({ kind: 'prepareResult', taskId: drive.task, document }, KITE_STAFF.head)
  STEPS.sign(drive, 'doc-1', { does: 'ends', number: null, earlier: 'KZ00KTE00000001', from: '2025-03-04', until: null })
  return drive
}

/** Handed in during an outage, dropped, handed in again, and taken after the time has passed. */
export function presented(): Drive {
  const drive = ask()
  const { id: askedId, due } = askedOf(drive)
  const present = (digit: string) => drive.must({ kind: 'presentAnswer', askedId, signatureSha256: digit.repeat(64) }, KITE_APPLICANT)
  present('3')
  drive.must({ kind: 'dropAnswer', askedId, signatureSha256: '3'.repeat(64), code: 'trust.signature-revoked' }, SYSTEM)
  drive.now = due
  present('2')
  pass(drive)
  answer(drive)
  return drive
}

/** Handed in during an outage that outlasted the time for it, and given up by the head: the clock of the case was stopped until then. */
export function givenUp(): Drive {
  const drive = ask()
  const { id: askedId } = askedOf(drive)
  const drops = { askedId, signatureSha256: '3'.repeat(64) }
  drive.must({ kind: 'presentAnswer', ...drops }, KITE_APPLICANT)
  drive.now = '2025-03-12T05:00:00.000Z'
  const incident = { kind: 'settleIncident', incidentId: 'outbox:1/answer/3', incident: 'outbox', how: 'abandoned' } as const
  drive.must({ ...incident, reason: 'Nobody answers', drops }, KITE_STAFF.head)
  drive.now = '2025-03-12T05:00:02.000Z'
  drive.must({ kind: 'markLate', taskId: askedId }, SYSTEM)
  return drive
}

export function recounted(): Drive {
  const drive = ask()
  drive.context = KITE_DECREE
  drive.now = '2025-03-04T19:00:00.000Z'
  drive.must({ kind: 'changeCalendar' }, SYSTEM)
  answer(drive)
  return drive
}
