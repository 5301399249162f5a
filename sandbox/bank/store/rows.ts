import { firstRow, type AnySql, type TransactionSql } from '@ruqsat/database'
import type { Instant, Language } from '@ruqsat/foundation'
import type { CardScenario } from '../core/cards.ts'
import type { TwinPaymentState } from '../wire/protocol.ts'

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
  const rows = await sql<{ sessionId: string }[]>`
    select session_id as "sessionId" from bank.sessions where state = 'processing' and confirm_at <= ${now} order by confirm_at limit 20`
  return rows.map((row) => row.sessionId)
}

/** Payments that wait for the sandbox's switch. */
export async function listHeld(
  sql: AnySql,
): Promise<readonly { sessionId: string; amountTiyn: number; purpose: string; cardMask: string }[]> {
  return sql<{ sessionId: string; amountTiyn: number; purpose: string; cardMask: string }[]>`
    select session_id as "sessionId", amount_tiyn as "amountTiyn", purpose, card_mask as "cardMask"
    from bank.sessions where state = 'processing' and confirm_at is null order by opened_at desc limit 20`
}
