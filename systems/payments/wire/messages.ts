import { type Instant, instantFromMs, type JsonLimits, type Language, readJson } from '@ruqsat/foundation'

/** Paths of the bank's server-to-server API, version 1. Payments are named by the merchant's reference: our attempt's id. */
export const BANK_PATHS = {
  sessions: '/api/v1/sessions',
  session: (merchantReference: string) => `/api/v1/sessions/${encodeURIComponent(merchantReference)}`,
  cancellation: (merchantReference: string) => `/api/v1/sessions/${encodeURIComponent(merchantReference)}/cancellations`,
  refunds: '/api/v1/refunds',
  returned: (from: Instant, to: Instant) => `/api/v1/refunds?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
  statements: (from: Instant, to: Instant) => `/api/v1/statements?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
} as const

/** The callback's path on our side. */
export const CALLBACK_PATH = '/payments/bank/callbacks'

/** A body longer than this is not one of the bank's. */
export const MAX_BANK_BODY_BYTES = 256 * 1024

export type SessionRequest = {
  readonly merchantReference: string
  readonly amountTiyn: number
  readonly currency: 'KZT'
  readonly payee: string
  readonly purpose: string
  readonly language: Language
  readonly returnUrl: string
  readonly callbackUrl: string
}

export const BANK_PAYMENT_STATES = ['open', 'processing', 'paid', 'declined', 'cancelled', 'expired'] as const
export type BankPaymentState = (typeof BANK_PAYMENT_STATES)[number]

/** What the bank states about one payment. `reference` is the bank's own number, there when money was taken. */
export type BankStatement = {
  readonly merchantReference: string
  readonly state: BankPaymentState
  readonly amountTiyn: number
  readonly currency: string
  readonly reference: string | null
  readonly statedAt: Instant
  readonly declineCode: string | null
}

export type RefundRequest = {
  /** Names one try: the same reference is the same refund at the bank. */
  readonly refundReference: string
  readonly paymentReference: string
  readonly amountTiyn: number
  readonly currency: 'KZT'
}

export const BANK_REFUND_STATES = ['processing', 'returned', 'declined'] as const

/** What the bank states about one refund. `reference` is the bank's own number, there when money was returned. */
export type BankRefund = {
  readonly refundReference: string
  readonly paymentReference: string
  readonly state: (typeof BANK_REFUND_STATES)[number]
  readonly amountTiyn: number
  readonly reference: string | null
  readonly statedAt: Instant
  readonly declineCode: string | null
}

export type OpenedSession = { readonly payUrl: string; readonly payment: BankStatement }

/** A message that is not what the format says. `expected` is for the log; it repeats nothing of the content. */
export type MalformedMessage = { readonly kind: 'malformed'; readonly expected: string }
const malformed = (expected: string): MalformedMessage => ({ kind: 'malformed', expected })

export function isMalformed(value: object): value is MalformedMessage {
  return (value as { kind?: unknown }).kind === 'malformed'
}

/** A statement has ten fields; a day's list of payments some thousand times as many. */
const BODY_LIMITS: JsonLimits = { maxLength: MAX_BANK_BODY_BYTES, maxDepth: 8, maxValues: 100_000 }

function jsonOf(body: string): unknown {
  const read = readJson(body, BODY_LIMITS)
  return read.kind === 'read' ? read.value : undefined
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
}

function shortText(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value)
}

/** One form only: an instant that survives reading and writing. */
function instant(value: unknown): value is Instant {
  if (typeof value !== 'string') return false
  const ms = Date.parse(value)
  return Number.isFinite(ms) && instantFromMs(ms) === value
}

function parseStatement(value: unknown): BankStatement | MalformedMessage {
  const row = record(value)
  if (row === null) return malformed('an object `payment`')
  const { merchantReference, state, amountTiyn, currency, reference, statedAt, declineCode } = row
  if (!shortText(merchantReference, /^[\w-]{1,64}$/)) return malformed('`merchantReference` of letters and digits')
  const known = BANK_PAYMENT_STATES.find((name) => name === state)
  if (known === undefined) return malformed(`\`state\` as one of ${BANK_PAYMENT_STATES.join(', ')}`)
  if (typeof amountTiyn !== 'number' || !Number.isSafeInteger(amountTiyn) || amountTiyn < 0)
    return malformed('`amountTiyn` as a whole number')
  if (!shortText(currency, /^[A-Z]{3}$/)) return malformed('`currency` as three capitals')
  if (reference !== null && !shortText(reference, /^[\w-]{1,64}$/)) return malformed('`reference` of letters and digits, or null')
  if (known === 'paid' && reference === null) return malformed('`reference` in the state paid')
  if (!instant(statedAt)) return malformed('`statedAt` as an instant in UTC with milliseconds')
  if (declineCode !== null && !shortText(declineCode, /^[a-z0-9-]{1,40}$/)) return malformed('`declineCode` of small letters, or null')
  return { merchantReference, state: known, amountTiyn, currency, reference, statedAt, declineCode }
}

