// Registration: the signature is checked again, the case opens, the number is given.
import { hash, randomBytes } from 'node:crypto'
import type { Registered, Submission, Waiting } from '@ruqsat/caseflow/host'
import { answersOf, expectedSeal, expectedSignerOf, type CounterRequest, type SealedRequest, type SignedRequest } from '@ruqsat/documents'
import type { Actor, Opening } from '@ruqsat/engine'
import { canonicalJson, isRefusal, type Instant, type Json, type Refusal } from '@ruqsat/foundation'
import { requestNumberOrder } from './core/numbering.ts'
import { findVariant, offerAt, zoneOf, type Edition } from '@ruqsat/law'
import {
  answerFault,
  differenceOf,
  lifeFaultThen,
  offeredService,
  paymentFault,
  readPortalRequest,
  sealFault,
  type Service,
} from './core/submission.ts'
import type { Evidence } from '@ruqsat/trust/contract'
import { complaintIn, isComplaintMade } from './complaints.ts'
import type { LicensingParts } from './deps.ts'
import { earlierInRegister } from './public-register.ts'
import { powerHolds, representativeOf } from './powers.ts'
import { refuseLicensing } from './refusals.ts'
import { sizesOf } from './store/attachments.ts'
import { caseOfPayment } from './store/requests.ts'

