// What every paper of a case that is not its result shares, whoever signs it: set in type, kept, prepared for one signature.
import { randomUUID } from 'node:crypto'
import { toLocal } from '@ruqsat/clock'
import type { PreparedResult } from '@ruqsat/caseflow/host'
import type { NonAcceptanceInput } from '@ruqsat/documents'
import { decide, type Actor, type Command, type WorkPaper } from '@ruqsat/engine'
import { Fault, isRefusal, parsePrintableData, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { LicensingParts, StaffRecord } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import { isForSigner } from './signatures.ts'
import { readDocumentRow, type DocumentRow } from './store/documents.ts'
import type { OpenedCase } from './views.ts'

export type AskedCommand = Command extends infer C ? (C extends Command ? Omit<C, 'newIds'> : never) : never

/** Why the engine would not take it, or null: asked before anything is kept. */
export function mayBe(room: LicensingParts, { state, edition, now }: OpenedCase, command: AskedCommand, actor: Actor): Refusal | null {
  const newIds = Array.from({ length: 200 }, () => 'asked-beforehand')
  const answer = decide(state, { ...command, newIds } as Command, actor, now, { edition, tables: room.deps.regulations.tables })
  return isRefusal(answer) ? answer : null
}

type Common = Pick<
  NonAcceptanceInput,
  'regulation' | 'zone' | 'signer' | 'requestNumber' | 'registeredAt' | 'holder' | 'verifyUrl' | 'qr' | 'sandbox'
>

/** What such a paper says of the case; it is in no register, so that its file itself is verified. */
export function paperOf({ deps }: LicensingParts, { opening, edition, state, party, zone }: OpenedCase, signer: StaffRecord): Common {
  const verifyUrl = `${deps.publicOrigin}/kk/verify`
  return {
    regulation: edition.regulation,
    zone,
    signer,
    verifyUrl,
    sandbox: deps.sandbox,
    requestNumber: opening.requestNumber,
    registeredAt: state.openedAt!,
    holder: party,
    qr: deps.typesetting.qrRows(verifyUrl),
  }
}

/** The paper as a file that nobody has signed yet; refused where a character cannot be printed or the template cannot be set. */
export async function setInType(
  { deps: { typesetting } }: LicensingParts,
  opened: OpenedCase,
  template: { readonly name: string; readonly source: string },
  data: object,
): Promise<Uint8Array | Refusal> {
  const printable = parsePrintableData(data)
  if (isRefusal(printable))
    return refuseLicensing('licensing.result-unprintable', { facts: { fault: { kind: 'refusal', refusal: printable } } })
  const pdf = await typesetting.render(template, printable, { creationTimestamp: opened.now })
  if (isRefusal(pdf)) return pdf
  const findings = typesetting.lintPdf(pdf)
  if (findings.length > 0) throw new Fault(`Expected a file that may go out but ${findings.join('; ')}`)
  return pdf
}

type OwnKind = 'paper' | 'nonAcceptance'
type ToBeSigned = {
  readonly pdf: Uint8Array
  readonly signer: StaffRecord
  readonly documentKind: OwnKind
  readonly title: LocalText
}

/** The row of a paper with room for its signature; not kept yet. */
export async function toBeSigned(
  room: LicensingParts,
  opened: OpenedCase,
  { pdf, signer, documentKind, title }: ToBeSigned,
): Promise<DocumentRow | Refusal> {
  const prepared = await room.deps.trust.preparePdfSignature({
    pdf,
    signerName: signer.name,
    reason: title.kk,
    location: opened.edition.regulation.authority.name.kk,
    at: opened.now,
  })
  if (isRefusal(prepared)) return prepared
  const { byteRange, sha256: preparedSha256 } = prepared
  return documentRow(opened, signer, documentKind, { documentId: randomUUID(), prepared: prepared.pdf, byteRange, preparedSha256 })
}

export function documentRow(
  { opening, caseId, now }: OpenedCase,
  signer: StaffRecord,
  documentKind: OwnKind,
  file: Pick<DocumentRow, 'documentId' | 'prepared' | 'byteRange' | 'preparedSha256'>,
): DocumentRow {
  return {
    ...file,
    authority: opening.authority,
    caseId,
    documentKind,
    number: null,
    preparedAt: now,
    signerId: signer.id,
    signerName: signer.name,
    signerPosition: signer.position,
    registerPlan: null,
  }
}

/** The row of what was prepared before, where a second click asks for the same: same official in the same post, same day. */
export async function preparedToday(
  room: LicensingParts,
  { zone, now }: OpenedCase,
  paper: WorkPaper | undefined,
  signer: StaffRecord,
): Promise<DocumentRow | null> {
  const row = paper === undefined ? null : await readDocumentRow(room.deps.database.sql, paper.documentId)
  const dayOf = (at: string) => toLocal(at, zone).date
  return row !== null && isForSigner(row, signer) && dayOf(row.preparedAt) === dayOf(now) ? row : null
}

export function preparedPaper({ documentId, preparedSha256: sha256, byteRange }: DocumentRow): PreparedResult {
  return { kind: 'preparedResult', documentId, number: null, sha256, byteRange }
}