/** The body of a callback or of a status answer: `{ "payment": … }`. */
export function parsePayment(body: string): BankStatement | MalformedMessage {
  const row = record(jsonOf(body))
  return row === null ? malformed('a JSON object') : parseStatement(row['payment'])
}

function parseRefundRow(value: unknown): BankRefund | MalformedMessage {
  const row = record(value)
  if (row === null) return malformed('an object `refund`')
  const { refundReference, paymentReference, state, amountTiyn, reference, statedAt, declineCode } = row
  if (!shortText(refundReference, /^[\w-]{1,64}$/)) return malformed('`refundReference` of letters and digits')
  if (!shortText(paymentReference, /^[\w-]{1,64}$/)) return malformed('`paymentReference` of letters and digits')
  const known = BANK_REFUND_STATES.find((name) => name === state)
  if (known === undefined) return malformed(`\`state\` as one of ${BANK_REFUND_STATES.join(', ')}`)
  if (typeof amountTiyn !== 'number' || !Number.isSafeInteger(amountTiyn) || amountTiyn <= 0)
    return malformed('`amountTiyn` as a whole number')
  if (reference !== null && !shortText(reference, /^[\w-]{1,64}$/)) return malformed('`reference` of letters and digits, or null')
  if (known === 'returned' && reference === null) return malformed('`reference` in the state returned')
  if (!instant(statedAt)) return malformed('`statedAt` as an instant in UTC with milliseconds')
  if (declineCode !== null && !shortText(declineCode, /^[a-z0-9-]{1,40}$/)) return malformed('`declineCode` of small letters, or null')
  if (known === 'declined' && declineCode === null) return malformed('`declineCode` in the state declined')
  return { refundReference, paymentReference, state: known, amountTiyn, reference, statedAt, declineCode }
}

/** The answer to a refund: `{ "refund": … }`. */
export function parseRefund(body: string): BankRefund | MalformedMessage {
  const row = record(jsonOf(body))
  return row === null ? malformed('a JSON object') : parseRefundRow(row['refund'])
}

/** Money returned in a period: `{ "refunds": [ … ] }`. */
export function parseRefunds(body: string): readonly BankRefund[] | MalformedMessage {
  const rows = record(jsonOf(body))?.['refunds']
  if (!Array.isArray(rows)) return malformed('a list `refunds`')
  const refunds: BankRefund[] = []
  for (const row of rows) {
    const refund = parseRefundRow(row)
    if (isMalformed(refund)) return refund
    refunds.push(refund)
  }
  return refunds
}

/** The answer to an opened session: `{ "payUrl": …, "payment": … }`; the address must lie at the bank. */
export function parseSession(body: string, bankOrigin: string): OpenedSession | MalformedMessage {
  const row = record(jsonOf(body))
  if (row === null) return malformed('a JSON object')
  const payment = parseStatement(row['payment'])
  if (isMalformed(payment)) return payment
  const payUrl = row['payUrl']
  if (typeof payUrl !== 'string' || !URL.canParse(payUrl) || new URL(payUrl).origin !== bankOrigin)
    return malformed('`payUrl` as an address of the bank')
  return { payUrl, payment }
}

/** A statement for reconciliation: `{ "payments": [ … ] }`. One bad row spoils the whole: half a statement proves nothing. */
export function parseStatements(body: string): readonly BankStatement[] | MalformedMessage {
  const rows = record(jsonOf(body))?.['payments']
  if (!Array.isArray(rows)) return malformed('a list `payments`')
  const payments: BankStatement[] = []
  for (const row of rows) {
    const payment = parseStatement(row)
    if (isMalformed(payment)) return payment
    payments.push(payment)
  }
  return payments
}
