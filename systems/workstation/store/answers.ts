import type { AnySql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'

/** A form of an official of this authority, by its once-only token. */
export type FormKey = { readonly authority: string; readonly token: string }

export async function answerTo(sql: AnySql, { authority, token }: FormKey): Promise<Json | null> {
  const [row] = await sql<{ answer: Json }[]>`select answer from workstation.answer where authority = ${authority} and token = ${token}`
  return row?.answer ?? null
}

export async function keepAnswer(sql: AnySql, { authority, token }: FormKey, answer: Json, at: Instant): Promise<void> {
  await sql`insert into workstation.answer (authority, token, answer, answered_at) values (${authority}, ${token}, ${sql.json(answer as never)}, ${at}) on conflict do nothing`
}

export async function forgetAnswersBefore(sql: AnySql, before: Instant): Promise<void> {
  await sql`delete from workstation.answer where answered_at < ${before}`
}
