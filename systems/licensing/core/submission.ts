// What must hold before a request is registered, apart from its signature: the signed bytes say what the submission says, the service is offered,
// the fee was paid.
import { hash } from 'node:crypto'
import type { Submission } from '@ruqsat/caseflow/host'
import {
  answersOf,
  confirmedText,
  daysFaults,
  fieldFault,
  overFault,
  sectionsFor,
  type CounterRequest,
  type SealedRequest,
  type SignedRequest,
  type WrittenProceedings,
} from '@ruqsat/documents'
import { toLocal } from '@ruqsat/clock'
import { feeAt, readyBy } from '@ruqsat/engine'
import { canonicalJson, isRefusal, readJson, type Instant, type JsonLimits, type LocalDate, type Refusal } from '@ruqsat/foundation'
import {
  findVariant,
  findView,
  closingAt,
  isTyped,
  offerAt,
  offeredEdition,
  requestProofs,
  rateFor,
  stepWithAction,
  zoneOf,
  type ClockTables,
  type Edition,
  type Field,
  type Offer,
  type Variant,
  type View,
} from '@ruqsat/law'
import { refuseLicensing } from '../refusals.ts'

/** The form's text is a few pages, with some hundred answers in lists of groups; more than this is no request of ours. */
const CONTENT_LIMITS: JsonLimits = { maxLength: 1024 * 1024, maxDepth: 32, maxValues: 20_000 }

/** The signed bytes as what they say; they must be RFC 8785 text, or two readings of one signature would be possible. */
export function readSignedRequest(content: Uint8Array): SignedRequest | Refusal {
  const request = readKeptRequest(content)
  return isRefusal(request) || isSigned(request) ? request : refuseLicensing('licensing.request-unreadable')
}

/** The same of what came through the portal: signed by its applicant, or confirmed by them and sealed by the portal. */
export function readPortalRequest(content: Uint8Array): SignedRequest | SealedRequest | Refusal {
  const request = readKeptRequest(content)
  if (isRefusal(request) || isSigned(request)) return request
  return isSealed(request) ? request : refuseLicensing('licensing.request-unreadable')
}

/** Sealed, and the confirmation is about this very request. */
function isSealed(request: KeptRequest): request is SealedRequest {
  return request.schema === 'ruqsat.sealed/1' && request.confirmation.requestSha256 === hash('sha256', confirmedText(request))
}

/** Null where the act lets this request be confirmed by a one-time password, and the one who confirmed it is its applicant. */
export function sealFault({ confirmation }: SealedRequest, { party }: Submission, { view }: Service): Refusal | null {
  if (!requestProofs(view).includes('oneTimePassword')) return refuseLicensing('licensing.signature-needed')
  const isTheirs = party.bin === null && party.iin !== null && confirmation.iin === party.iin
  return isTheirs ? null : refuseLicensing('licensing.request-differs', { facts: { what: 'confirmation' } })
}

/** The same of what an employee signed at a counter. */
export function readCounterRequest(content: Uint8Array): CounterRequest | Refusal {
  const request = readKeptRequest(content)
  return isRefusal(request) || request.schema === 'ruqsat.counter/1' ? request : refuseLicensing('licensing.request-unreadable')
}

/** Whatever a case can begin with. */
export type KeptRequest = SignedRequest | SealedRequest | CounterRequest | WrittenProceedings

function isSigned(request: KeptRequest): request is SignedRequest {
  return request.schema === 'ruqsat.request/1' || request.schema === 'ruqsat.request/2' || request.schema === 'ruqsat.request/3'
}

/** What a case began with: a request that was signed, by its applicant or at a counter, or what the authority wrote when it opened the case by itself. */
export function readKeptRequest(content: Uint8Array): KeptRequest | Refusal {
  const read = readJson(content, CONTENT_LIMITS)
  const parsed = read.kind === 'read' ? (read.value as KeptRequest | null) : null
  return parsed !== null && isKnown(parsed) && isCanonical(parsed, content) ? parsed : refuseLicensing('licensing.request-unreadable')
}

