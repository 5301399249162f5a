import { laterBy } from '@ruqsat/database'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { CaseHost, Registered, Submission } from '@ruqsat/caseflow'
import { SIGNATURE_FAULT_REASONS } from '@ruqsat/trust/contract'
import { findVariant, findView, stepById, type Edition, type View } from '@ruqsat/law'
import { signingStep } from '../core/walk.ts'
import { eachNamedFile } from './attached.ts'
import type { DraftDeps } from './deps.ts'
import { readFrozen } from './frozen.ts'
import { contactOf } from './known.ts'
import type { Draft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'
import { refusalMark, stepAfterRefusedSignature } from './refused.ts'
import { afterEnd, stored, type Present, type Signed } from './signed.ts'
import * as store from './store.ts'
import { UNSIGNED, write } from './write.ts'

/** Two writers of one draft at once are rare; after so many a defect is likelier than bad luck. */
const MAX_TRIES = 8

/**
 * Hands the signed request over to the host that the edition names. The draft's id is the idempotency key, so that a crash anywhere
 * between the intent and the answer, or two windows, still make one case with one number. Throws where the outcome is not known:
 * the retry round then asks again.
 */
export async function register(deps: DraftDeps, draftId: string, person: Person, present: Present): Promise<Signed> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  if (draft?.status === 'registered') return { kind: 'registered' }
  if (draft?.status !== 'waiting' || draft.frozen === null || draft.cms === null) return stored(deps, draftId)
  const { host, edition, view } = hostOf(deps, draft)
  const authority = edition.regulation.authority.id
  const submission = submissionOf(draft, person, await contactOf(deps, draft, person))
  const named = readFrozen(draft.frozen.bytes).attachments
  const notStored = await eachNamedFile(deps, draft.id, named, (file, bytes) =>
    host.storeAttachment({ authority, sha256: file.sha256, bytes }),
  )
  if (notStored !== null) return giveBack(deps, draft, view, notStored, present)
  const answer = await host.register(submission)
  if (isRefusal(answer)) return giveBack(deps, draft, view, answer, present)
  return answer.kind === 'waiting' ? waitAgain(deps, draft, view) : complete(deps, draft, view, answer, present)
}

function hostOf(deps: DraftDeps, draft: Draft): { readonly host: CaseHost; readonly edition: Edition; readonly view: View } {
  const edition = deps.edition(draft.editionHash)
  const host = edition && deps.hosts[edition.regulation.host]
  const variant = edition && findVariant(edition.regulation, draft.variant)
  const view = variant && findView(variant, draft.view)
  if (!edition || !host || !view)
    throw new Fault('Expected the edition and the host of a signed request but this installation has them no longer', { retry: 'later' })
  return { host, edition, view }
}

/** What is sent is what was signed: files and payment are those of the frozen bytes. `person` signed; `contact` hears of it. */
function submissionOf(draft: Draft, person: Person, contact: Person): Submission {
  const { iin, bin, kind, accountId } = person
  const { address, phone, email } = contact
  const { attachments, payment } = readFrozen(draft.frozen!.bytes)
  return {
    idempotencyKey: draft.id,
    regulation: draft.regulation,
    editionHash: draft.editionHash,
    variant: draft.variant,
    view: draft.view,
    party: { accountId, kind, iin, bin, name: person.organisation ?? person.name, address, phone, email, language: draft.language },
    contentBase64: Buffer.from(draft.frozen!.bytes).toString('base64'),
    cmsBase64: Buffer.from(draft.cms!).toString('base64'),
    attachments: attachments.map(({ slot, name, mediaType, sizeBytes, sha256 }) => ({ slot, name, mediaType, sizeBytes, sha256 })),
    payment: payment === null ? null : { orderId: payment.orderId, amountTiyn: payment.amountTiyn, paidAt: payment.paidAt },
  }
}

/** What the host has registered is registered, whatever happened to the draft meanwhile: it becomes again what was sent. */
async function complete(deps: DraftDeps, sent: Draft, view: View, answer: Registered, present: Present): Promise<Signed> {
  const registered = { caseId: answer.caseId, requestNumber: answer.requestNumber, at: answer.registeredAt, total: answer.total }
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

/** Back to judging: this call has registered nothing, so that the person may also go back to the form. */
async function waitAgain(deps: DraftDeps, draft: Draft, view: View): Promise<Signed> {
  const stepId = signingStep(view.steps)?.id ?? draft.stepId
  const mark = { stepId, outcome: null, actor: 'IS-PORTAL', facts: { why: 'waitsForRevocation', detail: 'asked by the host' } }
  const nextAt = laterBy(deps.technicalClock, WAIT_AGAIN_MS)
  const written = await write(deps, draft, { stepId }, [mark], (tx) => store.rememberRetry(tx, draft.id, 'judge', nextAt))
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
