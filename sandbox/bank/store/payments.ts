import type { AnySql, TransactionSql } from '@ruqsat/database'
import type { Instant } from '@ruqsat/foundation'
import type { PaymentStatement } from '../wire/protocol.ts'

export type PaymentRow = { readonly reference: string; readonly sessionId: string; readonly amountTiyn: number; readonly statedAt: Instant }

export async function takeMoney(tx: TransactionSql, payment: Omit<PaymentRow, 'reference'>): Promise<string> {
  const [row] = await tx<{ reference: string }[]>`
    insert into bank.payments (reference, session_id, amount_tiyn, stated_at)
    values ('DALA-' || nextval('bank.reference_number'), ${payment.sessionId}, ${payment.amountTiyn}, ${payment.statedAt}) returning reference`
  return row!.reference
}

/** The payments of a session, first one first. */
export async function listOfSession(sql: AnySql, sessionId: string): Promise<readonly PaymentRow[]> {
  return sql<PaymentRow[]>`
    select reference, session_id as "sessionId", amount_tiyn as "amountTiyn", stated_at as "statedAt"
    from bank.payments where session_id = ${sessionId} order by reference`
}

/** Money taken in a period, as the bank states it. */
export async function listBetween(sql: AnySql, from: Instant, to: Instant): Promise<readonly PaymentStatement[]> {
  return sql<PaymentStatement[]>`
    select s.merchant_reference as "merchantReference", 'paid' as state, p.amount_tiyn as "amountTiyn", 'KZT' as currency, reference, p.stated_at as "statedAt",
      null as "declineCode"
    from bank.payments p join bank.sessions s using (session_id) where p.stated_at >= ${from} and p.stated_at < ${to} order by p.stated_at, reference`
}
