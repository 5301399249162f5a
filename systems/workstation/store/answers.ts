import type { AnySql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'

export async function answerTo(sql: AnySql, token: string): Promise<Json | null> {
  const [row] = await sql<{ answer: Json }[]>`select answer from workstation.answer where token = ${token}`
  return row?.answer ?? null
}

export async function keepAnswer(sql: AnySql, token: string, answer: Json, at: Instant): Promise<void> {
  await sql`insert into workstation.answer (token, answer, answered_at) values (${token}, ${sql.json(answer as never)}, ${at}) on conflict do nothing`
}

export async function forgetAnswersBefore(sql: AnySql, before: Instant): Promise<void> {
  await sql`delete from workstation.answer where answered_at < ${before}`
}
