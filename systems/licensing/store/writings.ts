import type { Sql } from '@ruqsat/database'
import type { WrittenWork } from '@ruqsat/documents'
import type { Instant } from '@ruqsat/foundation'

export type WritingRow = {
  readonly authority: string
  readonly writingId: string
  readonly caseId: string
  readonly stepId: string
  /** Makes the digest in the event say nothing of the words to who does not have them. */
  readonly salt: string
  readonly content: WrittenWork
  readonly writtenBy: string
  readonly writtenAt: Instant
}

/** Before the case names it: a crash in between leaves a row that nobody refers to, until `dropUnnamed`. */
export async function storeWriting(sql: Sql, row: WritingRow): Promise<void> {
  await sql`insert into licensing.writing (authority, writing_id, case_id, step_id, salt, content, written_by, written_at)
    values (${row.authority}, ${row.writingId}, ${row.caseId}, ${row.stepId}, ${row.salt}, ${sql.json(row.content as never)}, ${row.writtenBy}, ${row.writtenAt})`
}

/** All that were kept for a case, also those that no event names. */
export async function writingsOf(sql: Sql, authority: string, caseId: string): Promise<readonly WritingRow[]> {
  return sql<WritingRow[]>`
    select authority, writing_id as "writingId", case_id as "caseId", step_id as "stepId", salt, content, written_by as "writtenBy", written_at as "writtenAt"
    from licensing.writing where authority = ${authority} and case_id = ${caseId}`
}

/** Removes what no event of its case names a day after it was written, by legal time `now`, and papers of it; answers how many rows went. */
export async function dropUnnamed(sql: Sql, now: Instant): Promise<number> {
  const writings = await sql`
    delete from licensing.writing w where w.written_at < ${now}::timestamptz - interval '1 day' and not exists (
      select from licensing.event e where e.authority = w.authority and e.case_id = w.case_id and e.body->'work'->>'writingId' = w.writing_id)`
  const papers = await sql`
    delete from licensing.document d where d.document_kind in ('paper', 'nonAcceptance') and d.prepared_at < ${now}::timestamptz - interval '1 day' and not exists (
      select from licensing.event e where e.authority = d.authority and e.case_id = d.case_id and e.body->'paper'->>'documentId' = d.document_id)
    and not exists (select from licensing.signed_file f where f.authority = d.authority and f.document_id = d.document_id)`
  return writings.count + papers.count
}
