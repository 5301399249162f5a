import type { Instant, Json } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { CheckpointRow, Head } from './checkpoints.ts'

/** `at`: the column, in microseconds of UTC, as `microseconds` writes an instant. */
export type AuditEvent = { readonly sequence: number; readonly at: string; readonly body: Json; readonly hash: string }
export type AuditTask = {
  readonly taskId: string
  readonly stepId: string
  readonly unit: string
  readonly unitAuthority: string | null
  readonly role: string
  readonly assignee: string | null
  readonly startedAt: string
  readonly dueAt: string | null
  readonly late: boolean
  readonly service: string
  readonly number: string
  readonly openedAt: string
  /** Whether it is found by the words of its number and of its applicant, and by no others. */
  readonly isFound: boolean
}
export type AuditCase = {
  readonly authority: string
  readonly caseId: string
  readonly version: number
  readonly status: string
  readonly regulation: string
  readonly editionHash: string
  readonly variant: string
  readonly requestNumber: string | null
  readonly applicantRef: string
  readonly openedAt: string
  readonly headHash: string
  readonly state: unknown
  readonly events: readonly AuditEvent[]
  readonly tasks: readonly AuditTask[]
  readonly timers: readonly { readonly taskId: string; readonly dueAt: string }[]
}

/** An instant as the queries of an audit write the columns. */
export function microseconds(at: Instant): string {
  return at.replace(/(?:\.(\d{1,6}))?Z$/, (_, fraction = '') => `.${fraction.padEnd(6, '0')}Z`)
}

/** A page of cases after this id with all that the caseflow keeps of them, in one snapshot. */
export async function readCases(sql: Sql, schema: string, afterCaseId: string, limit: number): Promise<readonly AuditCase[]> {
  return casesWhere(sql, schema, sql`c.case_id > ${afterCaseId} order by c.case_id limit ${limit}`)
}

/** The same of these cases. */
export async function readTheseCases(sql: Sql, schema: string, caseIds: readonly string[]): Promise<readonly AuditCase[]> {
  return casesWhere(sql, schema, sql`c.case_id = any(${[...caseIds]})`)
}

