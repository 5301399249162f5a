import type { Tiyn } from './money.ts'
import type { Source } from './source.ts'
import type { LocalText } from './texts.ts'
import type { Instant } from './time.ts'

/**
 * A fact of a refusal, as it is known where the rule says no; `wordsOf` makes words of it for who reads. An official is their id, `typed` is
 * what somebody typed or is called, which goes onto their page and into no log.
 */
export type RefusalFact =
  | string
  | number
  | LocalText
  | { readonly kind: 'official'; readonly id: string }
  | { readonly kind: 'instant'; readonly at: Instant }
  | { readonly kind: 'money'; readonly tiyn: Tiyn }
  | { readonly kind: 'typed'; readonly text: string | LocalText }
  | { readonly kind: 'refusal'; readonly refusal: Refusal }

export type Facts = Readonly<Record<string, RefusalFact>>

/** The law (or a rule of the service that serves it) says no. Returned, never thrown: the caller must look. `wordsOf` says it in sentences. */
export type Refusal = {
  readonly kind: 'refusal'
  readonly code: string
  readonly source?: Source
  /** The form field, file or step that it is about, where there is one. */
  readonly field?: string
  readonly facts?: Facts
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'refusal'
}

/** What a retry may do: `never` (a defect), `later` (a counterpart is down; the same call may succeed). */
export type RetryPolicy = 'never' | 'later'

/** We or a counterpart broke. Thrown. The message reads "Expected … but …" and holds no personal data. */
export class Fault extends Error {
  readonly kind = 'fault'
  readonly retry: RetryPolicy
  constructor(message: string, options: { readonly retry?: RetryPolicy; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.name = 'Fault'
    this.retry = options.retry ?? 'never'
  }
}

/** The three answers of a neighbour that was asked, kept apart: found, absent, refused by it, or out of reach. */
export type Answer<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'outage'; readonly reason: string }

/** A value of our own data that must be sound: what a person typed is looked at with `isRefusal` instead. */
export function orFault<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Fault(`Expected a sound value but it was refused: ${value.code}`)
  return value
}
