import { laterBy } from '@ruqsat/database'
import { Fault, fillText, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Registered, Submission } from '@ruqsat/caseflow'
import { SIGNATURE_FAULT_REASONS } from '@ruqsat/trust/contract'
import { registeringStep, stepById, type View, signingStep } from '@ruqsat/law'
import type { RequestFile } from '@ruqsat/regional/contract'
import { actingIn } from '../core/power.ts'
import { correctionOf } from './may-change.ts'
import { eachNamedFile, readFrozen } from './frozen.ts'
import type { DraftDeps, Draft, DraftPlace } from './model.ts'
import { placeIn } from './drafts.ts'
import { contactOf } from './known.ts'
import type { Person } from '../../registration/people/person.ts'
import { refusalMark, stepAfterRefusedSignature } from './refused.ts'
import * as store from './store.ts'
import { UNSIGNED, write } from './write.ts'
import { refusePortal } from '../../refusals.ts'
import { signersOf } from './ready.ts'
import texts from '../texts.yaml'

/** What became of a signature that was sent in. */
export type Signed =
  | { readonly kind: 'registered' }
  /** Kept; the background round goes on with it. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Whether the person who signed is there to see the answer, or is to be informed of it. */
export type Present = 'present' | 'away'

/**
 * The work is over. Who was there has seen how it ended; a person who was not is informed, and that is work of its own that outlives a
 * crash.
 */
export async function afterEnd(deps: DraftDeps, tx: store.DraftSql, draftId: string, present: Present): Promise<void> {
  if (present === 'present') return store.forgetRetry(tx, draftId)
  return store.rememberRetry(tx, draftId, 'tell', deps.technicalClock.now())
}

/** What the draft says where somebody else was faster. */
export async function stored(deps: DraftDeps, draftId: string): Promise<Signed> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  if (draft?.status === 'registered' || draft?.status === 'waiting') return { kind: draft.status }
  return { kind: 'refused', refusal: refusePortal('draft-busy') }
}

/** Two writers of one draft at once are rare; after so many a defect is likelier than bad luck. */
const MAX_TRIES = 8

/**
 * Hands the signed request over to the host that the edition names. The draft's id is the idempotency key, so that a crash anywhere
 * between the intent and the answer, or two windows, still make one case with one number. Throws where the outcome is not known:
 * the retry round then asks again.
 */
export async function register(deps: DraftDeps, draftId: string, known: Person, present: Present): Promise<Signed> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  const person = draft === null ? known : actingIn(known, draft)
  if (draft?.status === 'registered') return { kind: 'registered' }
  if (draft?.status !== 'waiting' || draft.frozen === null || draft.cms === null) return stored(deps, draftId)
  const { host, edition, view, door } = hostOf(deps, draft)
  const authority = edition.regulation.authority.id
  const submission = submissionOf(draft, person, await contactOf(deps, draft, person))
  const reader = { kind: 'applicant', id: person.accountId, bin: draft.power === null ? person.bin : null } as const
  const named = readFrozen(draft.frozen.bytes).attachments
  const notStored = await eachNamedFile(deps, draft.id, named, ({ sha256 }, bytes) => {
    const file = { authority, sha256, bytes }
    return door === null || draft.corrects !== null ? host.storeAttachment(file) : door.sendFile(file)
  })
  if (notStored !== null) return giveBack(deps, draft, view, notStored, present)
  if (draft.corrects !== null) {
    const corrected = await host.correct(draft.corrects.caseId, correctionOf(draft, submission), reader)
    if (isRefusal(corrected)) return giveBack(deps, draft, view, corrected, present)
    // The host has it and judges it: it cannot be taken back to the form any more.
    if (corrected.kind === 'waiting') return waitForRevocation(deps, draft, {}, 'asked by the host', WAIT_AGAIN_MS, 'register')
    const { caseId, requestNumber } = corrected.summary
    return complete(deps, draft, view, { kind: 'registered', caseId, requestNumber, registeredAt: await deps.legalClock.now() }, present)
  }
  const answer = door === null ? await host.register(submission) : await door.sendPackage(submission)
  if (isRefusal(answer)) return giveBack(deps, draft, view, answer, present)
  if (answer.kind === 'registered') {
    const done = await complete(deps, draft, view, answer, present)
    await tellPrincipal(deps, draft, answer.requestNumber)
    return done
  }
  return waitForRevocation(deps, draft, atSigning(draft, view), 'asked by the host', WAIT_AGAIN_MS)
}

/** Back to judging: this call has registered nothing, so that the person may also go back to the form. */
function atSigning(draft: Draft, view: View) {
  return { stepId: signingStep(view.steps)?.id ?? draft.stepId }
}

function hostOf(deps: DraftDeps, draft: Draft) {
  const place = placeIn(deps.edition(draft.editionHash), draft)
  const host = place && deps.hosts[place.edition.regulation.host]
  if (!place || !host)
    throw new Fault('Expected the edition and the host of a signed request but this installation has them no longer', { retry: 'later' })
  return { host, edition: place.edition, view: place.view, door: doorOf(deps, draft, place) }
}

/**
 * The way of a table that sends the package to another system, which registers it as it arrives: by the gateway, with the paragraph for its
 * journal. Null where the request is registered by its host directly.
 */