async function casesWhere(sql: Sql, schema: string, where: ReturnType<Sql>): Promise<readonly AuditCase[]> {
  const from = sql(schema)
  const written = (column: string) => sql`to_char(${sql(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
  return sql<AuditCase[]>`
    select c.authority, c.case_id as "caseId", c.version, c.status, c.regulation, c.edition_hash as "editionHash", c.variant,
      c.request_number as "requestNumber", c.applicant_ref as "applicantRef", ${written('c.opened_at')} as "openedAt", c.head_hash as "headHash", c.fixed || c.state as state,
      coalesce((select json_agg(json_build_object('sequence', e.sequence, 'at', ${written('e.at')}, 'body', e.body, 'hash', e.hash) order by e.sequence)
        from ${from}.event e where e.authority = c.authority and e.case_id = c.case_id), '[]') as events,
      coalesce((select json_agg(json_build_object('taskId', t.task_id, 'stepId', t.step_id, 'unit', t.unit, 'unitAuthority', t.unit_authority, 'role', t.role,
          'assignee', t.assignee, 'startedAt', ${written('t.started_at')}, 'dueAt', ${written('t.due_at')}, 'late', t.is_late, 'service', t.service,
          'number', t.number, 'openedAt', ${written('t.opened_at')},
          'isFound', t.words is not distinct from array_to_tsvector(${from}.number_words(t.number) ||
            (select p.words from ${from}.party p where p.authority = c.authority and p.digest = c.applicant_ref))) order by t.task_id)
        from ${from}.task t where t.authority = c.authority and t.case_id = c.case_id), '[]') as tasks,
      coalesce((select json_agg(json_build_object('taskId', i.task_id, 'dueAt', ${written('i.due_at')}) order by i.task_id)
        from ${from}.timer i where i.authority = c.authority and i.case_id = c.case_id), '[]') as timers
    from ${from}.case_file c where ${where}`
}

export type AuditMessage = {
  readonly authority: string
  readonly key: string
  readonly caseId: string
  readonly kind: string
  readonly payload: Json
}

/** What leaves, behind this key. A key begins with its case, so that messages of a case follow each other. */
export async function readMessages(
  sql: Sql,
  schema: string,
  after: Pick<AuditMessage, 'authority' | 'key'>,
  limit: number,
): Promise<readonly AuditMessage[]> {
  return sql<AuditMessage[]>`
    select authority, idempotency_key as key, case_id as "caseId", kind, payload from ${sql(schema)}.outbox
    where (authority, idempotency_key) > (${after.authority}, ${after.key}) order by authority, idempotency_key limit ${limit}`
}

/** Tables of rows that belong to a case, besides the case itself. */
const OF_A_CASE = ['event', 'task', 'timer', 'outbox', 'incident'] as const

export type OrphanRows = { readonly table: string; readonly caseId: string; readonly rows: number }

/** Rows whose case has no row any more. */
export async function readOrphans(sql: Sql, schema: string): Promise<readonly OrphanRows[]> {
  const found: OrphanRows[] = []
  for (const table of OF_A_CASE)
    found.push(
      ...(await sql<OrphanRows[]>`
        select ${table} as table, e.case_id as "caseId", count(*)::int as rows from ${sql(schema)}.${sql(table)} e
        where not exists (select 1 from ${sql(schema)}.case_file c where c.authority = e.authority and c.case_id = e.case_id)
        group by e.case_id order by e.case_id`),
    )
  return found
}

export type AuditParty = {
  readonly authority: string
  readonly digest: string
  readonly accountId: string | null
  readonly salt: string | null
  readonly data: Json
  readonly words: readonly string[] | null
  /** A case of the applicant, or null: nobody refers to the row as the applicant of a case. */
  readonly caseId: string | null
}

export async function readParties(
  sql: Sql,
  schema: string,
  after: Pick<AuditParty, 'authority' | 'digest'>,
  limit: number,
): Promise<readonly AuditParty[]> {
  return sql<AuditParty[]>`
    select p.authority, p.digest, p.account_id as "accountId", p.salt, p.data, p.words, (select c.case_id from ${sql(schema)}.case_file c
        where c.authority = p.authority and c.applicant_ref = p.digest limit 1) as "caseId"
    from ${sql(schema)}.party p where (p.authority, p.digest) > (${after.authority}, ${after.digest}) order by p.authority, p.digest limit ${limit}`
}

/** Cases whose applicant has no row of personal data. */
export async function readWithoutParty(
  sql: Sql,
  schema: string,
): Promise<readonly { readonly caseId: string; readonly applicantRef: string }[]> {
  return sql<{ caseId: string; applicantRef: string }[]>`
    select c.case_id as "caseId", c.applicant_ref as "applicantRef" from ${sql(schema)}.case_file c
    where not exists (select 1 from ${sql(schema)}.party p where p.authority = c.authority and p.digest = c.applicant_ref) order by 1`
}

export type AuditCheckpoint = CheckpointRow & { readonly isKeptOutside: boolean }

export async function readCheckpoints(sql: Sql, schema: string): Promise<readonly AuditCheckpoint[]> {
  return sql<
    AuditCheckpoint[]
  >`select number, body, sha256, signature, is_kept_outside as "isKeptOutside" from ${sql(schema)}.checkpoint order by number`
}

/** For each head: its hash as it is now, null where the case ends before that version, absent where there is no such case. */
export async function readHeadHashes(sql: Sql, schema: string, heads: readonly Head[]): Promise<ReadonlyMap<string, string | null>> {
  const rows = await sql<{ caseId: string; hash: string | null }[]>`
    select c.case_id as "caseId", e.hash
    from jsonb_to_recordset(${sql.json(heads.map(([caseId, version]) => ({ caseId, version })))}::jsonb) as h("caseId" text, version int)
    join ${sql(schema)}.case_file c on c.case_id = h."caseId"
    left join ${sql(schema)}.event e on e.authority = c.authority and e.case_id = c.case_id and e.sequence = h.version`
  return new Map(rows.map(({ caseId, hash }) => [caseId, hash]))
}

/** Ids of cases behind this one. Where the table itself cannot be read, those that a checkpoint has seen. */
export async function readCaseIds(sql: Sql, schema: string, afterCaseId: string, limit: number): Promise<readonly string[]> {
  const from = (table: 'case_file' | 'checkpoint_head') => sql<{ caseId: string }[]>`
    select case_id as "caseId" from ${sql(schema)}.${sql(table)} where case_id > ${afterCaseId} order by case_id limit ${limit}`
  const own = await overDamage(sql, () => from('case_file'))
  const rows = isDamaged(own) ? await from('checkpoint_head') : own
  return rows.map(({ caseId }) => caseId)
}

export type DamagedPage = { readonly kind: 'damagedPage'; readonly said: string }

export function isDamaged(found: unknown): found is DamagedPage {
  return (found as { readonly kind?: unknown } | null)?.kind === 'damagedPage'
}

/**
 * What the work reads, or that the server met a damaged page (PostgreSQL, appendix A, class XX; 58030 is the disk). The client counts rows of a
 * result that broke off into the next one of that connection: a query that nobody needs goes over each connection before anything else is read.
 */
export async function overDamage<T>(sql: Sql, work: () => Promise<T>): Promise<T | DamagedPage> {
  try {
    return await work()
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message: string }
    if (code !== 'XX001' && code !== 'XX002' && code !== '58030') throw error
    const connections = (sql as Partial<Pick<Sql, 'options'>>).options?.max ?? 1
    await Promise.all(Array.from({ length: connections }, () => sql`select pg_sleep(0.02)`))
    return { kind: 'damagedPage', said: message }
  }
}

/** Reads by indexes alone: a small table would be read whole, its damaged pages too. */
export function byIndex<T>(sql: Sql, work: (tx: Sql) => Promise<T>): Promise<T> {
  return sql.begin(async (tx) => {
    await tx`set local enable_seqscan = off`
    return work(tx as unknown as Sql)
  }) as Promise<T>
}
