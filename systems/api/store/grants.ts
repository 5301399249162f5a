// What the authorization server keeps: sessions, codes, tokens. What opens one is kept as its digest alone.
import { hash } from 'node:crypto'
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'

export type GrantRecord = { readonly payload: { readonly [name: string]: Json }; readonly usedAt: Instant | null }

type Kept = GrantRecord['payload']

const COLUMNS = 'payload, used_at as "usedAt"'

export async function keepRecord(
  sql: AnySql,
  {
    model,
    id,
    payload,
    expiresAt,
  }: { readonly model: string; readonly id: string; readonly payload: Kept; readonly expiresAt: Instant | null },
): Promise<void> {
  const { grantId = null, uid = null } = payload as { readonly grantId?: string; readonly uid?: string }
  await sql`
    insert into api.grant_record (model, id_sha256, payload, grant_id, uid, expires_at)
    values (${model}, ${hash('sha256', id)}, ${sql.json(payload)}, ${grantId}, ${uid}, ${expiresAt})
    on conflict (model, id_sha256) do update
      set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`
}

export function recordOf(sql: AnySql, model: string, id: string, now: Instant): Promise<GrantRecord | null> {
  return firstRow(
    sql<GrantRecord[]>`
      select ${sql.unsafe(COLUMNS)} from api.grant_record
      where model = ${model} and id_sha256 = ${hash('sha256', id)} and (expires_at is null or expires_at > ${now})`,
  )
}

export function recordByUid(sql: AnySql, model: string, uid: string, now: Instant): Promise<GrantRecord | null> {
  return firstRow(
    sql<GrantRecord[]>`
      select ${sql.unsafe(COLUMNS)} from api.grant_record
      where model = ${model} and uid = ${uid} and (expires_at is null or expires_at > ${now})`,
  )
}

/** False where it was used before, or is not there. */
export async function useRecord(sql: AnySql, model: string, id: string, at: Instant): Promise<boolean> {
  const used = await sql`
    update api.grant_record set used_at = ${at} where model = ${model} and id_sha256 = ${hash('sha256', id)} and used_at is null returning 1`
  return used.length === 1
}

export async function forgetRecord(sql: AnySql, model: string, id: string): Promise<void> {
  await sql`delete from api.grant_record where model = ${model} and id_sha256 = ${hash('sha256', id)}`
}

export async function forgetGrant(sql: AnySql, grantId: string): Promise<void> {
  await sql`delete from api.grant_record where grant_id = ${grantId}`
}

export async function forgetRecordsBefore(sql: AnySql, now: Instant): Promise<void> {
  await sql`delete from api.grant_record where expires_at <= ${now}`
}
