import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Registered, Submission } from '@ruqsat/caseflow'
import { stepWithAction } from '@ruqsat/law'
import { refusePortal } from '../refusals.ts'
import type { DraftDeps } from './deps.ts'
import { write } from './drafts.ts'
import type { Draft, Person } from './model.ts'
import type { Signed } from './signing.ts'
import * as store from './store.ts'

/** The host could not ask about revocation just now: the request waits and nothing is lost. */
const WAITS = /revocation-unreachable$/

/**
 * Hands the signed request over to the host that the edition names. The draft's id is the idempotency key, so that a crash anywhere
 * between the intent and the answer, or two windows, still make one case with one number.
 */
export async function register(deps: DraftDeps, draftId: string, person: Person): Promise<Signed> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  if (draft === null) return { kind: 'refused', refusal: refusePortal('draft-not-found') }
  if (draft.status === 'registered') return { kind: 'registered' }
  const edition = deps.edition(draft.editionHash)
  const host = edition && deps.hosts[edition.regulation.host]
  if (edition === null || !host || draft.frozen === null || draft.cms === null) return { kind: 'refused', refusal: refusePortal('not-ready-to-sign') }
  const attachments = await store.attachmentsOf(deps.database.sql, draft.id)
  for (const file of attachments) {
    const bytes = await store.attachmentBytes(deps.database.sql, draft.id, file.id)
    const refusal = bytes === null ? refusePortal('attachment-changed') : await host.storeAttachment({ sha256: file.sha256, bytes })
    if (refusal !== null) return giveBack(deps, draft, refusal)
  }
  const answer = await host.register(submission(draft, person, attachments))
  if (!isRefusal(answer)) return complete(deps, draft, answer)
  return WAITS.test(answer.code) ? { kind: 'waiting' } : giveBack(deps, draft, answer)
}

function submission(draft: Draft, person: Person, attachments: Awaited<ReturnType<typeof store.attachmentsOf>>): Submission {
  return {
    idempotencyKey: draft.id,
    regulation: draft.regulation,
    editionHash: draft.editionHash,
    variant: draft.variant,
    view: draft.view,
    party: { accountId: person.accountId, kind: person.kind, iin: person.iin, bin: person.bin, name: person.organisation ?? person.name, address: person.address, phone: person.phone, email: person.email, language: draft.language },
    contentBase64: Buffer.from(draft.frozen!.bytes).toString('base64'),
    cmsBase64: Buffer.from(draft.cms!).toString('base64'),
    attachments: attachments.map(({ slot, name, mediaType, sizeBytes, sha256 }) => ({ slot, name, mediaType, sizeBytes, sha256 })),
    payment: draft.payment === null ? null : { orderId: draft.payment.orderId, amountTiyn: draft.payment.amountTiyn, paidAt: draft.payment.paidAt },
  }
}

async function complete(deps: DraftDeps, draft: Draft, answer: Registered): Promise<Signed> {
  const registered = { caseId: answer.caseId, requestNumber: answer.requestNumber, at: answer.registeredAt, total: answer.total }
  const mark = { stepId: draft.stepId, outcome: null, actor: 'IS-LICENSING', facts: { requestNumber: answer.requestNumber } }
  const written = await write(deps, draft, { status: 'registered', registered }, [mark], async (tx) => void (await tx`delete from portal.retry where draft_id = ${draft.id}`))
  if (written) return { kind: 'registered' }
  const now = await store.readDraft(deps.database.sql, draft.id)
  return now?.status === 'registered' ? { kind: 'registered' } : { kind: 'refused', refusal: refusePortal('draft-busy') }
}

/** The host refused for good: the draft is open again where it is signed, with everything typed and paid. */
async function giveBack(deps: DraftDeps, draft: Draft, refusal: Refusal): Promise<Signed> {
  const steps = deps.edition(draft.editionHash)?.regulation.variants.find((each) => each.id === draft.variant)?.views.find((each) => each.id === draft.view)?.steps ?? []
  const step = stepWithAction(steps, 'chooseCertificate') ?? stepWithAction(steps, 'sign')
  const change = { status: 'open', stepId: step?.id ?? draft.stepId, frozen: null, cms: null, evidence: null, signedAt: null } as const
  await write(deps, draft, change, [{ stepId: draft.stepId, outcome: 'no', actor: 'IS-LICENSING', facts: { reason: refusal.code } }], async (tx) => void (await tx`delete from portal.retry where draft_id = ${draft.id}`))
  return { kind: 'refused', refusal }
}
