// Who took a result away at the counter.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'

export type CounterReceipt = {
  readonly authority: string
  readonly caseId: string
  readonly staffId: string
  readonly receivedBy: string
  readonly shownDocument: string
  readonly at: Instant
}

/** The first who took it away is the one: a second click changes nothing. */
export async function keepReceipt(sql: AnySql, receipt: CounterReceipt): Promise<void> {
  const { authority, caseId, staffId, receivedBy, shownDocument, at } = receipt
  await sql`
    insert into workstation.counter_receipt (authority, case_id, staff_id, received_by, shown_document, at)
    values (${authority}, ${caseId}, ${staffId}, ${receivedBy}, ${shownDocument}, ${at}) on conflict do nothing`
}

export function readReceipt(sql: AnySql, authority: string, caseId: string): Promise<CounterReceipt | null> {
  return firstRow(
    sql<CounterReceipt[]>`
    select authority, case_id as "caseId", staff_id as "staffId", received_by as "receivedBy", shown_document as "shownDocument", at
    from workstation.counter_receipt where authority = ${authority} and case_id = ${caseId}`,
  )
}
