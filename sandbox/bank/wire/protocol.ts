import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { type Instant, type Language, msFromInstant, isLanguage } from '@ruqsat/foundation'

// The bank's own reading of the wire that payments' README describes. A real bank is written by other people from the same paper, so
// this twin shares no code with the gateway: where the two disagree, the tests on real ports fail.

export type TwinBankKey = { readonly id: string; readonly secret: Uint8Array }

export type TwinPaymentState = 'open' | 'processing' | 'paid' | 'declined' | 'cancelled' | 'expired'

/** What the bank states about one payment. */
export type PaymentStatement = {
  readonly merchantReference: string
  readonly state: TwinPaymentState
  readonly amountTiyn: number
  readonly currency: 'KZT'
  /** The bank's own number, once money was taken. */
  readonly reference: string | null
  readonly statedAt: Instant
  readonly declineCode: string | null
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

export type RefundOrder = { readonly refundReference: string; readonly paymentReference: string; readonly amountTiyn: number }

export type SessionOrder = {
  readonly merchantReference: string
  readonly amountTiyn: number
  readonly payee: string
  readonly purpose: string
  readonly language: Language
  readonly returnUrl: string
  readonly callbackUrl: string
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

/** Null for anything but a whole order in tenge. */
export function readSessionOrder(body: string): SessionOrder | null {
  const order = parsed(body)
  if (order === null) return null
  const { merchantReference, amountTiyn, currency, payee, purpose, language, returnUrl, callbackUrl } = order
  const isNamed = typeof merchantReference === 'string' && /^[\w-]{1,64}$/.test(merchantReference)
  const isMoney = Number.isSafeInteger(amountTiyn) && (amountTiyn as number) > 0 && currency === 'KZT'
  const isTold = typeof payee === 'string' && typeof purpose === 'string' && isLanguage(language)
  return isNamed && isMoney && isTold && isHttp(returnUrl) && isHttp(callbackUrl) ? (order as unknown as SessionOrder) : null
}

/** Null for anything but a whole order to return a payment in tenge. */
export function readRefundOrder(body: string): RefundOrder | null {
  const order = parsed(body)
  if (order === null) return null
  const { refundReference, paymentReference, amountTiyn, currency } = order
  const isName = (value: unknown): value is string => typeof value === 'string' && /^[\w-]{1,64}$/.test(value)
  const isMoney = Number.isSafeInteger(amountTiyn) && (amountTiyn as number) > 0 && currency === 'KZT'
  return isName(refundReference) && isName(paymentReference) && isMoney ? (order as unknown as RefundOrder) : null
}

function parsed(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}

function isHttp(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}
