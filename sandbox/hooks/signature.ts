// A signature of Standard Webhooks 1.0 as a receiver judges it. Written from the scheme alone: this code and that of the door for machines check
// each other, so neither uses the other's.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** `unsigned`: a header of the scheme is missing. `tooOld`: what it says of its time is more than five minutes off. */
export const VERDICTS = ['good', 'wrongSignature', 'secretUnknown', 'tooOld', 'unsigned'] as const
export type HookVerdict = (typeof VERDICTS)[number]

export type SignedHook = {
  readonly id: string
  /** Seconds since 1970, as text. */
  readonly timestamp: string
  readonly signatures: string
  readonly body: Buffer
}

/** What the scheme's own libraries allow for clocks that differ. */
const TOLERANCE_S = 5 * 60
const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/

/** Null for what is no secret of this scheme: 24 to 64 bytes in base64 behind `whsec_`. */
export function readSecret(typed: string): string | null {
  const secret = typed.trim()
  const [, encoded] = SECRET.exec(secret) ?? []
  if (encoded === undefined) return null
  const { length } = Buffer.from(encoded, 'base64')
  return length >= 24 && length <= 64 ? secret : null
}

/** `secret` null: the receiver does not have it yet. `nowMs`: technical time. */
export function judgeSignature({ id, timestamp, signatures, body }: SignedHook, secret: string | null, nowMs: number): HookVerdict {
  if (id === '' || !/^\d{1,12}$/.test(timestamp) || signatures === '') return 'unsigned'
  if (secret === null) return 'secretUnknown'
  if (Math.abs(nowMs / 1000 - Number(timestamp)) > TOLERANCE_S) return 'tooOld'
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest()
  const isGood = signatures.split(' ').some((each) => {
    const given = each.startsWith('v1,') ? Buffer.from(each.slice(3), 'base64') : Buffer.alloc(0)
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return isGood ? 'good' : 'wrongSignature'
}
