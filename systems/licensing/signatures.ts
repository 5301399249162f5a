// What a signature on a paper of this room needs, whoever signs and whatever it is: a result, minutes, a letter.
import { hash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Waiting } from '@ruqsat/caseflow/host'
import { actingPosition } from '@ruqsat/documents'
import type { Actor } from '@ruqsat/engine'
import { Fault, type Instant, type Json, type Refusal } from '@ruqsat/foundation'
import type { SignerRole } from '@ruqsat/trust/contract'
import { shelfOf, type LicensingParts, type StaffRecord } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { storeSignedFile, type DocumentRow } from './store/documents.ts'

/** Whose name, key and post are on the paper: of who acts by an order, the post that they act in. */
export async function signerOf(room: LicensingParts, actor: Actor): Promise<StaffRecord> {
  const own = await staffOf(room, actor.id)
  const { onBehalfOf = null } = actor.kind === 'staff' ? actor : {}
  if (onBehalfOf === null) return own
  const { position, signs } = await staffOf(room, onBehalfOf.id)
  return { ...own, signs: own.signs !== false && signs !== false, position: actingPosition(position, onBehalfOf.order) }
}

async function staffOf(room: LicensingParts, id: string): Promise<StaffRecord> {
  const record = await room.deps.staff(id)
  if (record === null) throw new Fault(`Expected '${id}' in the directory of staff but it has no such official`)
  return record
}

/** Whether the paper names this very person in this very post: another order is another paper. */
export function isForSigner(row: Pick<DocumentRow, 'signerId' | 'signerPosition'>, { id, position }: StaffRecord): boolean {
  return row.signerId === id && isDeepStrictEqual(row.signerPosition, position)
}

/** The paper to sign, if it is of this case and of who signs it now. */
export function paperToSign(row: DocumentRow | null, caseId: string, signer: StaffRecord): DocumentRow | Refusal {
  if (row === null || row.caseId !== caseId) return refuseLicensing('licensing.document-not-found')
  return isForSigner(row, signer) ? row : refuseLicensing('licensing.signer-differs')
}

type Signing = {
  readonly row: DocumentRow
  readonly signer: StaffRecord
  readonly at: Instant
  /** Who may sign for an authority, as their certificate states it; left out where anybody signs for themselves. */
  readonly roles?: readonly SignerRole[]
}
type Completed = { readonly kind: 'completed'; readonly sha256: string; readonly certificateSha256: string }

/** Verifies the official's CMS completely, assembles the file, verifies that once more as a stranger would, and keeps it. */
export async function completeSignature(
  { deps }: LicensingParts,
  { row, signer, at, roles }: Signing,
  cms: Uint8Array,
): Promise<Completed | Waiting | Refusal> {
  const { trust } = deps
  if (signer.signs === false) return refuseLicensing('licensing.signing-withdrawn')
  const verdict = await trust.completePdfSignature({
    prepared: { pdf: row.prepared, byteRange: row.byteRange, sha256: row.preparedSha256 },
    cms,
    at,
    madeAt: row.preparedAt,
    expect: { iin: signer.iin, ...(signer.bin && { bin: signer.bin }), purpose: 'sign', ...(roles && { roles }) },
  })
  if (verdict.kind === 'refused') return verdict.refusal
  if (verdict.kind === 'waiting') return { kind: 'waiting' }
  const report = await trust.verifyPdf(verdict.pdf, { at, evidence: verdict.evidence, offline: true })
  if (report.kind !== 'valid')
    throw new Fault(
      `Expected the assembled file to be valid but it is ${report.kind}: ${report.detail ?? report.signatures[0]?.verdict.kind ?? ''}`,
    )
  const sha256 = hash('sha256', verdict.pdf)
  await storeSignedFile(shelfOf(deps), row, sha256, verdict.pdf, verdict.evidence as unknown as Json)
  return { kind: 'completed', sha256, certificateSha256: verdict.signer.certificateSha256 }
}