/** The same submission always means the same case: whoever asks twice, or at once, finds it open. */
export function caseIdOf(idempotencyKey: string): string {
  const hex = hash('sha256', `ruqsat.case/1 ${idempotencyKey}`)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export async function register(room: LicensingParts, submission: Submission): Promise<Registered | Waiting | Refusal> {
  const { deps, caseflow } = room
  const { party } = submission
  const caseId = caseIdOf(submission.idempotencyKey)
  if ((await caseflow.read(caseId)) !== null) return registered(room, caseId)
  const content = Buffer.from(submission.contentBase64, 'base64')
  const cms = Buffer.from(submission.cmsBase64, 'base64')
  const now = await deps.legalClock.now()
  const signed = readPortalRequest(content)
  if (isRefusal(signed)) return signed
  const service = await admitted(room, submission, signed, now)
  if (isRefusal(service)) return service
  const power = await powerHolds(room, { ...submission, edition: service.edition, source: service.view.steps[0]!.source, now })
  if (power !== null) return power === 'later' ? { kind: 'waiting' } : power
  const representative = representativeOf(party)
  const expect =
    signed.schema === 'ruqsat.sealed/1' ? sealExpected(room, signed, submission, service) : expectedSignerOf(representative, party)
  if (isRefusal(expect)) return expect
  const verdict = await deps.trust.verifyDetached({ cms, content, at: now, madeAt: signed.preparedAt, expect })
  if (verdict.kind === 'refused') return verdict.refusal
  if (verdict.kind === 'waiting') return { kind: 'waiting' }
  return openRequest(room, submission, { service, evidence: verdict.evidence, actor: { kind: 'applicant', id: party.accountId } })
}

/** Whose seal counts, or why this request may not be sealed instead of signed. */
function sealExpected({ deps }: LicensingParts, signed: SealedRequest, submission: Submission, service: Service) {
  const fault = sealFault(signed, submission, service)
  if (fault !== null) return fault
  return deps.sealBin ? expectedSeal(deps.sealBin) : refuseLicensing('licensing.seal-not-known')
}

/** What was found in order becomes a case with a number, once. */
export async function openRequest(
  room: LicensingParts,
  submission: Submission,
  { service, evidence, actor }: { readonly service: Service; readonly evidence: Evidence; readonly actor: Actor },
): Promise<Registered | Refusal> {
  const { deps, caseflow } = room
  const { party } = submission
  const caseId = caseIdOf(submission.idempotencyKey)
  const content = Buffer.from(submission.contentBase64, 'base64')
  const cms = Buffer.from(submission.cmsBase64, 'base64')
  const salt = randomBytes(16).toString('hex')
  const digest = hash('sha256', canonicalJson({ salt, party }))
  const { regulation, editionHash, variant, view, payment } = submission
  const opening: Omit<Opening, 'requestNumber'> = {
    caseId,
    regulation,
    editionHash,
    variant,
    view,
    payment,
    authority: service.edition.regulation.authority.id,
    applicantRef: digest,
    applicantKind: party.kind,
    requestSha256: hash('sha256', content),
    signatureSha256: hash('sha256', cms),
  }
  const about = await complaintIn(room, submission, service)
  if (about !== null && isRefusal(about)) return about
  // The commit point: events, case, number, party, request and outbox in one transaction.
  const opened = caseflow.step({
    caseId,
    actor,
    isNew: true,
    plan: ({ now: instant }) => {
      const zone = zoneOf(service.edition.regulation, deps.regulations.tables)
      const order = requestNumberOrder(service.edition, deps.regulations.editions, instant, zone)
      const command = {
        kind: 'open',
        opening: { ...opening, requestNumber: order.marker },
        ...(about && { about: about.subject, ...(about.barred && { barred: about.barred }) }),
      } as const
      return { command, numbers: [order] }
    },
    beside: () => ({
      party: { digest, accountId: party.accountId, salt, data: party as unknown as Json },
      host: {
        request: {
          contentBase64: submission.contentBase64,
          cmsBase64: submission.cmsBase64,
          evidence: evidence as unknown as Json,
          attachments: submission.attachments as unknown as Json,
          paymentOrderId: payment?.orderId ?? null,
        },
        ...(about && { complaint: { caseId: about.subject.caseId, decision: about.decision } }),
      },
    }),
  })
  const answer = await opened.catch((error: unknown) => {
    if (isComplaintMade(error)) return refuseLicensing('licensing.complaint-made')
    throw error
  })
  // Somebody was faster with the same key: their case is the answer.
  if (isRefusal(answer) && answer.code !== 'case-already-open') return answer
  return registered(room, caseId)
}

export async function registered({ caseflow }: LicensingParts, caseId: string): Promise<Registered> {
  const { state } = (await caseflow.read(caseId))!
  return { kind: 'registered', caseId, requestNumber: state.opening!.requestNumber, registeredAt: state.openedAt! }
}

/** Everything but the signature. */
export async function admitted(
  room: LicensingParts,
  submission: Submission,
  signed: SignedRequest | SealedRequest | CounterRequest,
  now: string,
): Promise<Service | Refusal> {
  const { deps } = room
  const readySince = submission.payment?.paidAt ?? signed.preparedAt
  const service = offeredService(submission, deps.regulations.edition(submission.editionHash), deps.offers, { now, readySince })
  if (isRefusal(service)) return service
  const authority = service.edition.regulation.authority.id
  return (
    differenceOf(signed, submission, 'corrects' in signed && signed.corrects !== undefined ? 'ruqsat.request/1' : signed.schema) ??
    answerFault(signed, submission, service) ??
    lifeFaultThen(signed, service, deps.regulations.tables) ??
    (await missingAttachment(deps, authority, submission)) ??
    (await earlierGone(room, submission, signed)) ??
    paymentFault(submission, signed, service, { tables: deps.regulations.tables, editionAt: (id, at) => editionAt(deps, id, at) }) ??
    (await unconfirmedPayment(deps, authority, submission)) ??
    service
  )
}

/** A fee that is paid is not kept for a refusal that came about meanwhile: such a request is registered, and the provider decides it. */
async function earlierGone(
  room: LicensingParts,
  submission: Submission,
  signed: SignedRequest | SealedRequest | CounterRequest,
): Promise<Refusal | null> {
  const { editionHash, variant, party, payment } = submission
  const grant = findVariant(room.caseflow.editionOf(editionHash).regulation, variant)?.results.grant
  if (grant?.earlier === undefined || payment !== null) return null
  return earlierInRegister(room, { editionHash, variant, answers: answersOf(signed), holder: party })
}

function editionAt({ offers, regulations }: LicensingParts['deps'], regulation: string, at: Instant): Edition | null {
  const offer = offerAt(offers, regulation, at)
  return offer && regulations.edition(offer.edition)
}

export async function missingAttachment(
  deps: LicensingParts['deps'],
  authority: string,
  { attachments }: Pick<Submission, 'attachments'>,
): Promise<Refusal | null> {
  const sizes = await sizesOf(
    deps.database.sql,
    authority,
    attachments.map(({ sha256 }) => sha256),
  )
  const missing = attachments.find(({ sha256, sizeBytes }) => sizes.get(sha256) !== sizeBytes)
  return missing === undefined
    ? null
    : refuseLicensing('licensing.attachment-missing', { field: missing.slot, facts: { name: { kind: 'typed', text: missing.name } } })
}

/** One payment opens one case; where the payment gateway can be asked, its own word counts. */
async function unconfirmedPayment(
  deps: LicensingParts['deps'],
  authority: string,
  { payment, idempotencyKey }: Submission,
): Promise<Refusal | null> {
  if (payment === null) return null
  const other = await caseOfPayment(deps.database.sql, authority, payment.orderId)
  if (other !== null && other !== caseIdOf(idempotencyKey)) return refuseLicensing('licensing.payment-used')
  if (!deps.payments) return null
  const order = await deps.payments.readOrder(payment.orderId)
  if (isRefusal(order)) return order
  const isPaid = order.status === 'paid' && order.amountTiyn === payment.amountTiyn && order.paidAt === payment.paidAt
  return isPaid && order.draftId === idempotencyKey ? null : refuseLicensing('licensing.payment-missing')
}
