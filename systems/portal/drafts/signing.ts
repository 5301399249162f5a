import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { stepWithAction, type Step } from '@ruqsat/law'
import type { SignatureVerdict, SignerRole } from '@ruqsat/trust/contract'
import { advance } from '../core/walk.ts'
import { refusePortal } from '../refusals.ts'
import type { DraftDeps } from './deps.ts'
import { write } from './drafts.ts'
import { freezeRequest, sha256Hex } from './frozen.ts'
import type { Draft, OpenDraft, Person } from './model.ts'
import { register } from './registration.ts'
import * as store from './store.ts'

/** What became of a signature that was sent in. */
export type Signed =
  | { readonly kind: 'registered' }
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** The exact bytes that are signed. They are frozen when first asked for and stay until the form is opened again. */
export async function bytesToSign(deps: DraftDeps, open: OpenDraft, person: Person): Promise<{ readonly bytes: Uint8Array; readonly sha256: string } | Refusal> {
  if (open.draft.frozen !== null) return open.draft.frozen
  if (!mayBeSigned(open.step) || open.draft.status !== 'open') return refusePortal('not-ready-to-sign')
  const frozen = freezeRequest(open, person, await deps.legalClock.now())
  if (await write(deps, open.draft, { frozen }, [])) return frozen
  const now = await store.readDraft(deps.database.sql, open.draft.id)
  return now?.frozen ?? refusePortal('draft-busy')
}

function mayBeSigned(step: Step): boolean {
  return step.action === 'chooseCertificate' || step.action === 'sign' || step.action === 'noticeSignatureRefused'
}

/**
 * Takes the signature over the frozen bytes. First the table's condition on the certificate, then the signature itself; what is refused
 * is the table's notice with its reason. A revocation service out of reach refuses nothing: the signature is kept and the request waits.
 * Idempotent: a second click finds the request registered.
 */
export async function submitSignature(deps: DraftDeps, open: OpenDraft, person: Person, cms: Uint8Array): Promise<Signed> {
  if (open.draft.status === 'registered') return { kind: 'registered' }
  if (open.draft.frozen === null || !mayBeSigned(open.step)) return { kind: 'refused', refusal: refusePortal('not-ready-to-sign') }
  if (cms.length === 0) return { kind: 'refused', refusal: refusePortal('signature-unreadable') }
  return judge(deps, open, person, cms)
}

/** Judges a signature that was just made or has waited; the same path for both. */
export async function judge(deps: DraftDeps, open: OpenDraft, person: Person, cms: Uint8Array): Promise<Signed> {
  const { draft } = open
  const at = await deps.legalClock.now()
  const changed = await attachmentsChanged(deps, open)
  const verdict: SignatureVerdict | Refusal = changed ?? (await deps.trust.verifyDetached({ cms, content: draft.frozen!.bytes, at, expect: expectedSigner(person) }))
  if (isRefusal(verdict)) return refused(deps, open, verdict, 'changed-content')
  if (verdict.kind === 'refused') return refused(deps, open, verdict.refusal, verdict.reason)
  if (verdict.kind === 'waiting') return wait(deps, draft, cms, verdict.reason)
  const path = successPath(open)
  const marks = path.marks.map((mark) => ({ ...mark, actor: mark.outcome === null ? 'applicant' : 'IS-PORTAL', facts: { certificate: verdict.signer.certificateSha256 } }))
  const intent = { status: 'waiting', stepId: path.stepId, cms, evidence: verdict.evidence, signedAt: at } as const
  // The intent is written before the act: whoever finds this row goes on with the registration, we or the retry loop.
  if (!(await write(deps, draft, intent, marks, (tx) => remember(deps, tx, draft.id, 'register', 0)))) return stored(deps, draft.id)
  return register(deps, draft.id, person)
}

/** A firm's request is signed by its first head or a person with the right to sign; others are refused as the wrong role. */
const FIRM_SIGNERS: readonly SignerRole[] = ['first-head', 'signatory']
const INDIVIDUAL_SIGNERS: readonly SignerRole[] = ['individual']

