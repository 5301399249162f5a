// Answers to calls with an idempotency key.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type KeptAnswer = { readonly requestSha256: string; readonly status: number | null; readonly body: string | null }
export type AnswerKey = { readonly clientId: string; readonly key: string }

/** What is kept under this key; where nothing is, the key is taken for this request and the answer is null. */
export async function takeKey(
  sql: AnySql,
  { clientId, key }: AnswerKey,
  requestSha256: string,
  keptUntil: Instant,
): Promise<KeptAnswer | null> {
  const taken = await sql`
    insert into api.answer (client_id, key, request_sha256, kept_until) values (${clientId}, ${key}, ${requestSha256}, ${keptUntil})
    on conflict do nothing returning key`
  if (taken.length === 1) return null
  return firstRow(
    sql<KeptAnswer[]>`
      select request_sha256 as "requestSha256", status, body from api.answer where client_id = ${clientId} and key = ${key}`,
  )
}

export async function keepAnswer(
  sql: AnySql,
  { clientId, key }: AnswerKey,
  { status, body }: { readonly status: number; readonly body: string },
): Promise<void> {
  await sql`update api.answer set status = ${status}, body = ${body} where client_id = ${clientId} and key = ${key} and status is null`
}

export async function forgetAnswersBefore(sql: AnySql, now: Instant): Promise<void> {
  await sql`delete from api.answer where kept_until <= ${now}`
}
