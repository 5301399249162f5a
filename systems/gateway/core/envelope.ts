// What a message says of itself, on whichever channel, and which of it is believed.
import { instantFromMs, type Instant } from '@ruqsat/foundation'

export type MessageInfo = {
  readonly messageId: string
  readonly correlationId: string | null
  readonly serviceId: string
  readonly messageDate: Instant
  readonly senderId: string
  /** Filled by the gateway; what a sender puts there is ignored. */
  readonly sessionId: string | null
}

export type StatusInfo = { readonly code: string; readonly message: string }

/** The detail of a fault; `codes` has its own code and those of the errors within it, outermost first. */
export type ErrorInfo = {
  readonly codes: readonly string[]
  readonly message: string
  readonly data: string | null
  readonly date: Instant | null
  readonly sessionId: string | null
}

/** Codes of the national format as they are publicly known. */
export const STATUS = {
  success: { code: 'SCSS001', message: 'Message has been processed successfully' },
  failed: 'SCSE001',
  badData: 'SCSE002',
  unhandled: 'SCSE003',
} as const

/** Why a message is not taken. Goes out as `errorData` next to a code of the format, and into the journal. */
export type MessageFault = 'message-malformed' | 'message-date' | 'message-late' | 'message-repeated' | 'message-id' | 'sender-differs'

const ID = /^[\p{L}\p{N}{}_.:-]{1,100}$/u
export const isMessageId = (text: string): boolean => ID.test(text)

/** An xs:dateTime with its zone; null for one without, because nobody can say which instant it means. */
export function instantOfXml(text: string): Instant | null {
  const read = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isFinite(read) ? instantFromMs(read) : null
}

/** So far apart may the clocks of two systems be, and so long may a message take: beyond that it could be an old one, sent again by a stranger. */
export const FRESH_MS = 10 * 60_000

export function isFresh(date: Instant, nowMs: number): boolean {
  return Math.abs(Date.parse(date) - nowMs) <= FRESH_MS
}

/** In braces, as the national gateway writes it. */
export const sessionIdOf = (uuid: string): string => `{${uuid}}`
