import { laterBy } from '@ruqsat/database'
import { hash } from 'node:crypto'
import { expectedSeal, expectedSignerOf } from '@ruqsat/documents'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { nextStep, registeringStep, signingStep } from '@ruqsat/law'
import type { SignatureVerdict } from '@ruqsat/trust/contract'
import { accessTo } from '../core/access.ts'
import { refusePortal } from '../../refusals.ts'
import { eachNamedFile, freezeRequest, readFrozen } from './frozen.ts'
import type { DraftDeps, Draft, OpenDraft } from './model.ts'
import { offerFault, onDraft } from './drafts.ts'
import { lifeFault } from './filling.ts'
import { knownOf } from './known.ts'
import type { Person } from '../../registration/people/person.ts'
import { refusalMark, stepAfterRefusedSignature } from './refused.ts'
import { register, waitForRevocation, afterEnd, stored, type Present, type Signed } from './registration.ts'
import { powerFault, powerOfDraft } from './powers.ts'
import * as store from './store.ts'
import { byPerson, type NewMark, TOO_LATE, write } from './write.ts'

type Frozen = NonNullable<Draft['frozen']>

/**
 * The exact bytes that are signed. They are frozen for the person who will sign, when first asked for, and stay until the form is opened
 * again or another signer of the firm asks for theirs: the request names who signs.
 */