export function expectedSigner(person: Person) {
  return person.bin === null
    ? ({ iin: person.iin, purpose: 'sign', roles: INDIVIDUAL_SIGNERS } as const)
    : ({ iin: person.iin, bin: person.bin, purpose: 'sign', roles: FIRM_SIGNERS } as const)
}

/** The files as they are kept must still be the files that the frozen request names. */
async function attachmentsChanged(deps: DraftDeps, open: OpenDraft): Promise<Refusal | null> {
  const named = JSON.parse(new TextDecoder().decode(open.draft.frozen!.bytes)) as { attachments: { sha256: string }[] }
  const digests: string[] = []
  for (const file of open.attachments) digests.push(sha256Hex((await store.attachmentBytes(deps.database.sql, open.draft.id, file.id)) ?? new Uint8Array()))
  const same = named.attachments.length === digests.length && named.attachments.every((each, place) => each.sha256 === digests[place])
  return same ? null : refusePortal('attachment-changed')
}

/** From the choice of the certificate to the registration, along the table. */
function successPath(open: OpenDraft): { readonly marks: readonly { readonly stepId: string; readonly outcome: 'yes' | null }[]; readonly stepId: string } {
  const marks: { stepId: string; outcome: 'yes' | null }[] = []
  let step: Step | null = stepWithAction(open.view.steps, 'chooseCertificate') ?? stepWithAction(open.view.steps, 'sign')
  while (step !== null && step.action !== 'registerRequest') {
    const outcome = step.shape === 'condition' ? 'yes' : null
    marks.push({ stepId: step.id, outcome })
    step = advance(open.view, step.id, outcome ?? 'done').step
  }
  return { marks, stepId: step?.id ?? open.step.id }
}

async function refused(deps: DraftDeps, open: OpenDraft, refusal: Refusal, reason: string): Promise<Signed> {
  const condition = stepWithAction(open.view.steps, 'checkCertificate')
  const notice = condition === null ? open.step : (advance(open.view, condition.id, 'no').step ?? open.step)
  const marks = condition === null ? [] : [{ stepId: condition.id, outcome: 'no', actor: 'IS-PORTAL', facts: { reason } }]
  const change = { status: 'open', stepId: notice.id, cms: null, evidence: null, signedAt: null } as const
  await write(deps, open.draft, change, marks, async (tx) => void (await tx`delete from portal.retry where draft_id = ${open.draft.id}`))
  return { kind: 'refused', refusal }
}

async function wait(deps: DraftDeps, draft: Draft, cms: Uint8Array, why: string): Promise<Signed> {
  if (draft.status === 'waiting') return { kind: 'waiting' }
  await write(deps, draft, { status: 'waiting', cms }, [{ stepId: draft.stepId, outcome: null, actor: 'IS-PORTAL', facts: { why: 'waitsForRevocation', detail: why } }], (tx) => remember(deps, tx, draft.id, 'judge', FIRST_RETRY_MS))
  return { kind: 'waiting' }
}

/** Long enough not to press a service that is down, short enough that the person still sits there. */
const FIRST_RETRY_MS = 15_000

async function remember(deps: DraftDeps, tx: Parameters<typeof store.addMark>[0], draftId: string, why: 'judge' | 'register', afterMs: number): Promise<void> {
  const nextAt = new Date(deps.technicalClock.ms() + (why === 'register' ? REGISTER_GRACE_MS : afterMs)).toISOString()
  await tx`
    insert into portal.retry (draft_id, why, next_at) values (${draftId}, ${why}, ${nextAt})
    on conflict (draft_id) do update set why = excluded.why, attempts = 0, next_at = excluded.next_at, leased_until = null`
}

/** The request that signs goes on to register at once; the retry loop looks only after it must have died. */
const REGISTER_GRACE_MS = 20_000

async function stored(deps: DraftDeps, draftId: string): Promise<Signed> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  if (draft?.status === 'registered') return { kind: 'registered' }
  return draft?.status === 'waiting' ? { kind: 'waiting' } : { kind: 'refused', refusal: refusePortal('draft-busy') }
}
