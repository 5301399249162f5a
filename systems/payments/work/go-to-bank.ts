import { randomUUID } from 'node:crypto'
import { laterBy } from '@ruqsat/database'
import { Fault, isRefusal, type Language, type Refusal } from '@ruqsat/foundation'
import { nextStatus } from '../core/status.ts'
import { findUnresolvedAttempt, insertAttempt, markOpen, lockOrder, type OrderKey, type OrderRow, setStatus } from '../store/orders.ts'
import { refusePayment } from '../refusals.ts'
import { CALLBACK_PATH, type SessionRequest } from '../wire/messages.ts'
import type { PaymentParts } from './deps.ts'
import { applyToOrder, findRow } from './order.ts'
import { recordStatement } from './record-statement.ts'

/** How long a payer is left alone at the bank before we ask how it went. */
export const FIRST_CHECK_MS = 30_000

/** A way that turns out closed at the bank gives room for one new way within the same press of the button. */
const WAYS_PER_PRESS = 2

export type WayToBank = { readonly kind: 'bankPage'; readonly url: string } | { readonly kind: 'settled' }

/**
 * The intent is written before the bank is asked, under an id that the bank takes for the same payment however often it comes:
 * a double click, a second tab or a crash between any two lines leads to the same card page.
 */
export async function goToBank(work: PaymentParts, orderId: string, language: Language): Promise<WayToBank | Refusal> {
  const row = await findRow(work, orderId)
  if ('kind' in row) return row
  for (let way = 0; way < WAYS_PER_PRESS; way++) {
    const attemptId = await writeIntent(work, row)
    if (typeof attemptId !== 'string') return attemptId
    const answer = await work.bank.openSession(sessionRequest(work, row, attemptId, language))
    if (answer.kind !== 'found') {
      work.log.warn(
        { event: 'bank-outage', reason: answer.kind === 'outage' ? answer.reason : answer.kind, orderId },
        'the bank opened no session',
      )
      return notReached(work, row)
    }
    const { payUrl, payment } = answer.value
    if (payment.merchantReference !== attemptId)
      throw new Fault('Expected the session that was asked for but the bank opened another', { retry: 'later' })
    if (payment.state === 'open' || payment.state === 'processing') {
      await work.database.sql.begin((tx) =>
        markOpen(tx, { authority: row.authority, attemptId }, payUrl, laterBy(work.technicalClock, FIRST_CHECK_MS)),
      )
      return { kind: 'bankPage', url: payUrl }
    }
    await recordStatement(work, payment)
    if (payment.state === 'paid') return { kind: 'settled' }
  }
  return refusePayment('bank-unreachable')
}

async function writeIntent(work: PaymentParts, key: OrderKey): Promise<string | Refusal> {
  return work.database.sql.begin(async (tx) => {
    const order = await lockOrder(tx, key)
    if (order === null) return refusePayment('order-not-found')
    const cell = nextStatus(order.status, 'goToBank')
    if ('refused' in cell) return refusePayment(cell.refused)
    const open = await findUnresolvedAttempt(tx, key)
    const attemptId = open?.attemptId ?? randomUUID()
    if (open === null)
      await insertAttempt(tx, {
        authority: key.authority,
        attemptId,
        orderId: key.orderId,
        startedAt: work.technicalClock.now(),
        nextCheckAt: laterBy(work.technicalClock, FIRST_CHECK_MS),
      })
    await setStatus(tx, key, cell.to, null)
    return attemptId
  }) as Promise<string | Refusal>
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

function sessionRequest(work: PaymentParts, row: OrderRow, attemptId: string, language: Language): SessionRequest {
  return {
    merchantReference: attemptId,
    amountTiyn: row.amountTiyn,
    currency: 'KZT',
    payee: row.payee[language],
    purpose: row.purpose[language],
    language,
    returnUrl: `${work.publicOrigin}/${language}/pay/${row.orderId}/return`,
    callbackUrl: `${work.publicOrigin}${CALLBACK_PATH}`,
  }
}
