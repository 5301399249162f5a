import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { type Instant, type JsonLimits, LANGUAGES, msFromInstant, readJson } from '@ruqsat/foundation'
import { z } from 'zod'

// The bank's own reading of the wire that payments' README describes. A real bank is written by other people from the same paper, so
// this twin shares no code with the gateway: where the two disagree, the tests on real ports fail.

export type TwinBankKey = { readonly id: string; readonly secret: Uint8Array }

export type TwinPaymentState = 'open' | 'processing' | 'paid' | 'declined' | 'cancelled' | 'expired'

/** What the bank states about one payment. */
export type PaymentStatement = {
  /** Null for money over the counter. */
  readonly merchantReference: string | null
  readonly state: TwinPaymentState
  readonly amountTiyn: number
  readonly currency: 'KZT'
  /** The bank's own number, once money was taken. */
  readonly reference: string | null
  readonly statedAt: Instant
  readonly declineCode: string | null
  /** What the payer wrote, and their name; absent while nothing was paid. */
  readonly purpose?: string
  readonly payer?: string
}

/** What the bank states about one refund. */
export type RefundStatement = {
  readonly refundReference: string
  readonly paymentReference: string
  readonly state: 'returned' | 'declined'
  readonly amountTiyn: number
  /** The bank's own number, once money was returned. */
  readonly reference: string | null
  readonly statedAt: Instant
  readonly declineCode: string | null
}

const name = z.string().regex(/^[\w-]{1,64}$/)
const url = z.url({ protocol: /^https?$/ })
const money = { amountTiyn: z.int().positive(), currency: z.literal('KZT') }

/** A payment that a merchant asks for, in tenge. */
export const sessionOrder = z.object({
  merchantReference: name,
  ...money,
  payee: z.string(),
  purpose: z.string(),
  language: z.enum(LANGUAGES),
  returnUrl: url,
  callbackUrl: url,
})

/** A payment that is to be returned, in tenge. */
export const refundOrder = z.object({ refundReference: name, paymentReference: name, ...money })
export type RefundOrder = Readonly<z.output<typeof refundOrder>>

/** An order is some texts of a line each. */
const BODY_LIMITS: JsonLimits = { maxLength: 64 * 1024, maxDepth: 4, maxValues: 100 }

/** An order of this shape; null for anything else. */
export function readOrder<T>(body: string, shape: z.ZodType<T>): T | null {
  const json = readJson(body, BODY_LIMITS)
  return json.kind === 'read' ? (shape.safeParse(json.value).data ?? null) : null
}

/** A message as it is signed; answers repeat the nonce of their request. */
export type WireMessage = {
  readonly direction: 'request' | 'answer'
  readonly method: string
  readonly path: string
  readonly timestamp: Instant
  readonly nonce: string
  readonly body: string
}

const CLOCKS_MAY_DIFFER_MS = 5 * 60_000

function seal(key: TwinBankKey, { direction, method, path, timestamp, nonce, body }: WireMessage): Buffer {
  const digest = hash('sha256', body)
  const lines = ['ruqsat-bank-1', direction, method, path, timestamp, nonce, key.id, digest]
  return createHmac('sha256', key.secret).update(lines.join('\n')).digest()
}

export function sealedHeaders(key: TwinBankKey, message: WireMessage): Record<string, string> {
  return {
    'x-key-id': key.id,
    'x-timestamp': message.timestamp,
    'x-nonce': message.nonce,
    'x-signature': seal(key, message).toString('hex'),
  }
}

/** The nonce of a request whose signature holds, else null. */
export function nonceOfGenuine(
  headers: Readonly<Record<string, unknown>>,
  request: { readonly method: string; readonly path: string; readonly body: string },
  keys: readonly TwinBankKey[],
  now: Instant,
): string | null {
  const text = (name: string): string => (typeof headers[name] === 'string' ? headers[name] : '')
  const key = keys.find(({ id }) => id === text('x-key-id'))
  const [timestamp, nonce, given] = [text('x-timestamp'), text('x-nonce'), Buffer.from(text('x-signature'), 'hex')]
  if (key === undefined || nonce === '') return null
  const expected = seal(key, { direction: 'request', ...request, timestamp, nonce })
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return Math.abs(msFromInstant(timestamp) - msFromInstant(now)) <= CLOCKS_MAY_DIFFER_MS ? nonce : null
}
