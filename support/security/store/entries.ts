// The entries of the log. One visible query per function.
import type { AnySql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'
import type { KeptEntry, SecurityEntry } from '../core/entry.ts'
import type { AlertRule } from '../core/rules.ts'

const COLUMNS = (sql: AnySql) =>
  sql`number, at, kind, outcome, realm, actor, role, authority, subject_kind as "subjectKind", subject, case_id as "caseId", why, visitor, facts`

/** Durable with the transaction of `sql`; it has its number when the chain is continued. */
export async function insertEntry(sql: AnySql, entry: SecurityEntry, at: Instant): Promise<void> {
  const {
    kind,
    outcome,
    realm,
    actor = null,
    role = null,
    authority = null,
    subject = null,
    caseId = null,
    why = null,
    visitor = null,
  } = entry
  await sql`
    insert into security.arrival (at, kind, outcome, realm, actor, role, authority, subject_kind, subject, case_id, why, visitor, facts)
    values (${at}, ${kind}, ${outcome}, ${realm}, ${actor}, ${role}, ${authority}, ${subject?.kind ?? null}, ${subject?.id ?? null}, ${caseId},
      ${why}, ${visitor}, ${sql.json((entry.facts ?? {}) as Json as never)})`
}

/** A transaction of some thousand is still short. */
const CHAINED_AT_ONCE = 2_000

/** Numbers all entries that were durable when it was asked. Readers ask first, so that what was written is read. */
export async function chainArrivals(sql: AnySql): Promise<void> {
  let taken = 0
  do {
    const [row] = await sql<{ taken: number }[]>`select security.chain_arrivals(${CHAINED_AT_ONCE}) as taken`
    taken = row!.taken
  } while (taken === CHAINED_AT_ONCE)
}

export async function entriesAfter(sql: AnySql, number: number, limit: number): Promise<readonly KeptEntry[]> {
  return sql<KeptEntry[]>`select ${COLUMNS(sql)} from security.entry where number > ${number} order by number limit ${limit}`
}

export type EntryQuery = {
  readonly before?: number | null
  readonly kind?: string | null
  readonly actor?: string | null
  /** The first instant, and the first that is too late. */
  readonly from?: Instant | null
  readonly until?: Instant | null
  readonly limit: number
}

/** The newest first. */
export async function newestEntries(
  sql: AnySql,
  { before = null, kind = null, actor = null, from = null, until = null, limit }: EntryQuery,
): Promise<readonly KeptEntry[]> {
  return sql<KeptEntry[]>`
    select ${COLUMNS(sql)} from security.entry
    where (${before}::bigint is null or number < ${before}::bigint) and (${kind}::text is null or kind = ${kind}::text)
      and (${actor}::text is null or actor = ${actor}::text)
      and (${from}::timestamptz is null or at >= ${from}::timestamptz) and (${until}::timestamptz is null or at < ${until}::timestamptz)
    order by number desc limit ${limit}`
}

/** Who has read these cases or something of them, the newest first. */
export async function looksAt(
  sql: AnySql,
  caseIds: readonly string[],
  before: number | null,
  limit: number,
): Promise<readonly KeptEntry[]> {
  return sql<KeptEntry[]>`
    select ${COLUMNS(sql)} from security.entry
    where case_id = any(${[...caseIds]}::text[]) and outcome = 'done' and (${before}::bigint is null or number < ${before}::bigint)
    order by number desc limit ${limit}`
}

export type LogHead = { readonly number: number; readonly hash: string }

/** The newest entry; null where nothing was written yet. */
export async function readHead(sql: AnySql): Promise<LogHead | null> {
  const [head] = await sql<LogHead[]>`select number, hash from security.entry order by number desc limit 1`
  return head ?? null
}

export async function readPlace(sql: AnySql, follower: string): Promise<number> {
  const [row] = await sql<{ number: number }[]>`select number from security.follower where name = ${follower}`
  return row?.number ?? 0
}

export async function keepPlace(sql: AnySql, follower: string, number: number): Promise<void> {
  await sql`insert into security.follower (name, number) values (${follower}, ${number})
    on conflict (name) do update set number = greatest(security.follower.number, excluded.number)`
}

export type Met = { readonly key: string; readonly times: number }

/** Whom a rule is met for by an entry behind `after`, and how often it happened within its minutes before `now`. */
export async function ruleMet(sql: AnySql, rule: AlertRule, after: number, now: Instant): Promise<readonly Met[]> {
  const key = rule.per === 'all' ? sql`''` : sql`coalesce(${sql(rule.per)}, '')`
  return sql<Met[]>`
    select ${key} as key, count(*)::int as times from security.entry
    where kind = ${rule.kind} and at > ${now}::timestamptz - ${rule.withinMinutes} * interval '1 minute'
      and (${rule.outcome ?? null}::text is null or outcome = ${rule.outcome ?? null}::text)
      and (${rule.realm ?? null}::text is null or realm = ${rule.realm ?? null}::text)
    group by 1 having count(*) >= ${rule.count} and max(number) > ${after} ${rule.per === 'all' ? sql`` : sql`and ${key} <> ''`}`
}

/** Whether this rule has warned of the same within its minutes already. */
export async function hasWarned(sql: AnySql, rule: AlertRule, key: string, now: Instant): Promise<boolean> {
  const rows = await sql`
    select from security.entry where kind = 'alert' and subject = ${rule.id} and facts ->> 'of' = ${key}
      and at > ${now}::timestamptz - ${rule.withinMinutes} * interval '1 minute' limit 1`
  return rows.length > 0
}

export type BrokenEntry = { readonly number: number; readonly is: 'changed' | 'missing' }

/** Entries that are not what their hash says, do not follow the one before, or come after a gap. */
export async function brokenEntries(sql: AnySql): Promise<readonly BrokenEntry[]> {
  return sql<BrokenEntry[]>`
    select number, is_ as is from (
      select e.number, case when e.number <> coalesce(lag(e.number) over w, 0) + 1 then 'missing'
        when e.hash <> security.entry_hash(e) or e.previous is distinct from lag(e.hash) over w then 'changed' end as is_
      from security.entry e window w as (order by e.number)
    ) judged where is_ is not null order by number`
}

export async function hashesOf(sql: AnySql, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const rows = await sql<LogHead[]>`select number, hash from security.entry where number = any(${[...numbers]}::bigint[])`
  return new Map(rows.map(({ number, hash }) => [number, hash]))
}

/** Triggers of the log that are there and fire. */
export async function guardsThere(sql: AnySql): Promise<ReadonlySet<string>> {
  const rows = await sql<{ name: string }[]>`
    select t.tgname as name from pg_trigger t where t.tgrelid = 'security.entry'::regclass and t.tgenabled in ('O', 'A')`
  return new Set(rows.map(({ name }) => name))
}