/** A request that corrects an earlier one says so in its schema. */
function isKnown(parsed: KeptRequest): boolean {
  if (parsed.schema === 'ruqsat.proceedings/1' || parsed.schema === 'ruqsat.counter/1') return true
  if (parsed.schema === 'ruqsat.sealed/1') return typeof parsed.confirmation?.requestSha256 === 'string'
  if (parsed.representative !== undefined) return parsed.schema === 'ruqsat.request/3'
  return parsed.schema === (parsed.corrects === undefined ? 'ruqsat.request/1' : 'ruqsat.request/2')
}

/** False also for what JSON can write and not carry, as 1e999. */
function isCanonical(parsed: object, content: Uint8Array): boolean {
  try {
    return canonicalJson(parsed) === new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  } catch {
    return false
  }
}

export const attachmentFacts = ({ slot, name, mediaType, sizeBytes, sha256 }: Submission['attachments'][number]) => {
  return { slot, name, mediaType, sizeBytes, sha256 }
}
const paymentFacts = ({ orderId, amountTiyn, paidAt }: NonNullable<Submission['payment']>) => ({ orderId, amountTiyn, paidAt })

/** Null where what was signed is what was sent. */
export function differenceOf(
  signed: SignedRequest | SealedRequest | CounterRequest,
  sent: Submission,
  schema: KeptRequest['schema'] = 'ruqsat.request/1',
): Refusal | null {
  const pairs: readonly (readonly [what: string, signed: unknown, sent: unknown])[] = [
    ['schema', signed.schema, schema],
    ['edition', signed.edition, { regulation: sent.regulation, hash: sent.editionHash }],
    ['variant', signed.variant, sent.variant],
    // One signature opens one case: under another key it would be the same request a second time.
    ['draft', signed.draftId, sent.idempotencyKey],
    ['view', signed.view, sent.view],
    ['applicant', signed.applicant, { kind: sent.party.kind, iin: sent.party.iin, bin: sent.party.bin, name: sent.party.name }],
    ['attachments', signed.attachments.map(attachmentFacts), sent.attachments.map(attachmentFacts)],
    ['representative', 'representative' in signed ? signed.representative : null, sent.party.representative],
    ['payment', signed.payment && paymentFacts(signed.payment), sent.payment && paymentFacts(sent.payment)],
  ]
  const differing = pairs.find(([, one, other]) => canonicalJson(one ?? null) !== canonicalJson(other ?? null))
  return differing === undefined ? null : refuseLicensing('licensing.request-differs', { facts: { what: differing[0] } })
}

export type Service = { readonly edition: Edition; readonly variant: Variant; readonly view: View }

/**
 * The service as it is offered at this instant to this kind of applicant. What was closed meanwhile still takes a request that was `readySince`
 * an instant at which it was open: its fee was paid then, or the bytes to sign were made. Another edition that is on offer now takes none.
 */
export function offeredService(
  sent: Submission,
  edition: Edition | null,
  offers: readonly Offer[],
  { now, readySince }: { readonly now: Instant; readonly readySince: Instant },
): Service | Refusal {
  if (edition === null || edition.regulation.id !== sent.regulation) return refuseLicensing('licensing.service-not-offered')
  const current = offerAt(offers, sent.regulation, now)
  if (current !== null && current.edition !== sent.editionHash) return refuseLicensing('licensing.service-not-offered')
  const service = serviceAt(sent, edition, offers, now) ?? serviceAt(sent, edition, offers, readySince)
  if (service === null) return notOffered(sent, current, now)
  if (!edition.regulation.applicants.some(({ kind }) => kind === sent.party.kind))
    return refuseLicensing('licensing.applicant-not-admitted')
  return service
}

