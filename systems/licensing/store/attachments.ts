import type { Sql } from '@ruqsat/database'

/** The same bytes are kept once. */
export async function storeAttachmentBytes(sql: Sql, sha256: string, bytes: Uint8Array): Promise<void> {
  await sql`insert into licensing.attachment (sha256, bytes) values (${sha256}, ${Buffer.from(bytes)}) on conflict do nothing`
}

export async function readAttachmentBytes(sql: Sql, sha256: string): Promise<Uint8Array | null> {
  const [row] = await sql<{ bytes: Uint8Array }[]>`select bytes from licensing.attachment where sha256 = ${sha256}`
  return row?.bytes ?? null
}

/** Sizes of those that are there. */
export async function sizesOf(sql: Sql, digests: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await sql<
    { sha256: string; size: number }[]
  >`select sha256, length(bytes) as size from licensing.attachment where sha256 = any(${[...digests]})`
  return new Map(rows.map(({ sha256, size }) => [sha256, size]))
}
