import { type Answer, type Instant, type Refusal, type Tiyn } from '@ruqsat/foundation'
import { findRefund, listReturned } from '../store/refunds.ts'
import { writeEvent } from '../store/events.ts'
import { findReceipt, listReceipts, type SettledReceipt, settleReceipt } from '../store/receipts.ts'
import type { ReceiptMeaning } from '../core/meaning.ts'
import { type Bank, bankById } from '../bank/bank.ts'
import { refusePayment } from '../refusals.ts'
import type { BankRefund, BankStatement } from '../wire/messages.ts'
import type { PaymentParts } from './deps.ts'
import { readReference, recordRefund, referenceOf } from './refund.ts'
import { recordStatement } from './record-statement.ts'

/** One payment in the bank's list, in ours, or in both. */
export type ReconciliationRow = {
  readonly bankReference: string
  readonly meaning: ReceiptMeaning
  /** `recovered`: the bank had it and we did not; it has just been recorded. `missingAtBank`: we have it and the bank's list does not. */
  readonly finding: 'agrees' | 'recovered' | 'missingAtBank' | 'sumDiffers'
  readonly orderId: string | null
  readonly receiptId: string
  readonly amountTiyn: Tiyn
  readonly bankAmountTiyn: Tiyn | null
  readonly bankStatedAt: Instant
  /** True for money that somebody still has to return or clear. */
  readonly isOpen: boolean
}

/** One refund in the bank's list, in ours, or in both. `unknownHere`: the bank returned what we never asked it to. */
export type RefundComparison = {
  readonly refundReference: string
  readonly finding: 'agrees' | 'recovered' | 'missingAtBank' | 'sumDiffers' | 'unknownHere'
  readonly amountTiyn: Tiyn
}

export type Reconciliation = {
  readonly kind: 'reconciliation'
  readonly from: Instant
  readonly to: Instant
  readonly rows: readonly ReconciliationRow[]
  readonly refunds: readonly RefundComparison[]
  readonly agree: boolean
}

/** Compares the bank's list of a period (its own time, from included, to excluded) with ours, and records what we had missed. */
export async function reconcile(work: PaymentParts, bankId: string, from: Instant, to: Instant): Promise<Answer<Reconciliation>> {
  const bank = bankById(work.banks, bankId)
  const answer = await bank.listPayments(from, to)
  if (answer.kind !== 'found') return answer
  const recovered = new Set<string>()
  for (const payment of answer.value.filter((row) => row.state === 'paid')) {
    if ((await findReceipt(work.database.sql, bankId, payment.reference!)) === null) recovered.add(payment.reference!)
    await recordStatement(work, { bank: bankId, way: 'list' }, payment)
  }
  const atBank = new Map(answer.value.map((payment) => [payment.reference, payment]))
  const rows = (await listReceipts(work.database.sql, bankId, from, to)).map((receipt) =>
    compare(receipt, atBank.get(receipt.bankReference), recovered),
  )
  const refunds = await compareRefunds(work, bank, from, to)
  if ('kind' in refunds) return refunds
  const isSame = ({ finding }: { readonly finding: string }) => finding === 'agrees' || finding === 'recovered'
  const agree = rows.every((row) => isSame(row) && !row.isOpen) && refunds.every(isSame)
  return { kind: 'found', value: { kind: 'reconciliation', from, to, rows, refunds, agree } }
}

/** What the bank returned against what we know of; a return that we had not heard of is recorded. */
async function compareRefunds(
  work: PaymentParts,
  bank: Bank,
  from: Instant,
  to: Instant,
): Promise<readonly RefundComparison[] | Exclude<Answer<never>, { kind: 'found' }>> {
  const answer = await bank.listRefunds(from, to)
  if (answer.kind !== 'found') return answer
  const compared: RefundComparison[] = []
  for (const said of answer.value.filter(({ state }) => state === 'returned'))
    compared.push({ refundReference: said.refundReference, amountTiyn: said.amountTiyn, finding: await compareRefund(work, said) })
  const atBank = new Set(answer.value.map(({ reference }) => reference))
  const missing = (await listReturned(work.database.sql, bank.id, from, to)).filter(({ bankReference }) => !atBank.has(bankReference))
  return [
    ...compared,
    ...missing.map((refund): RefundComparison => {
      return { refundReference: referenceOf(refund), amountTiyn: refund.amountTiyn, finding: 'missingAtBank' }
    }),
  ]
}

async function compareRefund(work: PaymentParts, said: BankRefund): Promise<RefundComparison['finding']> {
  const asked = readReference(said.refundReference)
  const before = asked && (await findRefund(work.database.sql, asked.refundId))
  if (asked === null || before === null) return 'unknownHere'
  if (before.amountTiyn !== said.amountTiyn) return 'sumDiffers'
  await recordRefund(work, asked, said)
  return before.status === 'returned' ? 'agrees' : 'recovered'
}

function compare(receipt: SettledReceipt, atBank: BankStatement | undefined, recovered: ReadonlySet<string>): ReconciliationRow {
  const finding =
    atBank === undefined
      ? 'missingAtBank'
      : atBank.amountTiyn !== receipt.amountTiyn
        ? 'sumDiffers'
        : recovered.has(receipt.bankReference)
          ? 'recovered'
          : 'agrees'
  const { bankReference, meaning, orderId, receiptId, amountTiyn, bankStatedAt } = receipt
  return {
    bankReference,
    meaning,
    finding,
    orderId,
    receiptId,
    amountTiyn,
    bankAmountTiyn: atBank?.amountTiyn ?? null,
    bankStatedAt,
    isOpen: meaning !== 'fact' && meaning !== 'part' && receipt.settledAt === null && !receipt.isReturned,
  }
}

/** Records that an overpayment, another sum or money of an unknown order was returned or cleared: who, when (technical time), how. */
export async function settle(work: PaymentParts, receiptId: string, by: string, note: string): Promise<Refusal | null> {
  return work.database.sql.begin(async (tx) => {
    const settled = await settleReceipt(tx, receiptId, { at: work.technicalClock.now(), by, note })
    if (settled === null) return refusePayment('receipt-not-found')
    await writeEvent(tx, { ...settled, at: await work.legalClock.now(tx), kind: 'settled', actor: by, facts: { receiptId, note } })
    return null
  }) as Promise<Refusal | null>
}
