import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Fault, formatTenge, inAll, type Instant, isRefusal, type LocalText, parsePrintableData, type Refusal } from '@ruqsat/foundation'
import { bankById } from '../bank/bank.ts'
import { refusePayment } from '../refusals.ts'
import type { OrderRow } from '../store/orders.ts'
import { factOf, findSealed, insertSealed, partsOfPaid, type PaidFact } from '../store/sealed-receipts.ts'
import texts from '../texts.yaml'
import type { PaymentParts, ReceiptPress } from './deps.ts'
import { findRow } from './order-view.ts'

export type ReceiptFile = { readonly kind: 'receipt'; readonly fileName: string; readonly pdf: Uint8Array }

const TEMPLATE = { name: 'payments/receipt.typ', source: readFileSync(new URL('../paper/receipt.typ', import.meta.url), 'utf8') }

/** The receipt of an order's payment: made and sealed when it is asked for first, the same bytes ever after. */
export async function receiptOf(work: PaymentParts, orderId: string): Promise<ReceiptFile | Refusal> {
  const order = await findRow(work, orderId)
  if (isRefusal(order)) return order
  const { sql } = work.database
  const fact = await factOf(sql, order)
  if (fact === null) return refusePayment('receipt-not-paid')
  const key = { authority: order.authority, receiptId: fact.receiptId }
  const kept = await findSealed(sql, key)
  if (kept !== null) return fileOf(fact, kept)
  if (work.press === null) return refusePayment('receipt-without-seal')
  const sealedAt = await work.legalClock.now()
  const pdf = await sealed(work, work.press, { order, fact, sealedAt })
  if (isRefusal(pdf)) return pdf
  await insertSealed(sql, { ...key, pdf, sha256: hash('sha256', pdf), sealedAt })
  return fileOf(fact, (await findSealed(sql, key))!)
}

function fileOf({ bankReference }: PaidFact, pdf: Uint8Array): ReceiptFile {
  return { kind: 'receipt', fileName: `receipt-${bankReference.replaceAll(/[^\w-]/g, '_')}.pdf`, pdf }
}

type Receipt = { readonly order: OrderRow; readonly fact: PaidFact; readonly sealedAt: Instant }

async function sealed(work: PaymentParts, press: ReceiptPress, receipt: Receipt): Promise<Uint8Array | Refusal> {
  const data = parsePrintableData(await dataOf(work, press, receipt))
  if (isRefusal(data)) return data
  const pdf = await press.render(TEMPLATE, data, { creationTimestamp: receipt.sealedAt })
  return isRefusal(pdf) ? pdf : press.seal(pdf, { at: receipt.sealedAt, reason: texts.receipt.title.kk })
}

async function dataOf(work: PaymentParts, press: ReceiptPress, { order, fact }: Receipt) {
  const tenge = (amountTiyn: number): string => `${formatTenge(amountTiyn)} ₸`
  const parts = await partsOfPaid(work.database.sql, order)
  if (parts.length === 0) throw new Fault(`Expected the payment of ${order.orderId} but it has none`)
  const { title, labels, note } = texts.receipt
  return {
    language: order.language === 'kk' ? 'ru' : order.language,
    sandbox: press.isSandbox,
    title,
    labels,
    note,
    number: fact.bankReference,
    sum: tenge(order.amountTiyn),
    paidAt: inAll((language) => press.instantText(fact.paidAt, language)),
    bank: bankById(work.banks, fact.bank).name,
    payer: order.payerName,
    payee: order.payee,
    purpose: order.purpose,
    parts: parts.length === 1 ? [] : parts.map(({ bankReference, amountTiyn }) => ({ number: bankReference, sum: tenge(amountTiyn) })),
    order: order.orderId,
  } satisfies Readonly<Record<string, LocalText | string | boolean | object>>
}
