import { randomUUID } from 'node:crypto'
import { type TransactionSql } from '@ruqsat/database'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { DeskPayment, DeskPayments, DifferenceOwner, Order, OrderRequest, ReceiptNumber } from '../contract.ts'
import { bankById } from '../bank/bank.ts'
import { judgeMoney } from '../core/meaning.ts'
import { ownName } from '../core/statement.ts'
import { refusePayment } from '../refusals.ts'
import { changeDifference, unownedBefore } from '../store/differences.ts'
import { writeEvent } from '../store/events.ts'
import { findOrderOfDraft, lockOrder, type DraftKey, type OrderKey } from '../store/orders.ts'
import { claimReceipt, findReceipt, insertReceipt, type SettledReceipt, UNKNOWN_AUTHORITY } from '../store/receipts.ts'
import type { BankStatement } from '../wire/messages.ts'
import type { PaymentParts } from './deps.ts'
import { createOrder } from './order.ts'
import { readOrder } from './order-view.ts'
import { requestRefund } from './refund.ts'
import { applyMoney, countedSoFar, sinceTaken } from './record-statement.ts'

// A fee that was paid over a bank's counter, or by an order of one's own: whoever comes to the desk has a receipt with the bank's number. The
// bank says what it took under it, the employee sees whose and what for, and then the number pays one order: `receipts_by_reference` lets no
// second order have it.

export function openDesk(work: PaymentParts): DeskPayments {
  return {
    banks: work.banks.map(({ id, name }) => ({ id, name })),
    find: (asked) => find(work, asked),
    pay: (order, asked, by) => pay(work, order, asked, by),
    giveBack: (draft) => giveBack(work, draft),
  }
}

/** By the draft and not by the order: whoever gave it up may not have learnt that it was paid. */
async function giveBack(work: PaymentParts, draft: DraftKey): Promise<Order | null | Refusal> {
  const order = await findOrderOfDraft(work.database.sql, draft)
  return order === null ? null : requestRefund(work, order.orderId, 'withdrawn')
}

type Asked = { readonly statement: BankStatement; readonly shown: DeskPayment }

async function find(work: PaymentParts, asked: ReceiptNumber): Promise<DeskPayment | Refusal> {
  const found = await ask(work, asked)
  return isRefusal(found) ? found : found.shown
}

/** What the bank says, where this number is free. */
async function ask(work: PaymentParts, { bank: bankId, number }: ReceiptNumber): Promise<Asked | Refusal> {
  const bank = work.banks.find(({ id }) => id === bankId)
  if (bank === undefined) return refusePayment('bank-not-offered', { field: 'bank' })
  if (!/^[\w-]{1,64}$/.test(number)) return refusePayment('receipt-number-wrong', { field: 'number' })
  const kept = await findReceipt(work.database.sql, bankId, number)
  if (kept !== null && !isFree(kept)) return refusePayment('receipt-number-used', { field: 'number', facts: { number } })
  const answer = await bankById(work.banks, bankId).findPayment(number)
  if (answer.kind === 'outage' || answer.kind === 'refused') {
    work.log.warn({ event: 'bank-outage', reason: answer.kind, bank: bankId }, 'the bank did not answer about a receipt')
    return refusePayment('receipt-bank-silent', { facts: { bank: bank.name } })
  }
  if (answer.kind === 'absent' || answer.value.state !== 'paid' || answer.value.reference !== number)
    return refusePayment('receipt-number-unknown', { field: 'number', facts: { number, bank: bank.name } })
  const statement = answer.value
  // A payment on a page of ours belongs to the order that it was opened for.
  if (ownName(statement.merchantReference) !== null) return refusePayment('receipt-number-of-order', { field: 'number' })
  if (statement.currency !== 'KZT') return refusePayment('receipt-other-currency', { facts: { currency: statement.currency } })
  const { amountTiyn, payer = '', purpose = '' } = statement
  const paidAt = await work.legalClock.ago(sinceTaken(work, statement, undefined))
  return { statement, shown: { kind: 'deskPayment', bank: bankId, number, amountTiyn, paidAt, payer, purpose } }
}

