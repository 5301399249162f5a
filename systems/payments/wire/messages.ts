import { type Instant, instantFromMs, type JsonLimits, type Language, readJson } from '@ruqsat/foundation'
import { z } from 'zod'

/** Paths of the bank's server-to-server API, version 1. Payments are named by the merchant's reference: our attempt's id. */
export const BANK_PATHS = {
  sessions: '/api/v1/sessions',
  session: (merchantReference: string) => `/api/v1/sessions/${encodeURIComponent(merchantReference)}`,
  cancellation: (merchantReference: string) => `/api/v1/sessions/${encodeURIComponent(merchantReference)}/cancellations`,
  /** By the bank's own number. */
  payment: (reference: string) => `/api/v1/payments/${encodeURIComponent(reference)}`,
  refunds: '/api/v1/refunds',
  returned: (from: Instant, to: Instant) => `/api/v1/refunds?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
  statements: (from: Instant, to: Instant) => `/api/v1/statements?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}`,
} as const

/** The callback's path on our side; the bank's id follows. Without it, it is the address that banks were given before there were several. */
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

export type RefundRequest = {
  /** Names one try: the same reference is the same refund at the bank. */
  readonly refundReference: string
  readonly paymentReference: string
  readonly amountTiyn: number
  readonly currency: 'KZT'
}

export const reference = z.string().regex(/^[\w-]{1,64}$/)
/** One form only: an instant that survives reading and writing. */
const instant = z.string().refine((text): text is Instant => Number.isFinite(Date.parse(text)) && instantFromMs(Date.parse(text)) === text)
const declineCode = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/)
  .nullable()

/** What the bank states about one payment. `reference` is the bank's own number, there when money was taken. */
const statement = z
  .object({
    /** Null for money that came without a session: over a counter, say. */
    merchantReference: reference.nullable(),
    state: z.enum(['open', 'processing', 'paid', 'declined', 'cancelled', 'expired']),
    amountTiyn: z.int().min(0),
    currency: z.string().regex(/^[A-Z]{3}$/),
    reference: reference.nullable(),
    statedAt: instant,
    declineCode,
    /** What the payer wrote, where the bank repeats it. */
    purpose: z.string().max(500).optional(),
    /** Who paid, where the bank says so. */
    payer: z.string().max(500).optional(),
  })
  .refine(({ state, reference }) => state !== 'paid' || reference !== null, { path: ['reference'] })
export type BankStatement = Readonly<z.output<typeof statement>>
export type BankPaymentState = BankStatement['state']

/** What the bank states about one refund. `reference` is the bank's own number, there when money was returned. */
const refund = z
  .object({
    refundReference: reference,
    paymentReference: reference,
    state: z.enum(['processing', 'returned', 'declined']),
    amountTiyn: z.int().min(1),
    reference: reference.nullable(),
    statedAt: instant,
    declineCode,
  })
  .refine(({ state, reference }) => state !== 'returned' || reference !== null, { path: ['reference'] })
  .refine(({ state, declineCode }) => state !== 'declined' || declineCode !== null, { path: ['declineCode'] })
export type BankRefund = Readonly<z.output<typeof refund>>

export type OpenedSession = { readonly payUrl: string; readonly payment: BankStatement }

/** A message that is not what the format says. `expected` is for the log; it repeats nothing of the content. */
export type MalformedMessage = { readonly kind: 'malformed'; readonly expected: string }

export function isMalformed(value: object): value is MalformedMessage {
  return (value as { kind?: unknown }).kind === 'malformed'
}

/** A statement has ten fields; a day's list of payments some thousand times as many. */
const BODY_LIMITS: JsonLimits = { maxLength: MAX_BANK_BODY_BYTES, maxDepth: 8, maxValues: 100_000 }

export function readMessage<T>(body: string, shape: z.ZodType<T>): T | MalformedMessage {
  const json = readJson(body, BODY_LIMITS)
  const { data, error } = shape.safeParse(json.kind === 'read' ? json.value : undefined)
  if (error === undefined) return data
  const { path, message } = error.issues[0]!
  return { kind: 'malformed', expected: `\`${path.join('.') || 'a JSON object'}\` as the format says (${message})` }
}

const paymentAnswer = z.object({ payment: statement }).transform(({ payment }) => payment)
const refundAnswer = z.object({ refund }).transform((answer) => answer.refund)
const refundList = z.object({ refunds: z.array(refund) }).transform(({ refunds }) => refunds)
const paymentList = z.object({ payments: z.array(statement) }).transform(({ payments }) => payments)

/** The body of a callback or of a status answer: `{ "payment": … }`. */
export const parsePayment = (body: string): BankStatement | MalformedMessage => readMessage(body, paymentAnswer)

/** The answer to a refund: `{ "refund": … }`. */
export const parseRefund = (body: string): BankRefund | MalformedMessage => readMessage(body, refundAnswer)

/** Money returned in a period: `{ "refunds": [ … ] }`. */
export const parseRefunds = (body: string): readonly BankRefund[] | MalformedMessage => readMessage(body, refundList)

/** A statement for reconciliation: `{ "payments": [ … ] }`. One bad row spoils the whole: half a statement proves nothing. */
export const parseStatements = (body: string): readonly BankStatement[] | MalformedMessage => readMessage(body, paymentList)

/** The answer to an opened session: `{ "payUrl": …, "payment": … }`; the address must lie at the bank. */
export function parseSession(body: string, bankOrigin: string): OpenedSession | MalformedMessage {
  const payUrl = z.string().refine((url) => URL.canParse(url) && new URL(url).origin === bankOrigin)
  return readMessage(body, z.object({ payUrl, payment: statement }))
}
