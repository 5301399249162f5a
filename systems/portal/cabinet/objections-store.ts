import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type KeptObjection = { readonly text: string; readonly frozen: Uint8Array }

export async function readObjection(sql: AnySql, askedId: string, accountId: string): Promise<KeptObjection | null> {
  return firstRow(sql<KeptObjection[]>`select text, frozen from portal.objection where asked_id = ${askedId} and account_id = ${accountId}`)
}

export async function keepObjection(
  sql: AnySql,
  askedId: string,
  accountId: string,
  { text, frozen }: KeptObjection,
  at: Instant,
): Promise<void> {
  await sql`insert into portal.objection (asked_id, account_id, text, frozen, written_at) values (${askedId}, ${accountId}, ${text}, ${Buffer.from(frozen)}, ${at})
    on conflict (asked_id, account_id) do update set text = excluded.text, frozen = excluded.frozen, written_at = excluded.written_at`
}
