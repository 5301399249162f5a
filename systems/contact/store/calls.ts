// The log of calls. One visible query per function.
import type { StageSeen } from '@ruqsat/caseflow/host'
import { firstRow, type AnySql } from '@ruqsat/database'
import { isUuid, type Instant } from '@ruqsat/foundation'

/** One thing that a caller asked. `asked`: the host has not answered yet, or the process ended meanwhile; counted as a wrong answer. */
export type ContactCall = {
  readonly id: string
  readonly operatorId: string
  readonly askedAt: Instant
  readonly requestNumber: string | null
  readonly regulation: string | null
  readonly variant: string | null
  readonly outcome: 'asked' | 'shown' | 'notShown' | 'advice'
  readonly shown: StageSeen | null
  readonly note: string
  readonly endedAt: Instant | null
}

export type NewCall = Pick<ContactCall, 'id' | 'operatorId' | 'askedAt'> & { readonly countedAt: Instant }

const COLUMNS = `id, operator_id as "operatorId", asked_at as "askedAt", request_number as "requestNumber", regulation, variant, outcome, shown, note,
  ended_at as "endedAt"`

/** False where this number was asked for with wrong answers so often since that instant. Of two at once the second waits for the first. */
export async function beginAsking(
  sql: AnySql,
  { id, operatorId, askedAt, countedAt }: NewCall,
  requestNumber: string,
  limit: { readonly since: Instant; readonly most: number },
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${requestNumber}, 0))`
  const [row] = await sql<{ wrong: number }[]>`
    select count(*)::int as wrong from contact.call
    where request_number = ${requestNumber} and outcome in ('asked', 'notShown') and counted_at > ${limit.since}`
  if (row!.wrong >= limit.most) return false
  await sql`
    insert into contact.call (id, operator_id, asked_at, counted_at, about, request_number, outcome)
    values (${id}, ${operatorId}, ${askedAt}, ${countedAt}, 'request', ${requestNumber}, 'asked')`
  return true
}

/** What the host answered. */
export async function endAsking(sql: AnySql, id: string, shown: StageSeen | null): Promise<void> {
  await sql`
    update contact.call set outcome = ${shown === null ? 'notShown' : 'shown'}, shown = ${shown === null ? null : sql.json(shown)}
    where id = ${id} and outcome = 'asked'`
}

export async function keepAdvice(
  sql: AnySql,
  { id, operatorId, askedAt, countedAt }: NewCall,
  about: { readonly regulation: string; readonly variant: string },
): Promise<void> {
  await sql`
    insert into contact.call (id, operator_id, asked_at, counted_at, about, regulation, variant, outcome)
    values (${id}, ${operatorId}, ${askedAt}, ${countedAt}, 'service', ${about.regulation}, ${about.variant}, 'advice')`
}

/** Of this operator alone. */
export async function readCall(sql: AnySql, operatorId: string, id: string): Promise<ContactCall | null> {
  if (!isUuid(id)) return null
  return firstRow(sql<ContactCall[]>`select ${sql.unsafe(COLUMNS)} from contact.call where id = ${id} and operator_id = ${operatorId}`)
}

/** The note is written once; false where it was already. */
export async function endCall(sql: AnySql, operatorId: string, id: string, note: string, at: Instant): Promise<boolean> {
  const rows = await sql`
    update contact.call set note = ${note}, ended_at = ${at}
    where id = ${id} and operator_id = ${operatorId} and ended_at is null returning id`
  return rows.length === 1
}

/** Newest first, those before `before`. */
export async function callsOf(sql: AnySql, operatorId: string, limit: number, before: string | null): Promise<readonly ContactCall[]> {
  const after = before === null ? null : await readCall(sql, operatorId, before)
  return sql<ContactCall[]>`
    select ${sql.unsafe(COLUMNS)} from contact.call
    where operator_id = ${operatorId}
      ${after === null ? sql`` : sql`and (asked_at, id) < (${after.askedAt}::timestamptz, ${after.id}::uuid)`}
    order by asked_at desc, id desc limit ${limit}`
}

export type LoggedCall = ContactCall & { readonly operatorName: string }

/** Of every operator or of one, about every request or one; newest first, those before `before`. */
export async function callsOfAll(
  sql: AnySql,
  asked: {
    readonly operatorId: string | null
    readonly requestNumber: string | null
    readonly before: string | null
    readonly limit: number
  },
): Promise<readonly LoggedCall[]> {
  const { operatorId, requestNumber, before, limit } = asked
  return sql<LoggedCall[]>`
    select ${sql.unsafe(COLUMNS)}, (select name from contact.operator o where o.id = call.operator_id) as "operatorName" from contact.call
    where ${operatorId === null ? sql`true` : sql`operator_id = ${operatorId}::uuid`}
      and ${requestNumber === null ? sql`true` : sql`request_number = ${requestNumber}`}
      and ${before === null ? sql`true` : sql`(asked_at, id) < (select asked_at, id from contact.call where id = ${before}::uuid)`}
    order by asked_at desc, id desc limit ${limit}`
}

/** What callers asked about a request, for the person whose it is: no name of an operator and no note. Newest first. */
export async function callsAbout(sql: AnySql, requestNumber: string, limit: number): Promise<readonly CallAbout[]> {
  return sql<CallAbout[]>`
    select asked_at as "at", outcome = 'shown' as "isShown" from contact.call
    where request_number = ${requestNumber} order by asked_at desc, id desc limit ${limit}`
}

/** When somebody called, and whether anything was reported to them. */
export type CallAbout = { readonly at: Instant; readonly isShown: boolean }
