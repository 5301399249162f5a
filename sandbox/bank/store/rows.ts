import type { Instant, Language } from '@ruqsat/foundation'
import type { TwinPaymentState, PaymentStatement, RefundStatement } from '../wire/protocol.ts'
import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { CardScenario } from '../core/cards.ts'
import { randomUUID } from 'node:crypto'
import type { DueClaim } from '@ruqsat/jobs'

export type CardSessionRow = {
  readonly sessionId: string
  readonly merchantReference: string
  readonly amountTiyn: number
  readonly payee: string
  readonly purpose: string
  readonly language: Language
  readonly returnUrl: string
  readonly callbackUrl: string
  readonly state: TwinPaymentState
  readonly scenario: CardScenario | null
  readonly cardMask: string | null
  readonly declineCode: string | null
  readonly codeSha256: string | null
  readonly codeTries: number
  readonly openedAt: Instant
  readonly statedAt: Instant
}

export type NewCardSession = Pick<
  CardSessionRow,
  'sessionId' | 'merchantReference' | 'amountTiyn' | 'payee' | 'purpose' | 'language' | 'returnUrl' | 'callbackUrl' | 'openedAt'
>

/** Does nothing where the merchant's reference is known. */
export async function insertSession(sql: AnySql, session: NewCardSession): Promise<void> {
  await sql`
    insert into bank.sessions (session_id, merchant_reference, amount_tiyn, payee, purpose, language, return_url, callback_url, state, opened_at, stated_at)
    values (${session.sessionId}, ${session.merchantReference}, ${session.amountTiyn}, ${session.payee}, ${session.purpose}, ${session.language},
      ${session.returnUrl}, ${session.callbackUrl}, 'open', ${session.openedAt}, ${session.openedAt})
    on conflict (merchant_reference) do nothing`
}

export async function findSession(
  sql: AnySql,
  key: { readonly sessionId: string } | { readonly merchantReference: string },
): Promise<CardSessionRow | null> {
  const [sessionId, reference] = 'sessionId' in key ? [key.sessionId, null] : [null, key.merchantReference]
  return firstRow(sql<CardSessionRow[]>`
    select session_id as "sessionId", merchant_reference as "merchantReference", amount_tiyn as "amountTiyn", payee, purpose, language, return_url as "returnUrl",
      callback_url as "callbackUrl", state, scenario, card_mask as "cardMask", decline_code as "declineCode", code_sha256 as "codeSha256", code_tries as "codeTries",
      opened_at as "openedAt", stated_at as "statedAt"
    from bank.sessions where session_id = ${sessionId}::uuid or merchant_reference = ${reference}`)
}

/** The session, held until the transaction ends. */
export async function lockSession(tx: TransactionSql, sessionId: string): Promise<CardSessionRow | null> {
  await tx`select 1 from bank.sessions where session_id = ${sessionId} for update`
  return findSession(tx, { sessionId })
}

export async function setState(
  tx: TransactionSql,
  sessionId: string,
  change: { state: TwinPaymentState; at: Instant; declineCode?: string | undefined; confirmAt?: Instant | null },
): Promise<void> {
  await tx`
    update bank.sessions set state = ${change.state}, stated_at = ${change.at}, decline_code = ${change.declineCode ?? null}, confirm_at = ${change.confirmAt ?? null}
    where session_id = ${sessionId}`
}

export async function setCard(
  tx: TransactionSql,
  sessionId: string,
  card: { scenario: CardScenario; mask: string; codeSha256: string | null },
): Promise<void> {
  await tx`
    update bank.sessions set scenario = ${card.scenario}, card_mask = ${card.mask}, code_sha256 = ${card.codeSha256}, code_tries = 0 where session_id = ${sessionId}`
}

export async function countCodeTry(tx: TransactionSql, sessionId: string): Promise<void> {
  await tx`update bank.sessions set code_tries = code_tries + 1 where session_id = ${sessionId}`
}

export async function listDueConfirmations(sql: AnySql, now: Instant): Promise<readonly string[]> {
  return (
    await sql<{ sessionId: string }[]>`
    select session_id as "sessionId" from bank.sessions where state = 'processing' and confirm_at <= ${now} order by confirm_at limit 20`
  ).map(({ sessionId }) => sessionId)
}

