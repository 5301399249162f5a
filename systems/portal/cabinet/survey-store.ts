import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** The id of the answer to each question. */
export type SurveyAnswers = Readonly<Record<string, string>>

export type SurveyOfRequest = { readonly authority: string; readonly requestNumber: string }

/** False where the request was answered for already: the first answer stays. */
export async function keepSurvey(
  sql: AnySql,
  { authority, requestNumber }: SurveyOfRequest,
  { regulation, answers, at }: { readonly regulation: string; readonly answers: SurveyAnswers; readonly at: Instant },
): Promise<boolean> {
  const rows = await sql`
    insert into portal.survey_answer (authority, request_number, regulation, answers, answered_at)
    values (${authority}, ${requestNumber}, ${regulation}, ${sql.json(answers)}, ${at})
    on conflict do nothing returning request_number`
  return rows.length === 1
}

export async function isSurveyAnswered(sql: AnySql, { authority, requestNumber }: SurveyOfRequest): Promise<boolean> {
  const rows = await sql`select from portal.survey_answer where authority = ${authority} and request_number = ${requestNumber}`
  return rows.length === 1
}

export type SurveyCount = { readonly question: string; readonly answer: string; readonly count: number }

export async function countSurveys(
  sql: AnySql,
  authority: string,
  regulation: string,
): Promise<{ readonly people: number; readonly counts: readonly SurveyCount[] }> {
  const [[total], counts] = await Promise.all([
    sql<{ people: number }[]>`
      select count(*)::int as people from portal.survey_answer where authority = ${authority} and regulation = ${regulation}`,
    sql<SurveyCount[]>`
      select question, answer, count(*)::int as count from portal.survey_answer, jsonb_each_text(answers) as each (question, answer)
      where authority = ${authority} and regulation = ${regulation} group by question, answer`,
  ])
  return { people: total!.people, counts }
}
