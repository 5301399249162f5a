import { hash, randomInt } from 'node:crypto'
import { laterBy, type TransactionSql } from '@ruqsat/database'
import { fillText, type Language } from '@ruqsat/foundation'
import { type CardScenario, cardMask, SLOW_CONFIRMATION_MS, type TestCard } from '../core/cards.ts'
import { putCallback } from '../store/callbacks.ts'
import { takeMoney } from '../store/payments.ts'
import { countCodeTry, lockSession, type CardSessionRow, setCard, setState } from '../store/sessions.ts'
import type { BankWork } from './deps.ts'
import { isExpired } from './statement.ts'
import texts from '../../texts.yaml'

/**
 * After a card was given: `code` asks for the SMS code, `done` sends the payer back, `declined` gives the reason, `closed` was too late.
 */
export type PaymentOutcome = 'code' | 'done' | 'declined' | 'closed'

const MAX_CODE_TRIES = 3

export async function payByCard(work: BankWork, sessionId: string, card: TestCard): Promise<PaymentOutcome> {
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  let language: Language = 'kk'
  const outcome = (await work.database.sql.begin(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (session === null || session.state !== 'open' || isExpired(work, session)) return session?.state === 'paid' ? 'done' : 'closed'
    language = session.language
    const isWithCode = card.scenario === 'code'
    await setCard(tx, sessionId, {
      scenario: card.scenario,
      mask: cardMask(card.number),
      codeSha256: isWithCode ? digest(sessionId, code) : null,
    })
    return isWithCode ? 'code' : settle(work, tx, session, card.scenario)
  })) as PaymentOutcome
  if (outcome === 'code') await sendCode(work, sessionId, code, language)
  work.wake()
  return outcome
}

export async function payByCode(work: BankWork, sessionId: string, code: string): Promise<PaymentOutcome> {
  const outcome = (await work.database.sql.begin(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (session === null || session.state !== 'open' || session.codeSha256 === null) return session?.state === 'paid' ? 'done' : 'closed'
    if (digest(sessionId, code) === session.codeSha256) return settle(work, tx, session, 'success')
    await countCodeTry(tx, sessionId)
    return session.codeTries + 1 < MAX_CODE_TRIES ? 'code' : decline(work, tx, session, 'wrong-code')
  })) as PaymentOutcome
  work.wake()
  return outcome
}

export async function cancelSession(work: BankWork, sessionId: string): Promise<void> {
  await work.database.sql.begin(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (session === null || session.state !== 'open') return
    await setState(tx, sessionId, { state: 'cancelled', at: work.technicalClock.now() })
    await putCallback(tx, sessionId, null, work.technicalClock.now())
  })
  work.wake()
}

/** Confirms a payment that is being processed: its time came, or the sandbox's switch was pressed. */
export async function confirm(work: BankWork, sessionId: string): Promise<boolean> {
  const isConfirmed = (await work.database.sql.begin(async (tx) => {
    const session = await lockSession(tx, sessionId)
    if (session === null || session.state !== 'processing') return false
    await takeAndTell(work, tx, session, 1, session.amountTiyn)
    return true
  })) as boolean
  work.wake()
  return isConfirmed
}

async function settle(work: BankWork, tx: TransactionSql, session: CardSessionRow, scenario: CardScenario): Promise<PaymentOutcome> {
  const { sessionId, amountTiyn } = session
  if (scenario === 'insufficientFunds') return decline(work, tx, session, 'insufficient-funds')
  if (scenario === 'lostCard') return decline(work, tx, session, 'lost-card')
  if (scenario === 'slow')
    await setState(tx, sessionId, {
      state: 'processing',
      at: work.technicalClock.now(),
      confirmAt: laterBy(work.technicalClock, SLOW_CONFIRMATION_MS),
    })
  else if (scenario === 'late' || scenario === 'noAnswer')
    await setState(tx, sessionId, { state: 'processing', at: work.technicalClock.now() })
  else if (scenario === 'otherSum') await takeAndTell(work, tx, session, 1, amountTiyn - 100)
  else await takeAndTell(work, tx, session, scenario === 'silentSuccess' ? 0 : scenario === 'twice' ? 2 : 1, amountTiyn)
  if (scenario === 'chargedTwice') await takeAndTell(work, tx, session, 1, amountTiyn)
  return 'done'
}

async function takeAndTell(
  work: BankWork,
  tx: TransactionSql,
  session: CardSessionRow,
  callbacks: number,
  amountTiyn: number,
): Promise<void> {
  const at = work.technicalClock.now()
  const reference = await takeMoney(tx, { sessionId: session.sessionId, amountTiyn, statedAt: at })
  await setState(tx, session.sessionId, { state: 'paid', at })
  for (let copy = 0; copy < callbacks; copy++) await putCallback(tx, session.sessionId, reference, at)
}

async function decline(work: BankWork, tx: TransactionSql, session: CardSessionRow, declineCode: string): Promise<PaymentOutcome> {
  const at = work.technicalClock.now()
  await setState(tx, session.sessionId, { state: 'declined', at, declineCode })
  await putCallback(tx, session.sessionId, null, at)
  return 'declined'
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
