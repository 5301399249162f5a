// Proves the files: the bytes of each row, in the database or outside, are those of the digest that requests and events name.
import { hash } from 'node:crypto'
import type { AnySql } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { FileShelf } from './attachments.ts'
import { bytesOf } from './file-bytes.ts'

export type FileFault = {
  /** `unread`: the store did not answer; nothing is known of the file. */
  readonly kind: 'file-wrong' | 'file-unread'
  readonly sha256: string
  readonly detail: string
}
export type FileAudit = { readonly files: number; readonly outside: number; readonly faults: readonly FileFault[] }

const TABLES = ['attachment', 'signed_file'] as const
/** Each may have ten megabytes. */
const PAGE_SIZE = 8

/** Reads every file once. One that is missing, or was changed, is a fault of its own; the others are read all the same. */
export async function auditFiles({ sql, files }: FileShelf): Promise<FileAudit> {
  const faults: FileFault[] = []
  const counted = { files: 0, outside: 0 }
  for (const table of TABLES) {
    let after = { authority: '', sha256: '' }
    for (;;) {
      const page = await sql<{ authority: string; sha256: string; bytes: Uint8Array | null }[]>`
        select authority, sha256, bytes from licensing.${sql(table)}
        where (authority, sha256) > (${after.authority}, ${after.sha256}) order by authority, sha256 limit ${PAGE_SIZE}`
      for (const { sha256, bytes } of page) {
        counted.files += 1
        if (bytes === null) counted.outside += 1
        const fault = await faultOf(sha256, () => bytesOf(bytes, sha256, files))
        if (fault !== null) faults.push(fault)
      }
      const last = page.at(-1)
      if (last === undefined) break
      after = last
    }
  }
  return { ...counted, faults }
}

async function faultOf(sha256: string, read: () => Promise<Uint8Array>): Promise<FileFault | null> {
  try {
    if (hash('sha256', await read()) === sha256) return null
    return { kind: 'file-wrong', sha256, detail: 'Its bytes are not those of its digest' }
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return { kind: error.retry === 'later' ? 'file-unread' : 'file-wrong', sha256, detail: error.message }
  }
}

/** How many files, of how many bytes, are in the store outside: a copy of the database alone has none of them. */
export async function filesOutside(sql: AnySql): Promise<{ readonly files: number; readonly bytes: number }> {
  // A database of an earlier release has no store outside, an empty one nothing at all.
  const columns =
    await sql`select 1 from information_schema.columns where table_schema = 'licensing' and table_name = 'signed_file' and column_name = 'size_bytes'`
  if (columns.length === 0) return { files: 0, bytes: 0 }
  const [row] = await sql<{ files: number; bytes: string }[]>`
    select count(*)::int as files, coalesce(sum(size_bytes), 0)::text as bytes from (
      select size_bytes from licensing.attachment where bytes is null union all select size_bytes from licensing.signed_file where bytes is null) as kept`
  return { files: row!.files, bytes: Number(row!.bytes) }
}
