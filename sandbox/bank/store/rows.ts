import type { Instant, Language } from '@ruqsat/foundation'
import type { TwinPaymentState, PaymentStatement, RefundStatement } from '../wire/protocol.ts'
import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { CardScenario, TwinBank } from '../core/cards.ts'
import { randomUUID } from 'node:crypto'
import type { DueClaim } from '@ruqsat/jobs'

export type CardSessionRow = {
  readonly bank: TwinBank
  readonly sessionId: string
  readonly merchantReference: string
  readonly amountTiyn: number
  readonly payee: string
  readonly purpose: string
  readonly language: Language
  readonly returnUrl: string
  /** Null at the bank that calls nobody. */
  readonly callbackUrl: string | null
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
  'bank' | 'sessionId' | 'merchantReference' | 'amountTiyn' | 'payee' | 'purpose' | 'language' | 'returnUrl' | 'callbackUrl' | 'openedAt'
>

/** Does nothing where the merchant's reference is known. */
export async function insertSession(sql: AnySql, session: NewCardSession): Promise<void> {
  await sql`
    insert into bank.sessions (bank, session_id, merchant_reference, amount_tiyn, payee, purpose, language, return_url, callback_url, state, opened_at, stated_at)
    values (${session.bank}, ${session.sessionId}, ${session.merchantReference}, ${session.amountTiyn}, ${session.payee}, ${session.purpose}, ${session.language},
      ${session.returnUrl}, ${session.callbackUrl}, 'open', ${session.openedAt}, ${session.openedAt})
    on conflict (bank, merchant_reference) do nothing`
}

export async function findSession(
  sql: AnySql,
  key: { readonly sessionId: string } | { readonly bank: TwinBank; readonly merchantReference: string },
): Promise<CardSessionRow | null> {
  const [sessionId, bank, reference] = 'sessionId' in key ? [key.sessionId, null, null] : [null, key.bank, key.merchantReference]
  return firstRow(sql<CardSessionRow[]>`
    select bank, session_id as "sessionId", merchant_reference as "merchantReference", amount_tiyn as "amountTiyn", payee, purpose, language, return_url as "returnUrl",
      callback_url as "callbackUrl", state, scenario, card_mask as "cardMask", decline_code as "declineCode", code_sha256 as "codeSha256", code_tries as "codeTries",
      opened_at as "openedAt", stated_at as "statedAt"
    from bank.sessions where session_id = ${sessionId}::uuid or (bank = ${bank} and merchant_reference = ${reference})`)
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

export type PaymentRow = {
  readonly reference: string
  readonly sessionId: string | null
  readonly amountTiyn: number
  readonly statedAt: Instant
}

/** The bank's own number of the payment, as its receipts have it. */
export async function takeMoney(
  tx: AnySql,
  payment: Omit<PaymentRow, 'reference'> & { readonly bank: TwinBank; readonly purpose: string; readonly payer: string },
): Promise<string> {
  const [row] = await tx<{ reference: string }[]>`
    insert into bank.payments (bank, reference, session_id, amount_tiyn, stated_at, purpose, payer)
    values (${payment.bank}, upper(${payment.bank}) || '-' || nextval('bank.reference_number'), ${payment.sessionId}, ${payment.amountTiyn}, ${payment.statedAt},
      ${payment.purpose}, ${payment.payer}) returning reference`
  return row!.reference
}

/** The payments of a session, first one first. */
export async function listOfSession(sql: AnySql, sessionId: string): Promise<readonly PaymentRow[]> {
  return sql<PaymentRow[]>`
    select reference, session_id as "sessionId", amount_tiyn as "amountTiyn", stated_at as "statedAt"
    from bank.payments where session_id = ${sessionId} order by reference`
}

/** Money taken in a period, as the bank states it. */
export async function listBetween(sql: AnySql, bank: TwinBank, from: Instant, to: Instant): Promise<readonly PaymentStatement[]> {
  return sql<PaymentStatement[]>`
    select s.merchant_reference as "merchantReference", 'paid' as state, p.amount_tiyn as "amountTiyn", 'KZT' as currency, reference, p.stated_at as "statedAt",
      null as "declineCode", p.purpose, p.payer
    from bank.payments p left join bank.sessions s using (session_id)
    where p.bank = ${bank} and p.stated_at >= ${from} and p.stated_at < ${to} order by p.stated_at, reference`
}

/** The payment with this number, as the bank states it; null where it took none such. */
export async function findPayment(sql: AnySql, bank: TwinBank, reference: string): Promise<PaymentStatement | null> {
  return firstRow(sql<PaymentStatement[]>`
    select s.merchant_reference as "merchantReference", 'paid' as state, p.amount_tiyn as "amountTiyn", 'KZT' as currency, reference, p.stated_at as "statedAt",
      null as "declineCode", p.purpose, p.payer
    from bank.payments p left join bank.sessions s using (session_id) where p.bank = ${bank} and reference = ${reference}`)
}

export async function findRefund(sql: AnySql, bank: TwinBank, refundReference: string): Promise<RefundStatement | null> {
  return firstRow(sql<RefundStatement[]>`
    select refund_reference as "refundReference", payment_reference as "paymentReference", state, amount_tiyn as "amountTiyn", reference,
      stated_at as "statedAt", decline_code as "declineCode"
    from bank.refunds where bank = ${bank} and refund_reference = ${refundReference}`)
}

export async function listRefundsBetween(sql: AnySql, bank: TwinBank, from: Instant, to: Instant): Promise<readonly RefundStatement[]> {
  return sql<RefundStatement[]>`
    select refund_reference as "refundReference", payment_reference as "paymentReference", state, amount_tiyn as "amountTiyn", reference,
      stated_at as "statedAt", decline_code as "declineCode"
    from bank.refunds where bank = ${bank} and state = 'returned' and stated_at >= ${from} and stated_at < ${to} order by stated_at, refund_reference`
}

/** The payment that is to go back, held until the transaction ends, with how its card behaves and what was said of it before. */
export async function lockPayment(
  tx: TransactionSql,
  bank: TwinBank,
  reference: string,
): Promise<{
  readonly amountTiyn: number
  readonly scenario: CardScenario | null
  readonly returnedTiyn: number
  readonly declines: number
} | null> {
  await tx`select 1 from bank.payments where bank = ${bank} and reference = ${reference} for update`
  return firstRow(tx<{ amountTiyn: number; scenario: CardScenario | null; returnedTiyn: number; declines: number }[]>`
    select p.amount_tiyn as "amountTiyn", s.scenario,
      (select coalesce(sum(r.amount_tiyn), 0)::bigint from bank.refunds r where r.payment_reference = p.reference and r.state = 'returned') as "returnedTiyn",
      (select count(*)::int from bank.refunds r where r.payment_reference = p.reference and r.state = 'declined') as "declines"
    from bank.payments p left join bank.sessions s using (session_id) where p.bank = ${bank} and p.reference = ${reference}`)
}

/** The bank's own number for a return comes from the sequence of its payments. */
export async function insertRefund(
  tx: TransactionSql,
  bank: TwinBank,
  refund: Pick<RefundStatement, 'refundReference' | 'paymentReference' | 'amountTiyn' | 'state' | 'declineCode' | 'statedAt'>,
): Promise<void> {
  const { refundReference, paymentReference, amountTiyn, state, declineCode, statedAt } = refund
  await tx`
    insert into bank.refunds (bank, refund_reference, payment_reference, amount_tiyn, state, reference, decline_code, stated_at)
    values (${bank}, ${refundReference}, ${paymentReference}, ${amountTiyn}, ${state},
      case when ${state} = 'returned' then upper(${bank}) || '-R-' || nextval('bank.reference_number') end, ${declineCode}, ${statedAt})`
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
