import type { Sql } from '@ruqsat/database'

/** The same bytes are kept once for each authority. */
export async function storeAttachmentBytes(sql: Sql, authority: string, sha256: string, bytes: Uint8Array): Promise<void> {
  await sql`insert into licensing.attachment (authority, sha256, bytes) values (${authority}, ${sha256}, ${Buffer.from(bytes)}) on conflict do nothing`
}

export async function readAttachmentBytes(sql: Sql, authority: string, sha256: string): Promise<Uint8Array | null> {
  const [row] = await sql<
    { bytes: Uint8Array }[]
  >`select bytes from licensing.attachment where authority = ${authority} and sha256 = ${sha256}`
  return row?.bytes ?? null
}

/** Sizes of those that are there. */
export async function sizesOf(sql: Sql, authority: string, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<
    { sha256: string; size: number }[]
  >`select sha256, length(bytes) as size from licensing.attachment where authority = ${authority} and sha256 = any(${[...digests]})`
  return new Map(rows.map(({ sha256, size }) => [sha256, size]))
}