export async function bytesToSign(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Frozen | Refusal> {
  return onDraft<Frozen | Refusal>(deps, open, person, async (now) => {
    const { frozen: kept, status } = now.draft
    const over = status === 'open' ? await lifeFault(deps, now) : null
    if (over !== null) return over.refusal
    if (kept !== null && (status !== 'open' || now.draft.signerAccountId === person.accountId)) return kept
    if (accessTo(person, now.draft, 'sign') !== 'allowed') return refusePortal('may-not-sign-for-firm')
    if (!mayBeSigned(now) || now.draft.status !== 'open') return refusePortal('not-ready-to-sign')
    const closed = (await offerFault(deps, now)) ?? (await powerFault(deps, powerOfDraft(now), person))
    if (closed !== null) return closed
    const values = { ...now.draft.values, ...(await knownOf(deps, now, now.draft, person)) }
    const frozen = freezeRequest({ ...now, draft: { ...now.draft, values } }, person, await deps.legalClock.now())
    return (await write(deps, now.draft, { values, frozen, signerAccountId: person.accountId }, [])) ? frozen : TOO_LATE
  })
}

function mayBeSigned({ step, view }: OpenDraft): boolean {
  const { action } = step
  return step === signingStep(view.steps) || action === 'chooseCertificate' || action === 'sign' || action === 'noticeSignatureRefused'
}

/**
 * Takes the signature over the frozen bytes. First the table's condition on the certificate, then the signature itself; what is refused
 * is the table's notice with its reason. A revocation service out of reach refuses nothing: the signature is kept and the request waits.
 * Idempotent: a second click finds the request registered, or waiting.
 */
export async function submitSignature(deps: DraftDeps, open: OpenDraft, person: Person, cms: Uint8Array): Promise<Signed> {
  const { status } = open.draft
  if (status === 'registered' || status === 'waiting') return { kind: status }
  const fault = await signingFault(deps, open, person)
  if (fault !== null) return { kind: 'refused', refusal: fault }
  if (cms.length === 0) return { kind: 'refused', refusal: refusePortal('signature-unreadable') }
  return judge(deps, open, person, { content: open.draft.frozen!.bytes, cms }, 'present')
}

/** Why this person may not sign or confirm what is frozen, now. */
export async function signingFault(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Refusal | null> {
  const { draft } = open
  if (draft.status !== 'open' || draft.frozen === null || !mayBeSigned(open)) return refusePortal('not-ready-to-sign')
  if (accessTo(person, draft, 'sign') !== 'allowed') return refusePortal('may-not-sign-for-firm')
  if (draft.signerAccountId !== person.accountId) return refusePortal('other-signer')
  // What is signed when its days are over would come to nothing.
  return (
    (await offerFault(deps, open)) ?? (await powerFault(deps, powerOfDraft(open), person)) ?? (await lifeFault(deps, open))?.refusal ?? null
  )
}

/** What was signed by the person or sealed by the portal, with the signature over it, and facts for the mark of the check. */
export type Proven = { readonly content: Uint8Array; readonly cms: Uint8Array; readonly facts?: Readonly<Record<string, string>> }

/** Whose signature counts over these bytes. */
function expectedOver(deps: DraftDeps, content: Uint8Array, person: Person) {
  if (readFrozen(content).schema !== 'ruqsat.sealed/1') return expectedSignerOf(person.representative, person)
  if (deps.confirming === null)
    throw new Fault('Expected the seal of the portal, which a waiting request bears, but this installation has it no longer', {
      retry: 'later',
    })
  return expectedSeal(deps.confirming.seal.bin)
}

/**
 * Judges a signature that was just made or has waited; the same path for both. The instant that matters is that of receipt: who signed in
 * time loses nothing because a service was down.
 */
export async function judge(
  deps: DraftDeps,
  open: OpenDraft,
  person: Person,
  { content, cms, facts: own = {} }: Proven,
  present: Present,
): Promise<Signed> {
  const { draft } = open
  // A seal is over more than what was frozen for the person: from here on that is what the draft holds.
  const frozen = { bytes: content, sha256: hash('sha256', content) }
  const at = draft.status === 'waiting' && draft.signedAt !== null ? draft.signedAt : await deps.legalClock.now()
  const changed = await eachNamedFile(deps, draft.id, readFrozen(content).attachments, async () => null)
  const verdict: SignatureVerdict | Refusal =
    changed ?? (await deps.trust.verifyDetached({ cms, content, at, expect: expectedOver(deps, content, person) }))
  if (isRefusal(verdict)) return refused(deps, open, verdict, 'changed-content', present)
  if (verdict.kind === 'refused') return refused(deps, open, verdict.refusal, verdict.reason, present)
  // A correction has its own term, which the host keeps: it is handed over, and the host judges it by the instant at which it came.
  const isHandedOver = verdict.kind === 'waiting' && draft.corrects !== null
  if (verdict.kind === 'waiting' && !isHandedOver)
    return draft.status === 'waiting'
      ? { kind: 'waiting' }
      : waitForRevocation(deps, draft, { status: 'waiting', frozen, cms, signedAt: at }, verdict.reason, FIRST_RETRY_MS)
  const path = successPath(open)
  const certificate = verdict.kind === 'waiting' ? null : verdict.signer.certificateSha256
  const facts: Readonly<Record<string, string>> = { ...own, ...(certificate === null ? { why: 'waitsForRevocation' } : { certificate }) }
  const marks = path.marks.map((mark) => ({ ...mark, ...(mark.outcome === null ? byPerson(person) : { actor: 'IS-PORTAL' }), facts }))
  const intent = {
    status: 'waiting',
    stepId: path.stepId,
    frozen,
    cms,
    evidence: verdict.kind === 'waiting' ? null : verdict.evidence,
    signedAt: at,
  } as const
  // The intent is written before the act: whoever finds this row goes on with the registration, we or the retry round.
  const graceEnds = laterBy(deps.technicalClock, REGISTER_GRACE_MS)
  if (!(await write(deps, draft, intent, marks, (tx) => store.rememberRetry(tx, draft.id, 'register', graceEnds)))) {
    return stored(deps, draft.id)
  }
  if (present === 'away') return register(deps, draft.id, person, present)
  return register(deps, draft.id, person, present).catch((error: unknown) => {
    deps.warn('A registration was cut off; the background round goes on with it', { draftId: draft.id, error: String(error).slice(0, 300) })
    return { kind: 'waiting' }
  })
}

/** From the choice of the certificate to the registration, along the table. */
function successPath({ view, step: here }: OpenDraft) {
  const marks: Pick<NewMark, 'stepId' | 'outcome'>[] = []
  const registers = registeringStep(view)
  let step = signingStep(view.steps)
  while (step !== null && step !== registers) {
    const outcome = step.shape === 'condition' ? 'yes' : null
    marks.push({ stepId: step.id, outcome })
    step = nextStep(view.steps, step, outcome ?? 'done')
  }
  return { marks, stepId: step?.id ?? here.id }
}

async function refused(deps: DraftDeps, open: OpenDraft, refusal: Refusal, reason: string, present: Present): Promise<Signed> {
  const { draft } = open
  const { condition, step } = stepAfterRefusedSignature(open.view)
  const mark = refusalMark(condition?.id ?? step.id, 'IS-PORTAL', reason, refusal)
  // What the portal sealed is let go: what is confirmed or signed next is the request itself.
  const wasSealed = draft.frozen !== null && readFrozen(draft.frozen.bytes).schema === 'ruqsat.sealed/1'
  const unsealed = wasSealed ? ({ frozen: null, signerAccountId: null } as const) : {}
  const change = { status: 'open', stepId: step.id, cms: null, evidence: null, signedAt: null, ...unsealed } as const
  const next = (tx: store.DraftSql) => afterEnd(deps, tx, draft.id, present)
  return (await write(deps, draft, change, [mark], next)) ? { kind: 'refused', refusal } : stored(deps, draft.id)
}

/** Long enough not to press a service that is down, short enough that the person still sits there. */
const FIRST_RETRY_MS = 15_000

/** The request that signs goes on to register at once; the retry round looks only after it must have died. */
const REGISTER_GRACE_MS = 20_000
