import type { AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** What the journal knows of an entry: enough to find and to sort it. */
export type JournalEntryRow = {
  readonly caseId: string
  readonly number: string
  readonly enteredAt: Instant
  readonly service: string
}

export type JournalPlace = Pick<JournalEntryRow, 'enteredAt' | 'caseId'>

export type JournalFilter = {
  readonly authority: string
  /** A `tsquery` of folded words; null where nothing is sought. */
  readonly words: string | null
  readonly service: string | null
  /** From this instant on, and before that one. */
  readonly from: Instant | null
  readonly before: Instant | null
}

/** Remembers that a clerk is about to take this case in. */
export async function noteEntry(sql: AnySql, authority: string, caseId: string, at: Instant): Promise<void> {
  await sql`insert into workstation.journal (authority, case_id, asked_at) values (${authority}, ${caseId}, ${at}) on conflict do nothing`
}

/** What came of it. Safe to run again. */
export async function keepEntry(sql: AnySql, authority: string, entry: JournalEntryRow, words: readonly string[]): Promise<void> {
  await sql`update workstation.journal set number = ${entry.number}, entered_at = ${entry.enteredAt}, service = ${entry.service},
      words = array_to_tsvector(${[...words]}::text[])
    where authority = ${authority} and case_id = ${entry.caseId}`
}

/** Cases that somebody was about to take in and of which nothing more is known: the newest first. */
export async function unknownEntries(sql: AnySql, authority: string, limit: number): Promise<readonly string[]> {
  const rows = await sql<{ caseId: string }[]>`select case_id as "caseId" from workstation.journal
    where authority = ${authority} and number is null order by asked_at desc limit ${limit}`
  return rows.map(({ caseId }) => caseId)
}

/** The newest first, behind this place where one is given. */
export async function listEntries(
  sql: AnySql,
  { authority, words, service, from, before }: JournalFilter,
  after: JournalPlace | null,
  limit: number,
): Promise<readonly JournalEntryRow[]> {
  return sql<JournalEntryRow[]>`
    select case_id as "caseId", number, entered_at as "enteredAt", service from workstation.journal
    where authority = ${authority} and number is not null
      and ${words === null ? sql`true` : sql`words @@ ${words}::tsquery`}
      and ${service === null ? sql`true` : sql`service = ${service}`}
      and ${from === null ? sql`true` : sql`entered_at >= ${from}`}
      and ${before === null ? sql`true` : sql`entered_at < ${before}`}
      and ${after === null ? sql`true` : sql`(entered_at, case_id) < (${after.enteredAt}::timestamptz, ${after.caseId})`}
    order by entered_at desc, case_id desc limit ${limit}`
}
