// Registration at the counter: what came on paper, as an employee entered and signed it. The same rules as of the portal's door; whose
// signature it is differs, and that the act has an employee of this role sit there.
import type { Registered, Submission, Waiting } from '@ruqsat/caseflow/host'
import { answersOf, isDemanded, PAPER_APPLICATION, type TypedValues } from '@ruqsat/documents'
import { refuseEngine, type Actor } from '@ruqsat/engine'
import { seatFault } from './core/seat.ts'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { appliesTo } from '@ruqsat/law'
import { readCounterRequest, type Service } from './core/submission.ts'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { admitted, caseIdOf, openRequest, registered } from './register.ts'
import { isByKeptOrder } from './views.ts'

export async function registerAtCounter(
  room: LicensingParts,
  submission: Submission,
  actor: Actor,
): Promise<Registered | Waiting | Refusal> {
  const { deps, caseflow } = room
  if (actor.kind !== 'staff') return refuseEngine('not-staff')
  if (!(await isByKeptOrder(room, actor))) return refuseLicensing('licensing.order-ended')
  if ((await caseflow.read(caseIdOf(submission.idempotencyKey))) !== null) return registered(room, caseIdOf(submission.idempotencyKey))
  const content = Buffer.from(submission.contentBase64, 'base64')
  const cms = Buffer.from(submission.cmsBase64, 'base64')
  const now = await deps.legalClock.now()
  const signed = readCounterRequest(content)
  if (isRefusal(signed)) return signed
  const service = await admitted(room, submission, signed, now)
  if (isRefusal(service)) return service
  const employee = await deps.staff(actor.id)
  if (employee === null || signed.counter.enteredBy.id !== employee.id)
    return refuseLicensing('licensing.request-differs', { facts: { what: 'enteredBy' } })
  const notTheirs = seatFault(service, actor, employee) ?? missingPaper(service, submission, answersOf(signed))
  if (notTheirs !== null) return notTheirs
  const expect = { iin: employee.iin, ...(employee.bin && { bin: employee.bin }), purpose: 'sign' } as const
  const verdict = await deps.trust.verifyDetached({ cms, content, at: now, madeAt: signed.preparedAt, expect })
  if (verdict.kind === 'refused') return verdict.refusal
  if (verdict.kind === 'waiting') return { kind: 'waiting' }
  return openRequest(room, submission, { service, evidence: verdict.evidence, actor })
}

/** The application itself and every document that is required of such an applicant is there as a scan. */
function missingPaper({ variant }: Service, { party, attachments }: Submission, answers: TypedValues): Refusal | null {
  const needed = [
    PAPER_APPLICATION,
    ...variant.documents.filter((slot) => isDemanded(slot, answers) && appliesTo(slot, party.kind)).map(({ id }) => id),
  ]
  const missing = needed.find((id) => attachments.every(({ slot }) => slot !== id))
  return missing === undefined
    ? null
    : refuseLicensing('licensing.attachment-missing', { field: missing, facts: { name: { kind: 'typed', text: missing } } })
}