/** Payments that wait for the sandbox's switch. */
export async function listHeld(
  sql: AnySql,
): Promise<readonly { sessionId: string; amountTiyn: number; purpose: string; cardMask: string }[]> {
  return sql<{ sessionId: string; amountTiyn: number; purpose: string; cardMask: string }[]>`
    select session_id as "sessionId", amount_tiyn as "amountTiyn", purpose, card_mask as "cardMask"
    from bank.sessions where state = 'processing' and confirm_at is null order by opened_at desc limit 20`
}

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

export async function findRefund(sql: AnySql, refundReference: string): Promise<RefundStatement | null> {
  return firstRow(sql<RefundStatement[]>`
    select refund_reference as "refundReference", payment_reference as "paymentReference", state, amount_tiyn as "amountTiyn", reference,
      stated_at as "statedAt", decline_code as "declineCode"
    from bank.refunds where refund_reference = ${refundReference}`)
}

export async function listRefundsBetween(sql: AnySql, from: Instant, to: Instant): Promise<readonly RefundStatement[]> {
  return sql<RefundStatement[]>`
    select refund_reference as "refundReference", payment_reference as "paymentReference", state, amount_tiyn as "amountTiyn", reference,
      stated_at as "statedAt", decline_code as "declineCode"
    from bank.refunds where state = 'returned' and stated_at >= ${from} and stated_at < ${to} order by stated_at, refund_reference`
}

/** The payment that is to go back, held until the transaction ends, with how its card behaves and what was said of it before. */
export async function lockPayment(
  tx: TransactionSql,
  reference: string,
): Promise<{
  readonly amountTiyn: number
  readonly scenario: CardScenario | null
  readonly isReturned: boolean
  readonly declines: number
} | null> {
  await tx`select 1 from bank.payments where reference = ${reference} for update`
  return firstRow(tx<{ amountTiyn: number; scenario: CardScenario | null; isReturned: boolean; declines: number }[]>`
    select p.amount_tiyn as "amountTiyn", s.scenario,
      exists (select 1 from bank.refunds r where r.payment_reference = p.reference and r.state = 'returned') as "isReturned",
      (select count(*)::int from bank.refunds r where r.payment_reference = p.reference and r.state = 'declined') as "declines"
    from bank.payments p join bank.sessions s using (session_id) where p.reference = ${reference}`)
}

/** The bank's own number for a return comes from the sequence of its payments. */
export async function insertRefund(
  tx: TransactionSql,
  refund: Pick<RefundStatement, 'refundReference' | 'paymentReference' | 'amountTiyn' | 'state' | 'declineCode' | 'statedAt'>,
): Promise<void> {
  const { refundReference, paymentReference, amountTiyn, state, declineCode, statedAt } = refund
  await tx`
    insert into bank.refunds (refund_reference, payment_reference, amount_tiyn, state, reference, decline_code, stated_at)
    values (${refundReference}, ${paymentReference}, ${amountTiyn}, ${state},
      case when ${state} = 'returned' then 'DALA-R-' || nextval('bank.reference_number') end, ${declineCode}, ${statedAt})`
}

export type CallbackRow = {
  readonly callbackId: string
  readonly sessionId: string
  readonly reference: string | null
  readonly attempts: number
}

export async function putCallback(tx: TransactionSql, sessionId: string, reference: string | null, dueAt: Instant): Promise<void> {
  await tx`insert into bank.callbacks (callback_id, session_id, reference, due_at) values (${randomUUID()}, ${sessionId}, ${reference}, ${dueAt})`
}

export async function takeDueCallbacks(sql: AnySql, { now, leaseUntil, limit }: DueClaim): Promise<readonly CallbackRow[]> {
  return sql<CallbackRow[]>`
    update bank.callbacks set due_at = ${leaseUntil}, attempts = attempts + 1
    where callback_id in (select callback_id from bank.callbacks where delivered_at is null and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    returning callback_id as "callbackId", session_id as "sessionId", reference, attempts`
}

export async function markCallbackDelivered(sql: AnySql, callbackId: string, at: Instant): Promise<void> {
  await sql`update bank.callbacks set delivered_at = ${at} where callback_id = ${callbackId}`
}

export async function callLater(sql: AnySql, callbackId: string, dueAt: Instant): Promise<void> {
  await sql`update bank.callbacks set due_at = ${dueAt} where callback_id = ${callbackId}`
}
