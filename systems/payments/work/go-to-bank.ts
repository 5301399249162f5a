import { randomUUID } from 'node:crypto'
import { laterBy, type TransactionSql } from '@ruqsat/database'
import { Fault, isRefusal, type Language, type Refusal } from '@ruqsat/foundation'
import { type Bank, bankById } from '../bank/bank.ts'
import { nextStatus } from '../core/status.ts'
import { writeEvent } from '../store/events.ts'
import {
  type AttemptRow,
  findUnresolvedAttempt,
  insertAttempt,
  lockOrder,
  markOpen,
  type OrderKey,
  type OrderRow,
  setBank,
  setStatus,
} from '../store/orders.ts'
import { refusePayment } from '../refusals.ts'
import { CALLBACK_PATH, type SessionRequest } from '../wire/messages.ts'
import type { PaymentParts } from './deps.ts'
import { applyToOrder, closeOpenWay } from './order.ts'
import { findRow } from './order-view.ts'
import { countedSoFar, recordStatement } from './record-statement.ts'

/** How long a payer is left alone at the bank before we ask how it went: a bank that calls back is asked later than one that does not. */
export const FIRST_CHECK_MS = { callbacks: 30_000, polled: 6_000 }

/** A way that turns out closed at the bank gives room for one new way within the same press of the button; so does a change of the bank. */
const WAYS_PER_PRESS = 3

export type WayToBank = { readonly kind: 'bankPage'; readonly url: string } | { readonly kind: 'settled' }

type Intent = Pick<AttemptRow, 'attemptId' | 'bank' | 'amountTiyn'>

/**
 * The intent is written before the bank is asked, under an id that the bank takes for the same payment however often it comes:
 * a double click, a second tab or a crash between any two lines leads to the same card page. `bankId` is the payer's choice; the first bank
 * that takes payments where it is absent. A page that is open at another bank is closed there first, so that nobody pays on both.
 */
export async function goToBank(
  work: PaymentParts,
  orderId: string,
  language: Language,
  bankId: string | null = null,
): Promise<WayToBank | Refusal> {
  const row = await findRow(work, orderId)
  if ('kind' in row) return row
  if (!work.banks.some(({ isOpen }) => isOpen)) return refusePayment('no-bank-here')
  const bank = work.banks.find((each) => each.isOpen && (bankId === null || each.id === bankId))
  if (bank === undefined) return refusePayment('bank-not-offered', { field: 'bank' })
  for (let way = 0; way < WAYS_PER_PRESS; way++) {
    const intent = await writeIntent(work, row, bank)
    if (isRefusal(intent)) return intent
    if (intent.bank !== bank.id && bankId !== null) {
      if (await closeOpenWay(work, row)) continue
      return refusePayment('other-bank-open', { facts: { bank: bankById(work.banks, intent.bank).name } })
    }
    const went = await openWay(work, row, intent, language)
    if (went !== 'closed') return went
  }
  return refusePayment('bank-unreachable')
}

/** Opens the page of a way at its bank; `closed` where the bank has ended it without money. */
async function openWay(work: PaymentParts, row: OrderRow, intent: Intent, language: Language): Promise<WayToBank | Refusal | 'closed'> {
  const bank = bankById(work.banks, intent.bank)
  const answer = await bank.openSession(sessionRequest(work, row, intent, language))
  if (answer.kind !== 'found') {
    const reason = answer.kind === 'outage' ? answer.reason : answer.kind
    work.log.warn({ event: 'bank-outage', reason, bank: bank.id, orderId: row.orderId }, 'the bank opened no session')
    return notReached(work, row)
  }
  const { payUrl, payment } = answer.value
  if (payment.merchantReference !== intent.attemptId)
    throw new Fault('Expected the session that was asked for but the bank opened another', { retry: 'later' })
  if (payment.state === 'open' || payment.state === 'processing') {
    const { authority } = row
    const nextCheckAt = laterBy(work.technicalClock, firstCheckMs(bank))
    await work.database.sql.begin((tx) => markOpen(tx, { authority, attemptId: intent.attemptId }, payUrl, nextCheckAt))
    return { kind: 'bankPage', url: payUrl }
  }
  await recordStatement(work, { bank: bank.id, way: 'answer' }, payment)
  return payment.state === 'paid' ? { kind: 'settled' } : 'closed'
}

function firstCheckMs({ callbackKeys }: Bank): number {
  return callbackKeys.length > 0 ? FIRST_CHECK_MS.callbacks : FIRST_CHECK_MS.polled
}

async function writeIntent(work: PaymentParts, key: OrderKey, bank: Bank): Promise<Intent | Refusal> {
  return work.database.sql.begin(async (tx) => {
    const order = await lockOrder(tx, key)
    if (order === null) return refusePayment('order-not-found')
    const cell = nextStatus(order.status, 'goToBank')
    if ('refused' in cell) return refusePayment(cell.refused)
    const open = await findUnresolvedAttempt(tx, key)
    if (open === null) {
      const { countedTiyn } = await countedSoFar(tx, key, order.status)
      return newIntent(work, tx, key, { bank, amountTiyn: order.amountTiyn - countedTiyn, from: order.status, to: cell.to })
    }
    await setStatus(tx, key, { from: order.status, to: cell.to })
    return open
  }) as Promise<Intent | Refusal>
}

async function newIntent(
  work: PaymentParts,
  tx: TransactionSql,
  { authority, orderId }: OrderKey,
  { bank, amountTiyn, ...change }: { readonly bank: Bank; readonly amountTiyn: number } & Parameters<typeof setStatus>[2],
): Promise<Intent> {
  const intent = { attemptId: randomUUID(), bank: bank.id, amountTiyn }
  const { technicalClock } = work
  const nextCheckAt = laterBy(technicalClock, firstCheckMs(bank))
  await insertAttempt(tx, { ...intent, authority, orderId, startedAt: technicalClock.now(), nextCheckAt })
  await setBank(tx, { authority, orderId }, bank.id)
  await setStatus(tx, { authority, orderId }, change)
  const facts = { bank: bank.id, amountTiyn, attemptId: intent.attemptId }
  await writeEvent(tx, { authority, orderId, at: await work.legalClock.now(tx), kind: 'wayOpened', actor: 'payer', facts })
  return intent
}

/** A page opened earlier may still take money: then the outcome is unknown, not "nothing was taken". */
async function notReached(work: PaymentParts, key: OrderKey): Promise<WayToBank | Refusal> {
  const attempt = await findUnresolvedAttempt(work.database.sql, key)
  // The bank's word came by another way meanwhile.
  if (attempt === null) return { kind: 'settled' }
  const wasOpened = attempt.state === 'open'
  const refusal = await applyToOrder(work, key, wasOpened ? 'bankSilent' : 'bankNotReached')
  if (isRefusal(refusal)) return refusal
  return refusePayment(wasOpened ? 'order-outcome-unknown' : 'bank-unreachable')
}

function sessionRequest(work: PaymentParts, row: OrderRow, intent: Intent, language: Language): SessionRequest {
  return {
    merchantReference: intent.attemptId,
    amountTiyn: intent.amountTiyn,
    currency: 'KZT',
    payee: row.payee[language],
    purpose: row.purpose[language],
    language,
    returnUrl: `${work.publicOrigin}/${language}/pay/${row.orderId}/return`,
    callbackUrl: `${work.publicOrigin}${CALLBACK_PATH}/${intent.bank}`,
  }
}
