import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** Remembers that a clerk is about to take this case in. */
export async function noteEntry(sql: AnySql, authority: string, caseId: string, at: Instant): Promise<void> {
  await sql`insert into workstation.journal (authority, case_id, asked_at) values (${authority}, ${caseId}, ${at}) on conflict do nothing`
}

export async function countEntries(sql: AnySql, authority: string): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from workstation.journal where authority = ${authority}`
  return row?.count ?? 0
}

/** Newest first. */
export async function listEntries(sql: AnySql, authority: string, limit: number, offset: number): Promise<readonly string[]> {
  const rows = await sql<{ case_id: string }[]>`
    select case_id from workstation.journal where authority = ${authority} order by asked_at desc, case_id limit ${limit} offset ${offset}`
  return rows.map(({ case_id }) => case_id)
}
