import type { AnySql, Sql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { IncidentKind } from '@ruqsat/engine'

/** `subject`: the key of the message, the task of the timer; empty where the case alone says what it is about. */
export type IncidentKey = { readonly authority: string; readonly caseId: string; readonly kind: IncidentKind; readonly subject: string }

export type Incident = IncidentKey & {
  readonly incidentId: string
  /** The system that did not do its part, or this one itself. */
  readonly neighbour: string
  readonly error: string
  readonly since: Instant
  readonly lastAt: Instant
  readonly times: number
}

export type NewIncident = IncidentKey & {
  readonly neighbour: string
  readonly error: unknown
  readonly at: Instant
  /** So often it must come before a person is asked. */
  readonly shownAfter: number
}

/** The same thing has one id for ever: what comes again is the same incident, open again. */
export function incidentIdOf({ kind, caseId, subject }: Omit<IncidentKey, 'authority'>): string {
  return [kind, caseId, subject].filter((part) => part !== '').join(':')
}

const LONGEST_ERROR = 500

export async function reportIncident(sql: AnySql, schema: string, incident: NewIncident): Promise<void> {
  const { authority, caseId, kind, subject, neighbour, at, shownAfter } = incident
  const error = String((incident.error as Error | null)?.message ?? incident.error).slice(0, LONGEST_ERROR)
  await sql`
    insert into ${sql(schema)}.incident as i (authority, incident_id, case_id, kind, subject, neighbour, error, since, last_at, times, shown_after)
    values (${authority}, ${incidentIdOf(incident)}, ${caseId}, ${kind}, ${subject}, ${neighbour}, ${error}, ${at}, ${at}, 1, ${shownAfter})
    on conflict (authority, incident_id) do update set error = excluded.error, last_at = excluded.last_at, shown_after = excluded.shown_after,
      since = case when i.over_at is null then i.since else excluded.since end, times = case when i.over_at is null then i.times + 1 else 1 end,
      over_at = null, over_how = null`
}

/** It went on: nobody is asked any more. */
export async function passIncident(sql: AnySql, schema: string, key: IncidentKey, at: Instant): Promise<void> {
  await closeIncident(sql, schema, { authority: key.authority, incidentId: incidentIdOf(key) }, 'passed', at)
}

export async function closeIncident(
  sql: AnySql,
  schema: string,
  { authority, incidentId }: Pick<Incident, 'authority' | 'incidentId'>,
  how: 'passed' | 'abandoned',
  at: Instant,
): Promise<void> {
  await sql`update ${sql(schema)}.incident set over_at = ${at}, over_how = ${how}
    where authority = ${authority} and incident_id = ${incidentId} and over_at is null`
}

const COLUMNS = (sql: AnySql) =>
  sql`incident_id as "incidentId", authority, case_id as "caseId", kind, subject, neighbour, error, since, last_at as "lastAt", times`

/** Where a list of incidents goes on: behind this one. */
export type IncidentPlace = Pick<Incident, 'since' | 'incidentId'>

/** Open ones that a person is asked about, the oldest first; behind that one, where one is named. */
export async function listIncidents(
  sql: Sql,
  schema: string,
  authority: string,
  { limit, after = null }: { readonly limit: number; readonly after?: IncidentPlace | null },
): Promise<readonly Incident[]> {
  const isBehind = after === null ? sql`true` : sql`(since, incident_id) > (${after.since}::timestamptz, ${after.incidentId})`
  return sql<Incident[]>`select ${COLUMNS(sql)} from ${sql(schema)}.incident
    where authority = ${authority} and over_at is null and times >= shown_after and ${isBehind} order by since, incident_id limit ${limit}`
}

export async function incidentById(sql: Sql, schema: string, authority: string, incidentId: string): Promise<Incident | null> {
  const [row] = await sql<Incident[]>`select ${COLUMNS(sql)} from ${sql(schema)}.incident
    where authority = ${authority} and incident_id = ${incidentId} and over_at is null`
  return row ?? null
}

/** Offers it again now: the message from its first attempt, the timer without its lease. */
export async function nudge(sql: AnySql, schema: string, { authority, caseId, kind, subject }: IncidentKey, now: Instant): Promise<void> {
  if (kind === 'outbox')
    await sql`update ${sql(schema)}.outbox set is_stuck = false, attempts = 0, next_attempt_at = ${now}
      where authority = ${authority} and idempotency_key = ${subject} and delivered_at is null and abandoned_at is null`
  if (kind === 'timer')
    await sql`update ${sql(schema)}.timer set leased_until = null where authority = ${authority} and case_id = ${caseId} and task_id = ${subject}`
}

/** Gives it up: the message is kept and never sent, the timer fires no more. */
export async function abandon(sql: AnySql, schema: string, { authority, caseId, kind, subject }: IncidentKey, now: Instant): Promise<void> {
  if (kind === 'outbox')
    await sql`update ${sql(schema)}.outbox set is_stuck = true, abandoned_at = ${now}
      where authority = ${authority} and idempotency_key = ${subject} and delivered_at is null`
  if (kind === 'timer')
    await sql`delete from ${sql(schema)}.timer where authority = ${authority} and case_id = ${caseId} and task_id = ${subject}`
}
