import { hash, randomInt } from 'node:crypto'
import { laterBy, type TransactionSql } from '@ruqsat/database'
import { fillText, type Language } from '@ruqsat/foundation'
import { type CardScenario, cardMask, SLOW_CONFIRMATION_MS, type TestCard } from '../core/cards.ts'
import { putCallback, takeMoney, countCodeTry, lockSession, type CardSessionRow, setCard, setState } from '../store/rows.ts'
import type { BankWork } from './deps.ts'
import { isExpired } from './statement.ts'
import texts from '../../texts.yaml'

/**
 * After a card was given: `code` asks for the SMS code, `done` sends the payer back, `declined` gives the reason, `closed` was too late.
 */
export type PaymentOutcome = 'code' | 'done' | 'declined' | 'closed'

const MAX_CODE_TRIES = 3

/** What happens to a session happens while it is locked; the merchant is informed afterwards. */
async function inSession<T>(
  work: BankWork,
  sessionId: string,
  change: (tx: TransactionSql, session: CardSessionRow | null) => Promise<T>,
): Promise<T> {
  const changed = (await work.database.sql.begin(async (tx) => change(tx, await lockSession(tx, sessionId)))) as T
  work.wake()
  return changed
}

/** Paid already, or about to be: a second press of the button leads where the first one led. */
const tooLate = (session: CardSessionRow | null): PaymentOutcome =>
  session?.state === 'paid' || session?.state === 'processing' ? 'done' : 'closed'

export async function payByCard(work: BankWork, sessionId: string, { scenario, number }: TestCard): Promise<PaymentOutcome> {
  const code = scenario === 'code' ? String(randomInt(0, 1_000_000)).padStart(6, '0') : null
  let language: Language = 'kk'
  const outcome = await inSession(work, sessionId, async (tx, session) => {
    if (session?.state !== 'open' || isExpired(work, session)) return tooLate(session)
    language = session.language
    await setCard(tx, sessionId, { scenario, mask: cardMask(number), codeSha256: code && digest(sessionId, code) })
    return code === null ? settle(work, tx, session, scenario) : 'code'
  })
  if (outcome === 'code') await sendCode(work, sessionId, code!, language)
  return outcome
}

export function payByCode(work: BankWork, sessionId: string, code: string): Promise<PaymentOutcome> {
  return inSession(work, sessionId, async (tx, session) => {
    if (session?.state !== 'open' || session.codeSha256 === null) return tooLate(session)
    if (digest(sessionId, code) === session.codeSha256) return settle(work, tx, session, 'success')
    await countCodeTry(tx, sessionId)
    return session.codeTries + 1 < MAX_CODE_TRIES ? 'code' : end(work, tx, session, 'declined', 'wrong-code')
  })
}

export function cancelSession(work: BankWork, sessionId: string): Promise<void> {
  return inSession(work, sessionId, async (tx, session) => {
    if (session?.state === 'open') await end(work, tx, session, 'cancelled')
  })
}

/** Confirms a payment that is being processed: its time came, or the sandbox's switch was pressed. */
export function confirm(work: BankWork, sessionId: string): Promise<boolean> {
  return inSession(work, sessionId, async (tx, session) => {
    if (session?.state !== 'processing') return false
    await takeAndTell(work, tx, session)
    return true
  })
}

/** Cards that are refused, and why. */
const DECLINES: Partial<Record<CardScenario, string>> = { insufficientFunds: 'insufficient-funds', lostCard: 'lost-card' }

async function settle(work: BankWork, tx: TransactionSql, session: CardSessionRow, scenario: CardScenario): Promise<PaymentOutcome> {
  const { amountTiyn, sessionId } = session
  const declineCode = DECLINES[scenario]
  if (declineCode !== undefined) return end(work, tx, session, 'declined', declineCode)
  if (scenario === 'slow' || scenario === 'late' || scenario === 'noAnswer') {
    const confirmAt = scenario === 'slow' ? laterBy(work.technicalClock, SLOW_CONFIRMATION_MS) : null
    await setState(tx, sessionId, { state: 'processing', at: work.technicalClock.now(), confirmAt })
    return 'done'
  }
  const callbacks = scenario === 'silentSuccess' ? 0 : scenario === 'twice' ? 2 : 1
  const takenTiyn = scenario === 'otherSum' ? Math.max(1, amountTiyn - 100) : scenario === 'moreThanAsked' ? amountTiyn + 5_000 : amountTiyn
  await takeAndTell(work, tx, session, callbacks, takenTiyn)
  if (scenario === 'chargedTwice') await takeAndTell(work, tx, session)
  return 'done'
}

async function takeAndTell(
  work: BankWork,
  tx: TransactionSql,
  { bank, sessionId, amountTiyn, purpose, callbackUrl }: CardSessionRow,
  callbacks = 1,
  takenTiyn = amountTiyn,
): Promise<void> {
  const at = work.technicalClock.now()
  const reference = await takeMoney(tx, { bank, sessionId, amountTiyn: takenTiyn, statedAt: at, purpose, payer: '' })
  await setState(tx, sessionId, { state: 'paid', at })
  for (let copy = 0; copy < (callbackUrl === null ? 0 : callbacks); copy++) await putCallback(tx, sessionId, reference, at)
}

/** Closes a session without money. */
async function end<State extends 'declined' | 'cancelled'>(
  work: BankWork,
  tx: TransactionSql,
  { sessionId, callbackUrl }: CardSessionRow,
  state: State,
  declineCode?: string,
): Promise<State> {
  const at = work.technicalClock.now()
  await setState(tx, sessionId, { state, at, declineCode })
  if (callbackUrl !== null) await putCallback(tx, sessionId, null, at)
  return state
}

async function sendCode(work: BankWork, sessionId: string, code: string, language: Language): Promise<void> {
  await work.messaging.send({
    idempotencyKey: `bank code ${sessionId} ${digest(sessionId, code).slice(0, 16)}`,
    channel: 'sms',
    to: work.cardholderPhone,
    language,
    subject: texts.pay.dalaBanki,
    text: fillText(texts.pay.code, { code }),
    at: await work.stamp(),
  })
}

/** Salted by the session, so that the same code elsewhere has another digest. */
function digest(sessionId: string, code: string): string {
  return hash('sha256', `${sessionId}\n${code}`)
}
