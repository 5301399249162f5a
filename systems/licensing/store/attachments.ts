import type { Sql } from '@ruqsat/database'
import type { FileStore } from '@ruqsat/files'
import { bytesOf } from './file-bytes.ts'

/** Where files are. The store outside is used where there is one; what was kept before stays where it is. */
export type FileShelf = { readonly sql: Sql; readonly files: FileStore | null }

/** The same bytes are kept once for each authority: first outside, then the row that says so. */
export async function storeAttachmentBytes({ sql, files }: FileShelf, authority: string, sha256: string, bytes: Uint8Array): Promise<void> {
  await files?.put(sha256, bytes)
  await sql`insert into licensing.attachment (authority, sha256, bytes, size_bytes)
    values (${authority}, ${sha256}, ${files === null ? Buffer.from(bytes) : null}, ${bytes.length}) on conflict do nothing`
}

export async function readAttachmentBytes({ sql, files }: FileShelf, authority: string, sha256: string): Promise<Uint8Array | null> {
  const [row] = await sql<
    { bytes: Uint8Array | null }[]
  >`select bytes from licensing.attachment where authority = ${authority} and sha256 = ${sha256}`
  return row === undefined ? null : bytesOf(row.bytes, sha256, files)
}

/** Sizes of those that are there. */
export async function sizesOf(sql: Sql, authority: string, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<
    { sha256: string; size: number }[]
  >`select sha256, coalesce(size_bytes, length(bytes)) as size from licensing.attachment where authority = ${authority} and sha256 = any(${[...digests]})`
  return new Map(rows.map(({ sha256, size }) => [sha256, size]))
}
