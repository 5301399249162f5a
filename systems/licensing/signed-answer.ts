// What a party signs about a case that is open: their own signature counts, or that of who filed for them, while the power of attorney holds.
import type { Party } from '@ruqsat/caseflow/host'
import { expectedSignerOf } from '@ruqsat/documents'
import { isRefusal, type Instant, type Json, type Refusal } from '@ruqsat/foundation'
import type { LicensingParts } from './deps.ts'
import { powerHolds, representativeOf } from './powers.ts'
import type { OpenedCase } from './views.ts'

type Signed = {
  readonly party: Party
  readonly content: Uint8Array
  readonly cms: Uint8Array
  /** For which signature and power are judged, and when it was made by its own word. */
  readonly at: Instant
  readonly madeAt: Instant
}

/** `later`: the signature or the power cannot be judged now, because who knows is silent. The signature is judged first. */
export async function judgeSigned(
  room: LicensingParts,
  { caseId, edition, variant }: OpenedCase,
  { party, content, cms, at, madeAt }: Signed,
): Promise<{ readonly kind: 'counts'; readonly evidence: Json } | Refusal | 'later'> {
  const verdict = await room.deps.trust.verifyDetached({
    cms,
    content,
    at,
    madeAt,
    expect: expectedSignerOf(representativeOf(party), party),
  })
  if (verdict.kind === 'refused') return verdict.refusal
  const { source } = variant.procedure
  const power = await powerHolds(room, { idempotencyKey: caseId, party, edition, source, now: at })
  if (power !== null && isRefusal(power)) return power
  if (power === 'later' || verdict.kind === 'waiting') return 'later'
  return { kind: 'counts', evidence: verdict.evidence as unknown as Json }
}
