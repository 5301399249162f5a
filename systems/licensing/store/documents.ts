import { firstRow, type Sql } from '@ruqsat/database'
import type { Instant, Json, LocalText } from '@ruqsat/foundation'
import type { ResultDocument } from '@ruqsat/law'
import type { FileShelf } from './attachments.ts'
import { bytesOf } from './file-bytes.ts'
import type { RegisterPlan } from '../core/register-change.ts'

export type DocumentRow = {
  readonly authority: string
  readonly documentId: string
  readonly caseId: string
  /** `paper`: a letter or minutes of a step that decides nothing. `nonAcceptance`: a refusal to accept. */
  readonly documentKind: ResultDocument['kind'] | 'paper' | 'nonAcceptance'
  readonly number: string | null
  readonly prepared: Uint8Array
  readonly byteRange: readonly [number, number, number, number]
  readonly preparedSha256: string
  readonly preparedAt: Instant
  readonly signerId: string
  readonly signerName: string
  readonly signerPosition: LocalText
  /** What its signature does to the register; null where it only gives a number for ever, or refuses. */
  readonly registerPlan: RegisterPlan | null
}

export async function storePrepared(sql: Sql, row: DocumentRow): Promise<void> {
  await sql`insert into licensing.document
    (document_id, authority, case_id, document_kind, number, prepared, byte_range, prepared_sha256, prepared_at, signer_id, signer_name, signer_position, register_plan)
    values (${row.documentId}, ${row.authority}, ${row.caseId}, ${row.documentKind}, ${row.number}, ${Buffer.from(row.prepared)}, ${sql.json(row.byteRange as never)},
      ${row.preparedSha256}, ${row.preparedAt}, ${row.signerId}, ${row.signerName}, ${sql.json(row.signerPosition)}, ${row.registerPlan === null ? null : sql.json(row.registerPlan as never)})`
}

/** The assembled file, before the case names it: a crash in between leaves a file that nobody refers to. */
export async function storeSignedFile(
  { sql, files }: FileShelf,
  { authority, documentId }: DocumentRow,
  sha256: string,
  bytes: Uint8Array,
  evidence: Json,
): Promise<void> {
  await files?.put(sha256, bytes)
  await sql`insert into licensing.signed_file (authority, sha256, document_id, bytes, size_bytes, evidence)
    values (${authority}, ${sha256}, ${documentId}, ${files === null ? Buffer.from(bytes) : null}, ${bytes.length}, ${sql.json(evidence as never)})
    on conflict do nothing`
}

export async function readSignedFile({ sql, files }: FileShelf, authority: string, sha256: string): Promise<Uint8Array | null> {
  const [row] = await sql<
    { bytes: Uint8Array | null }[]
  >`select bytes from licensing.signed_file where authority = ${authority} and sha256 = ${sha256}`
  return row === undefined ? null : bytesOf(row.bytes, sha256, files)
}

/** By the id alone: links contain it, and they name no authority. */
export async function readDocumentRow(sql: Sql, documentId: string): Promise<DocumentRow | null> {
  return firstRow(sql<DocumentRow[]>`
    select authority, document_id as "documentId", case_id as "caseId", document_kind as "documentKind", number, prepared, byte_range as "byteRange", prepared_sha256 as "preparedSha256",
      prepared_at as "preparedAt", signer_id as "signerId", signer_name as "signerName", signer_position as "signerPosition", register_plan as "registerPlan"
    from licensing.document where document_id = ${documentId}`)
}

/** The document that an assembled file is of, or null. */
export async function documentOfFile(sql: Sql, sha256: string): Promise<Pick<DocumentRow, 'caseId' | 'number'> | null> {
  return firstRow(sql<Pick<DocumentRow, 'caseId' | 'number'>[]>`
    select d.case_id as "caseId", d.number from licensing.signed_file f join licensing.document d using (authority, document_id) where f.sha256 = ${sha256}`)
}