function doorOf(deps: DraftDeps, draft: Draft, { view, edition }: DraftPlace) {
  const step = registeringStep(view)
  if (step?.action !== 'sendPackage') return null
  const { packages } = deps
  const { applicant, schema } = readFrozen(draft.frozen!.bytes)
  const purpose = { authority: edition.regulation.authority.id, asker: 'IS-PORTAL', caseId: draft.id, source: step.source }
  const sending = { purpose, subject: applicant.bin ?? applicant.iin ?? '' }
  const signer = { kind: schema === 'ruqsat.sealed/1' ? 'portal' : 'applicant' } as const
  return {
    sendFile: (file: RequestFile) => packages.sendFile(file, sending),
    sendPackage: (submission: Submission) => packages.sendPackage({ submission, signer }, sending),
  }
}

/** What is sent is what was signed: files and payment are those of the frozen bytes. `person` signed; `contact` hears of it. */
function submissionOf(draft: Draft, person: Person, contact: Person): Submission {
  const { iin, bin, kind, accountId, representative } = person
  const { address, phone, email } = contact
  const { attachments, payment } = readFrozen(draft.frozen!.bytes)
  return {
    idempotencyKey: draft.id,
    regulation: draft.regulation,
    editionHash: draft.editionHash,
    variant: draft.variant,
    view: draft.view,
    party: {
      accountId,
      kind,
      iin,
      bin,
      name: person.organisation ?? person.name,
      address,
      phone,
      email,
      language: draft.language,
      ...(representative && { representative }),
    },
    contentBase64: Buffer.from(draft.frozen!.bytes).toString('base64'),
    cmsBase64: Buffer.from(draft.cms!).toString('base64'),
    attachments: attachments.map(({ slot, name, mediaType, sizeBytes, sha256 }) => ({ slot, name, mediaType, sizeBytes, sha256 })),
    payment: payment === null ? null : { orderId: payment.orderId, amountTiyn: payment.amountTiyn, paidAt: payment.paidAt },
  }
}

/** What the host has registered is registered, whatever happened to the draft meanwhile: it becomes again what was sent. */
async function complete(deps: DraftDeps, sent: Draft, view: View, answer: Registered, present: Present): Promise<Signed> {
  const registered = { caseId: answer.caseId, requestNumber: answer.requestNumber, at: answer.registeredAt }
  const actor = stepById(view.steps, sent.stepId).system ?? 'IS-PORTAL'
  const mark = { stepId: sent.stepId, outcome: null, actor, facts: { requestNumber: answer.requestNumber } }
  let before: Draft | null = sent
  for (let tries = 0; tries < MAX_TRIES && before !== null; tries += 1) {
    if (before.status === 'registered') return { kind: 'registered' }
    const next = (tx: store.DraftSql) => afterEnd(deps, tx, sent.id, present)
    if (await write(deps, before, { ...sent, status: 'registered', registered }, [mark], next)) return { kind: 'registered' }
    before = await store.readDraft(deps.database.sql, sent.id)
  }
  throw new Fault('Expected to write down a registration but other changes of the draft were faster each time', { retry: 'later' })
}

/** Whoever gave the power of attorney hears of what was filed by it, where they are registered here. */
async function tellPrincipal(deps: DraftDeps, { id, power }: Draft, requestNumber: string): Promise<void> {
  if (power === null) return
  const { iin, bin } = power.principal
  const known = bin !== null ? await signersOf(deps, bin) : iin === null ? [] : [await deps.personOfIin(iin)]
  const { subject, text } = texts.represented
  const words = { subject, text: fillText(text, { number: requestNumber, power: power.number }) }
  for (const person of known)
    if (person !== null) await deps.tell(person, { key: `portal:represented:${id}:${person.accountId}`, ...words })
}

/** Keeps what was signed until the revocation service can be asked. */
export async function waitForRevocation(
  deps: DraftDeps,
  draft: Draft,
  change: store.DraftChange,
  detail: string,
  againMs: number,
  why: 'judge' | 'register' = 'judge',
): Promise<Signed> {
  const stepId = change.stepId ?? draft.stepId
  const mark = { stepId, outcome: null, actor: 'IS-PORTAL', facts: { why: 'waitsForRevocation', detail } }
  const nextAt = laterBy(deps.technicalClock, againMs)
  const written = await write(deps, draft, change, [mark], (tx) => store.rememberRetry(tx, draft.id, why, nextAt))
  return written ? { kind: 'waiting' } : stored(deps, draft.id)
}

const WAIT_AGAIN_MS = 30_000

/** The host refused for good: the draft is open again where it is signed, with everything typed and paid. */
async function giveBack(deps: DraftDeps, draft: Draft, view: View, refusal: Refusal, present: Present): Promise<Signed> {
  const { condition, step: notice } = stepAfterRefusedSignature(view)
  // Where the host judged the signature itself and says no, that is the table's own notice.
  const fault = SIGNATURE_FAULT_REASONS.find((each) => refusal.code === `trust.signature-${each}`)
  const isSignature = fault !== undefined || refusal.code === 'portal.attachment-changed'
  const step = isSignature ? notice : (signingStep(view.steps) ?? notice)
  const actor = stepById(view.steps, draft.stepId).system ?? 'IS-PORTAL'
  const mark = refusalMark(isSignature ? (condition?.id ?? draft.stepId) : draft.stepId, actor, fault ?? refusal.code, refusal)
  const next = (tx: store.DraftSql) => afterEnd(deps, tx, draft.id, present)
  const written = await write(deps, draft, { status: 'open', stepId: step.id, ...UNSIGNED }, [mark], next)
  return written ? { kind: 'refused', refusal } : stored(deps, draft.id)
}
