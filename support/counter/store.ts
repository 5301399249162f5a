// The entries of a counter, in the schema of whichever system has it. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { CounterEntry } from './model.ts'

/** Whose table `counter_entry` it is. */
export type EntryStore = { readonly sql: AnySql; readonly schema: string }

const COLUMNS = `authority, entry_id as id, staff_id as "staffId", regulation, edition_hash as "editionHash", variant, view,
  applicant_kind as applicant, step_id as "stepId", status, content, frozen, request_number as "requestNumber", case_id as "caseId",
  version, changed_at as "changedAt"`

/** The same form sent twice begins one entry. */
export async function beginEntry({ sql, schema }: EntryStore, entry: CounterEntry): Promise<void> {
  await sql`
    insert into ${sql(schema)}.counter_entry (authority, entry_id, staff_id, regulation, edition_hash, variant, view, applicant_kind, step_id,
      status, content, version, changed_at)
    values (${entry.authority}, ${entry.id}, ${entry.staffId}, ${entry.regulation}, ${entry.editionHash}, ${entry.variant}, ${entry.view},
      ${entry.applicant}, ${entry.stepId}, ${entry.status}, ${sql.json(entry.content as never)}, 1, ${entry.changedAt})
    on conflict (authority, entry_id) do nothing`
}

/** Of this authority only. */
export function readEntry({ sql, schema }: EntryStore, authority: string, id: string): Promise<CounterEntry | null> {
  return firstRow(
    sql<CounterEntry[]>`
    select ${sql.unsafe(COLUMNS)} from ${sql(schema)}.counter_entry where authority = ${authority} and entry_id = ${id}`,
  )
}

/** What this employee has begun, the newest first. */
export function entriesOf({ sql, schema }: EntryStore, authority: string, staffId: string): Promise<readonly CounterEntry[]> {
  return sql<CounterEntry[]>`
    select ${sql.unsafe(COLUMNS)} from ${sql(schema)}.counter_entry
    where authority = ${authority} and staff_id = ${staffId} and status <> 'givenUp' order by changed_at desc limit 50`
}

/** What was sent and has no answer yet, the oldest first. */
export function sentEntries({ sql, schema }: EntryStore, authority: string, most: number): Promise<readonly CounterEntry[]> {
  return sql<CounterEntry[]>`
    select ${sql.unsafe(COLUMNS)} from ${sql(schema)}.counter_entry
    where authority = ${authority} and status = 'open' and content ? 'sent' order by changed_at limit ${most}`
}

/** What was given up and may have paid, of whichever authority, the oldest first. */
export function owingEntries({ sql, schema }: EntryStore, most: number): Promise<readonly CounterEntry[]> {
  return sql<CounterEntry[]>`
    select ${sql.unsafe(COLUMNS)} from ${sql(schema)}.counter_entry
    where status = 'givenUp' and content ? 'payment' order by changed_at limit ${most}`
}

/** Where nobody was faster: false otherwise, and nothing is written. */
export async function writeEntry(
  { sql, schema }: EntryStore,
  before: CounterEntry,
  change: Partial<Pick<CounterEntry, 'stepId' | 'status' | 'content' | 'frozen' | 'requestNumber' | 'caseId'>>,
  at: Instant,
): Promise<boolean> {
  const { stepId, status, content, frozen, requestNumber, caseId } = { ...before, ...change }
  const rows = await sql`
    update ${sql(schema)}.counter_entry set step_id = ${stepId}, status = ${status}, content = ${sql.json(content as never)}, frozen = ${frozen},
      request_number = ${requestNumber}, case_id = ${caseId}, version = version + 1, changed_at = ${at}
    where authority = ${before.authority} and entry_id = ${before.id} and version = ${before.version} returning 1`
  return rows.length === 1
}
