// Results that are handed over at the windows. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

/** What who holds a ticket presented: a number and whose it is. */
export type PresentedResult = {
  readonly authority: string
  readonly ticketId: string
  readonly requestNumber: string
  readonly identifier: string
  readonly operatorId: string
  readonly at: Instant
}

export type ResultReceipt = {
  /** Of the organisation whose window it is. */
  readonly authority: string
  readonly caseAuthority: string
  readonly caseId: string
  readonly requestNumber: string
  readonly resultNumber: string | null
  readonly ticketId: string
  readonly operatorId: string
  readonly receivedBy: string
  readonly shownDocument: string
  readonly power: string | null
  readonly at: Instant
}

/** Presented twice is presented once; the last word counts. */
export async function keepPresented(sql: AnySql, one: PresentedResult): Promise<void> {
  await sql`
    insert into centre.presented_result (authority, ticket_id, request_number, identifier, operator_id, presented_at)
    values (${one.authority}, ${one.ticketId}, ${one.requestNumber}, ${one.identifier}, ${one.operatorId}, ${one.at})
    on conflict (authority, ticket_id, request_number) do update set identifier = excluded.identifier, presented_at = excluded.presented_at`
}

export function readPresented(sql: AnySql, authority: string, ticketId: string, requestNumber: string): Promise<PresentedResult | null> {
  return firstRow(
    sql<PresentedResult[]>`
    select authority, ticket_id as "ticketId", request_number as "requestNumber", identifier, operator_id as "operatorId", presented_at as at
    from centre.presented_result where authority = ${authority} and ticket_id = ${ticketId} and request_number = ${requestNumber}`,
  )
}

export async function forgetPresented(sql: AnySql, authority: string, ticketId: string): Promise<void> {
  await sql`delete from centre.presented_result where authority = ${authority} and ticket_id = ${ticketId}`
}

/** Somebody looks for a result. `countedAt`: by the technical clock. */
export type ResultSearch = {
  readonly authority: string
  readonly id: string
  readonly ticketId: string
  readonly operatorId: string
  readonly requestNumber: string
  readonly askedAt: Instant
  readonly countedAt: Instant
}

/** False where this operator, or anybody for this ticket, was wrong so often since that instant. Of two at once the second waits for the first. */
export async function beginSearch(
  sql: AnySql,
  one: ResultSearch,
  limit: { readonly since: Instant; readonly most: number },
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`centre.result_search ${one.operatorId}`}, 0))`
  const [row] = await sql<{ wrong: number }[]>`
    select count(*)::int as wrong from centre.result_search
    where authority = ${one.authority} and (operator_id = ${one.operatorId} or ticket_id = ${one.ticketId})
      and outcome in ('asked', 'wrong') and counted_at > ${limit.since}`
  if (row!.wrong >= limit.most) return false
  await sql`
    insert into centre.result_search (authority, id, ticket_id, operator_id, request_number, asked_at, counted_at, outcome)
    values (${one.authority}, ${one.id}, ${one.ticketId}, ${one.operatorId}, ${one.requestNumber}, ${one.askedAt}, ${one.countedAt}, 'asked')`
  return true
}

/** What the host answered. */
export async function endSearch(
  sql: AnySql,
  { authority, id }: Pick<ResultSearch, 'authority' | 'id'>,
  outcome: 'wrong' | 'notReady' | 'shown',
): Promise<void> {
  await sql`update centre.result_search set outcome = ${outcome} where authority = ${authority} and id = ${id} and outcome = 'asked'`
}

/** False where it was handed over already: the first who took it away is the one. */
export async function keepReceipt(sql: AnySql, one: ResultReceipt): Promise<boolean> {
  const rows = await sql`
    insert into centre.result_receipt (authority, case_authority, case_id, request_number, result_number, ticket_id, operator_id, received_by,
      shown_document, power, at)
    values (${one.authority}, ${one.caseAuthority}, ${one.caseId}, ${one.requestNumber}, ${one.resultNumber}, ${one.ticketId},
      ${one.operatorId}, ${one.receivedBy}, ${one.shownDocument}, ${one.power}, ${one.at})
    on conflict do nothing returning 1`
  return rows.length === 1
}

const COLUMNS = `authority, case_authority as "caseAuthority", case_id as "caseId", request_number as "requestNumber",
  result_number as "resultNumber", ticket_id as "ticketId", operator_id as "operatorId", received_by as "receivedBy",
  shown_document as "shownDocument", power, at`

export function readReceipt(sql: AnySql, authority: string, caseAuthority: string, caseId: string): Promise<ResultReceipt | null> {
  return firstRow(
    sql<ResultReceipt[]>`
    select ${sql.unsafe(COLUMNS)} from centre.result_receipt
    where authority = ${authority} and case_authority = ${caseAuthority} and case_id = ${caseId}`,
  )
}
