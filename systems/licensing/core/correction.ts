// What must hold of a request that was corrected, apart from its signature: it is the same request, and only what was asked for is changed.
import type { CorrectionSubmission } from '@ruqsat/caseflow/host'
import { requestChanges, type SignedRequest } from '@ruqsat/documents'
import { TEXT_LIMIT, type MissingItem } from '@ruqsat/engine'
import { canonicalJson, type Refusal } from '@ruqsat/foundation'
import { refuseLicensing } from '../refusals.ts'
import { attachmentFacts } from './submission.ts'

export type Corrected = {
  readonly signed: SignedRequest
  readonly sent: CorrectionSubmission
  /** The request that counts until now, with its digest. */
  readonly before: SignedRequest
  readonly beforeSha256: string
  readonly requestNumber: string
  readonly missing: readonly MissingItem[]
}

export function correctionFault(corrected: Corrected): Refusal | null {
  return sameRequestFault(corrected) ?? changeFault(corrected)
}

function sameRequestFault({ signed, sent, before, beforeSha256, requestNumber }: Corrected): Refusal | null {
  const { corrects, applicant } = signed
  if (corrects?.requestNumber !== requestNumber || corrects.requestSha256 !== beforeSha256)
    return refuseLicensing('licensing.correction-of-another')
  const { kind, iin, bin, name } = sent.party
  // A firm's request may be signed by another who signs for it; an individual's only by that person.
  const isSame = bin === null ? iin === before.applicant.iin : bin === before.applicant.bin
  if (kind !== before.applicant.kind || !isSame) return refuseLicensing('licensing.correction-differs', { facts: { what: 'applicant' } })
  const pairs: readonly (readonly [what: string, one: unknown, other: unknown])[] = [
    ['edition', signed.edition, before.edition],
    ['variant', signed.variant, before.variant],
    ['view', signed.view, before.view],
    ['form', signed.form, before.form],
    ['payment', signed.payment, before.payment],
    ['statements', signed.statements, before.statements],
    ['representative', signed.representative, sent.party.representative],
    ['applicant', applicant, { kind, iin, bin, name }],
    ['attachments', signed.attachments.map(attachmentFacts), sent.attachments.map(attachmentFacts)],
  ]
  const differing = pairs.find(([, one, other]) => canonicalJson(one ?? null) !== canonicalJson(other ?? null))
  return differing === undefined ? null : refuseLicensing('licensing.correction-differs', { facts: { what: differing[0] } })
}

/** Something is changed or said, and nothing that was not asked for: the rest of the case was considered as it is. */
function changeFault({ signed, before, missing }: Corrected): Refusal | null {
  const changes = requestChanges(before, signed)
  const isAsked = ({ on, id }: { readonly on: string; readonly id: string }) =>
    missing.some((item) => item.on !== 'other' && item.on === on && item.id === id)
  const stray = changes.filter((change) => !isAsked(change)).map(({ label }) => label)
  if (stray.length > 0) return refuseLicensing('licensing.correction-not-asked', { facts: { what: stray.join(', ') } })
  const note = signed.corrects?.note.trim() ?? ''
  if (note.length > TEXT_LIMIT) return refuseLicensing('licensing.correction-note-too-long', { facts: { most: TEXT_LIMIT } })
  return changes.length === 0 && note === '' ? refuseLicensing('licensing.correction-empty') : null
}
