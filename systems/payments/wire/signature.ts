import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { type Instant, msFromInstant } from '@ruqsat/foundation'

/** A secret that gateway and bank share. The first key of a list signs; each is accepted, so that a key can be changed without a pause. */
export type BankKey = { readonly id: string; readonly secret: Uint8Array }

/** What both sides sign: one line per part, so that no part can run into its neighbour. The direction keeps an answer from serving as a request. */
export type SignedParts = {
  readonly direction: 'request' | 'answer'
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly timestamp: Instant
  /** Random per request; the answer repeats its request's, so that an old answer cannot be served again. */
  readonly nonce: string
  readonly keyId: string
  readonly body: string
}

export const SIGNATURE_HEADERS = { keyId: 'x-key-id', timestamp: 'x-timestamp', nonce: 'x-nonce', signature: 'x-signature' } as const

/** Clocks of two machines differ; a message older than this is taken for a replay. */
export const TIMESTAMP_TOLERANCE_MS = 5 * 60_000

export type SignatureFault = 'no-signature' | 'unknown-key' | 'stale-timestamp' | 'wrong-signature'

function textToSign(parts: SignedParts): string {
  return [
    'ruqsat-bank-1',
    parts.direction,
    parts.method,
    parts.path,
    parts.timestamp,
    parts.nonce,
    parts.keyId,
    hash('sha256', parts.body),
  ].join('\n')
}

/** HMAC-SHA256 (RFC 2104) as hexadecimal. */
export function signatureOf(parts: SignedParts, key: BankKey): string {
  return createHmac('sha256', key.secret).update(textToSign(parts)).digest('hex')
}

export function signedHeaders(parts: Omit<SignedParts, 'keyId'>, key: BankKey): Record<string, string> {
  const whole = { ...parts, keyId: key.id }
  return {
    [SIGNATURE_HEADERS.keyId]: key.id,
    [SIGNATURE_HEADERS.timestamp]: parts.timestamp,
    [SIGNATURE_HEADERS.nonce]: parts.nonce,
    [SIGNATURE_HEADERS.signature]: signatureOf(whole, key),
  }
}

export type HeaderReader = (name: string) => string | undefined

export type ReadSignature =
  | { readonly kind: 'genuine'; readonly keyId: string; readonly nonce: string }
  | { readonly kind: 'forged'; readonly fault: SignatureFault }

/** Checks a message's signature. `now` is technical time. The comparison takes the same time whatever differs. */
export function checkSignature(
  header: HeaderReader,
  message: { readonly direction: 'request' | 'answer'; readonly method: string; readonly path: string; readonly body: string },
  keys: readonly BankKey[],
  now: Instant,
): ReadSignature {
  const keyId = header(SIGNATURE_HEADERS.keyId)
  const timestamp = header(SIGNATURE_HEADERS.timestamp)
  const nonce = header(SIGNATURE_HEADERS.nonce)
  const signature = header(SIGNATURE_HEADERS.signature)
  if (!keyId || !timestamp || !nonce || !signature || !/^[0-9a-f]{64}$/.test(signature) || !/^[\w-]{16,64}$/.test(nonce))
    return { kind: 'forged', fault: 'no-signature' }
  const key = keys.find((candidate) => candidate.id === keyId)
  if (key === undefined) return { kind: 'forged', fault: 'unknown-key' }
  const expected = signatureOf({ ...message, timestamp, nonce, keyId }, key)
  if (!timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(expected, 'hex'))) return { kind: 'forged', fault: 'wrong-signature' }
  const distanceMs = Math.abs(msFromInstant(timestamp) - msFromInstant(now))
  return distanceMs <= TIMESTAMP_TOLERANCE_MS ? { kind: 'genuine', keyId, nonce } : { kind: 'forged', fault: 'stale-timestamp' }
}
