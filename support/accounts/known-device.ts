// A browser in which somebody has signed in is known by a signed cookie: what strangers guess from elsewhere does not lock it out. It opens nothing:
// the password is asked for as ever, and the browser has a count of its own.
import { createHmac, randomBytes } from 'node:crypto'
import { isSameText } from './codes.ts'

/** `password` is the hash of the account's: with a new password no browser is known any more. */
export type DeviceOf = { readonly accountId: string; readonly password: string }

export const DEVICE_KEPT_SECONDS = 180 * 24 * 60 * 60

export function newDevice(key: Buffer, of: DeviceOf, nowMs: number): string {
  const text = `${randomBytes(12).toString('base64url')}.${Math.floor(nowMs / 1000) + DEVICE_KEPT_SECONDS}`
  return `${text}.${signature(key, of, text)}`
}

/** The name of this browser, for its count; null where it is not known for this account. */
export function knownDevice(key: Buffer, of: DeviceOf, cookie: string | undefined, nowMs: number): string | null {
  const [, text, name, until, signed] = /^(([\w-]{16})\.(\d{10,12}))\.([\w-]{43})$/.exec(cookie ?? '') ?? []
  if (text === undefined || signed === undefined || Number(until) * 1000 < nowMs) return null
  return isSameText(signed, signature(key, of, text)) ? name! : null
}

function signature(key: Buffer, { accountId, password }: DeviceOf, text: string): string {
  return createHmac('sha256', key).update(`device ${accountId} ${password} ${text}`).digest('base64url')
}
