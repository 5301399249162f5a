import { type Instant, instantFromMs, type Tiyn } from '@ruqsat/foundation'
import { z } from 'zod'
import { type BankRefund, type BankStatement, type MalformedMessage, type OpenedSession, readMessage, reference } from './messages.ts'

// The wire of the bank that counts in tenge with two decimals and is asked ("version 2" in README.md). Sums are text, times have an offset,
// states are the bank's own words. Here they become those of the contract.

/** Paths below the bank's address. An invoice is named by the merchant: our attempt's id. */
export const TENGE_PATHS = {
  invoice: (merchantReference: string) => `/rest/invoices/${encodeURIComponent(merchantReference)}`,
  abort: (merchantReference: string) => `/rest/invoices/${encodeURIComponent(merchantReference)}/abort`,
  document: (bankReference: string) => `/rest/documents/${encodeURIComponent(bankReference)}`,
  reversal: (refundReference: string) => `/rest/reversals/${encodeURIComponent(refundReference)}`,
  operations: (kind: 'charge' | 'reversal', from: Instant, to: Instant, page: number) =>
    `/rest/operations?kind=${kind}&from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}&page=${page}`,
} as const

/** `18520.00`: never a number on the wire, so that no rounding comes between. */
export function tengeFromTiyn(amountTiyn: Tiyn): string {
  return `${Math.trunc(amountTiyn / 100)}.${String(amountTiyn % 100).padStart(2, '0')}`
}

/** Exactly two decimals: `18520`, `18520.5` and `18520.005` are none of the bank's. */
const tenge = z
  .string()
  .regex(/^\d{1,12}\.\d{2}$/)
  .transform((text): Tiyn => Number(text.replace('.', '')))

/** With an offset or `Z`, to the second or finer. */
const moment = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:\d\d)$/)
  .refine((text) => Number.isFinite(Date.parse(text)))
  .transform((text): Instant => instantFromMs(Date.parse(text)))

const INVOICE_STATES = {
  NEW: 'open',
  WAITING: 'processing',
  CHARGED: 'paid',
  REJECTED: 'declined',
  ABORTED: 'cancelled',
  EXPIRED: 'expired',
} as const
const REVERSAL_STATES = { WAITING: 'processing', DONE: 'returned', REJECTED: 'declined' } as const

/** The answer codes of cards (ISO 8583, field 39) that people can do something about. */
const REASONS: Readonly<Record<string, string>> = {
  '51': 'insufficient-funds',
  '41': 'lost-card',
  '54': 'expired-card',
  '55': 'wrong-code',
  '78': 'card-closed',
}
const reason = z
  .string()
  .regex(/^\d{2}$/)
  .nullable()
  .transform((code) => (code === null ? null : (REASONS[code] ?? 'other')))

const invoice = z
  .object({
    invoice: reference.nullable(),
    status: z.enum(['NEW', 'WAITING', 'CHARGED', 'REJECTED', 'ABORTED', 'EXPIRED']),
    amount: tenge,
    /** What was taken; null while nothing was. */
    charged: tenge.nullable(),
    currency: z.string().regex(/^[A-Z]{3}$/),
    document: reference.nullable(),
    changed: moment,
    reject_reason: reason,
    description: z.string().max(500).optional(),
    payer: z.string().max(500).optional(),
  })
  .refine(({ status, charged, document }) => status !== 'CHARGED' || (charged !== null && document !== null), { path: ['charged'] })
  .transform((said): BankStatement => ({
    merchantReference: said.invoice,
    state: INVOICE_STATES[said.status],
    amountTiyn: said.status === 'CHARGED' ? said.charged! : said.amount,
    currency: said.currency,
    reference: said.status === 'CHARGED' ? said.document : null,
    statedAt: said.changed,
    declineCode: said.status === 'REJECTED' ? (said.reject_reason ?? 'other') : null,
    ...(said.description !== undefined && { purpose: said.description }),
    ...(said.payer !== undefined && { payer: said.payer }),
  }))

const reversal = z
  .object({
    reversal: reference,
    document: reference,
    status: z.enum(['WAITING', 'DONE', 'REJECTED']),
    amount: tenge,
    confirmation: reference.nullable(),
    changed: moment,
    reject_reason: reason,
  })
  .refine(({ status, confirmation }) => status !== 'DONE' || confirmation !== null, { path: ['confirmation'] })
  .refine(({ amount }) => amount > 0, { path: ['amount'] })
  .transform((said): BankRefund => ({
    refundReference: said.reversal,
    paymentReference: said.document,
    state: REVERSAL_STATES[said.status],
    amountTiyn: said.amount,
    reference: said.status === 'DONE' ? said.confirmation : null,
    statedAt: said.changed,
    declineCode: said.status === 'REJECTED' ? (said.reject_reason ?? 'other') : null,
  }))

/** `{ "invoice": …, "status": … }`. */
export const parseInvoice = (body: string): BankStatement | MalformedMessage => readMessage(body, invoice)

/** `{ "reversal": …, "status": … }`. */
export const parseReversal = (body: string): BankRefund | MalformedMessage => readMessage(body, reversal)

export type OperationsPage<T> = { readonly items: readonly T[]; readonly next: number | null }

const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.int().min(2).nullable() })
const charges = pageOf(invoice)
const reversals = pageOf(reversal)

/** One page of a list. One bad row spoils the whole: half a list proves nothing. */
export const parseCharges = (body: string): OperationsPage<BankStatement> | MalformedMessage => readMessage(body, charges)
export const parseReversals = (body: string): OperationsPage<BankRefund> | MalformedMessage => readMessage(body, reversals)

/** The answer to an opened invoice: as an invoice, with the address of its page, which must be at the bank. */
export function parseOpenedInvoice(body: string, bankOrigin: string): OpenedSession | MalformedMessage {
  const page = z.object({ page: z.string().refine((url) => URL.canParse(url) && new URL(url).origin === bankOrigin) })
  const opened = readMessage(body, page)
  if ('kind' in opened) return opened
  const payment = parseInvoice(body)
  return 'kind' in payment ? payment : { payUrl: opened.page, payment }
}

/** What the bank answers about a name that it has never heard of, with 404. */
export const parseAbsence = (body: string): object | MalformedMessage => readMessage(body, z.object({ error: z.literal('not-found') }))