function serviceAt(sent: Submission, edition: Edition, offers: readonly Offer[], at: Instant): Service | null {
  const offer = offerAt(offers, sent.regulation, at)
  const offered = offer?.edition === edition.hash ? offeredEdition(edition, offer, at) : null
  const variant = offered && findVariant(offered.regulation, sent.variant)
  const view = variant && findView(variant, sent.view)
  // The whole edition goes on: what is closed today must not be so in the case.
  return variant?.offered && view?.offered ? wholeOf(edition, sent) : null
}

function wholeOf(edition: Edition, sent: Submission): Service {
  const variant = findVariant(edition.regulation, sent.variant)!
  return { edition, variant, view: findView(variant, sent.view)! }
}

/** Closed by the installation, where that is why. */
function notOffered(sent: Submission, offer: Offer | null, now: Instant): Refusal {
  const closing = offer && closingAt(offer, sent, now)
  if (!closing) return refuseLicensing('licensing.service-not-offered')
  return refuseLicensing('licensing.service-closed', { facts: { at: { kind: 'instant', at: closing.from } } })
}

/**
 * The first answer that its own question does not take, whatever door it came by; null where all are taken. What hangs on the day was judged
 * when it was answered: a day that has passed since must not keep out what was signed, and perhaps paid, in time. What was filled in from an
 * account or a register is not the applicant's to correct, and a correction answers only what was asked.
 */
export function answerFault(
  signed: Pick<SignedRequest, 'sections' | 'corrects'>,
  { party }: Pick<Submission, 'party'>,
  { variant }: Pick<Service, 'variant'>,
): Refusal | null {
  if (signed.corrects !== undefined) return null
  const answers = answersOf(signed)
  const fields = sectionsFor(variant.form, party.kind).flatMap((section) => section.fields.filter(isTyped))
  const faults = fields.flatMap((field) => fieldFault(withoutDay(field), answers[field.id] ?? '', ANY_DAY) ?? [])
  return faults[0] ?? daysFaults(variant, answers)[0] ?? null
}

/** Answered days that were over, or that the form does not take, on the day on which the bytes to sign were made. */
export function lifeFaultThen(
  signed: Pick<SignedRequest, 'sections' | 'corrects' | 'preparedAt'>,
  { edition, variant }: Pick<Service, 'edition' | 'variant'>,
  tables: ClockTables,
): Refusal | null {
  if (signed.corrects !== undefined) return null
  const at = signed.preparedAt
  const today = toLocal(at, zoneOf(edition.regulation, tables)).date
  return overFault(variant, answersOf(signed), { today, promised: readyBy(variant, at, { regulation: edition.regulation, tables }) })
}

const ANY_DAY = '2000-01-01' as LocalDate

function withoutDay(field: Field): Field {
  return field.type.kind === 'date' ? { ...field, type: { kind: 'date' } } : field
}

export type FeeTables = { readonly tables: ClockTables; editionAt(regulation: string, at: Instant): Edition | null }

/**
 * The fee of the day of payment, where the channel has a step of payment: by the edition that was on offer then, which a later one may have
 * followed since. Null where all is paid, or nothing is due.
 */
export function paymentFault(
  sent: Submission,
  signed: Pick<SignedRequest, 'sections'>,
  { edition, variant, view }: Service,
  { tables, editionAt }: FeeTables,
): Refusal | null {
  const payer = { applicant: sent.party.kind, answers: answersOf(signed) }
  if (stepWithAction(view.steps, 'pay') === null || (rateFor(variant.fee, payer) === null && sent.payment === null)) return null
  if (sent.payment === null) return refuseLicensing('licensing.payment-missing')
  const { paidAt } = sent.payment
  const fee = feeAt(paidAt, variant.id, payer, { edition: editionAt(sent.regulation, paidAt) ?? edition, tables })
  if (fee === null || isRefusal(fee)) return fee
  if (fee.feeTiyn === sent.payment.amountTiyn) return null
  return refuseLicensing('licensing.payment-wrong', {
    facts: { paid: { kind: 'money', tiyn: sent.payment.amountTiyn }, expected: { kind: 'money', tiyn: fee.feeTiyn } },
  })
}