/** Money that a statement brought and that belongs to nobody yet. */
const isFree = ({ meaning, isSettled }: { readonly meaning: SettledReceipt['meaning']; readonly isSettled: boolean }) =>
  meaning === 'unknownOrder' && !isSettled

/** Pays the order of a draft. Asked again with the same number, the paid order is given back; less than the fee pays nothing. */
async function pay(
  work: PaymentParts,
  request: Omit<OrderRequest, 'returnUrl'>,
  asked: ReceiptNumber,
  by: DifferenceOwner,
): Promise<Order | Refusal> {
  const order = await createOrder(work, { ...request, returnUrl: `${work.publicOrigin}/${request.language}` })
  if (isRefusal(order) || (order.status === 'paid' && order.reference === asked.number)) return order
  if (order.status === 'paid') return refusePayment('order-already-paid')
  const found = await ask(work, asked)
  if (isRefusal(found)) return found
  if (found.shown.amountTiyn < order.amountTiyn) return tooLittle(found.shown, order)
  const { authority } = request
  const refusal = (await work.database.sql.begin((tx) =>
    claim(work, tx, { authority, orderId: order.orderId }, found, by),
  )) as Refusal | null
  if (refusal !== null) return refusal
  work.wake()
  return readOrder(work, order.orderId)
}

function tooLittle({ amountTiyn }: DeskPayment, order: Order): Refusal {
  const facts = { paid: { kind: 'money', tiyn: amountTiyn }, fee: { kind: 'money', tiyn: order.amountTiyn } } as const
  return refusePayment('receipt-too-little', { field: 'number', facts })
}

/** The commit point: the receipt is the order's, and the order is paid; or another order was faster. */
async function claim(
  work: PaymentParts,
  tx: TransactionSql,
  key: OrderKey,
  { statement, shown }: Asked,
  by: DifferenceOwner,
): Promise<Refusal | null> {
  const order = await lockOrder(tx, key)
  if (order === null) return refusePayment('order-not-found')
  const judged = judgeMoney({ ...order, ...(await countedSoFar(tx, key, order.status)) }, statement, false)
  if (judged.meaning !== 'fact') return refusePayment('order-already-paid')
  const receipt = {
    ...key,
    receiptId: randomUUID(),
    bank: shown.bank,
    bankReference: shown.number,
    attemptId: null,
    meaning: judged.meaning,
    amountTiyn: statement.amountTiyn,
    currency: statement.currency,
    paidAt: shown.paidAt,
    bankStatedAt: statement.statedAt,
    receivedAt: work.technicalClock.now(),
    isLate: false,
  }
  const receiptId = (await insertReceipt(tx, receipt)) ? receipt.receiptId : await claimReceipt(tx, receipt)
  if (receiptId === null) return refusePayment('receipt-number-used', { field: 'number', facts: { number: shown.number } })
  await applyMoney(work, tx, { ...key, status: order.status }, { ...judged, receiptId })
  const at = await work.legalClock.now(tx)
  const facts = {
    meaning: judged.meaning,
    reference: shown.number,
    amountTiyn: statement.amountTiyn,
    currency: statement.currency,
    way: 'desk',
  }
  await writeEvent(tx, { ...key, at, kind: 'moneyRecorded', actor: by.id, facts })
  await endUnowned(tx, shown, { at, by, orderId: key.orderId })
  return null
}

/** A difference that said "not ours" about this money has found whose it is. */
async function endUnowned(
  tx: TransactionSql,
  { bank, number: reference }: DeskPayment,
  { at, by, orderId }: { readonly at: string; readonly by: DifferenceOwner; readonly orderId: string },
): Promise<void> {
  for (const difference of await unownedBefore(tx, bank, reference)) {
    await changeDifference(tx, difference, { state: 'resolved', owner: by, resolvedAt: at, resolution: orderId })
    const facts = { kind: difference.kind, bank, reference, order: orderId }
    await writeEvent(tx, { authority: UNKNOWN_AUTHORITY, orderId: null, at, kind: 'differenceResolved', actor: by.id, facts })
  }
}
