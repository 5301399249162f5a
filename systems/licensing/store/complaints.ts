import type { Sql } from '@ruqsat/database'

export type ComplaintRow = { readonly caseId: string; readonly decision: string; readonly isWithdrawn: boolean }

/** Complaints about a case, the earliest number first. */
export async function complaintsAbout(sql: Sql, authority: string, caseId: string): Promise<readonly ComplaintRow[]> {
  return sql<ComplaintRow[]>`
    select k.case_id as "caseId", k.decision, k.is_withdrawn as "isWithdrawn" from licensing.complaint k
    join licensing.case_file c on c.authority = k.authority and c.case_id = k.case_id
    where k.authority = ${authority} and k.about_case_id = ${caseId} order by c.request_number`
}
