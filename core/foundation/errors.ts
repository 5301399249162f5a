import { fillText, type LocalText } from './texts.ts'
import type { Source } from './source.ts'

/**
 * The law (or a rule of the service that serves it) says no. Returned, never thrown: the caller must look.
 * `text` says what is wrong, `remedy` what the person can do next.
 */
export type Refusal = {
  readonly kind: 'refusal'
  readonly code: string
  readonly text: LocalText
  readonly remedy: LocalText
  readonly source?: Source
  /** The form field, file or step that it is about, where there is one. */
  readonly field?: string
  /** Facts for the text's places and for logs; never personal data. */
  readonly facts?: Readonly<Record<string, string | number>>
  /** Where whoever runs the installation has to act, and not the person: what is missing and what to add. For logs and staff, never on a citizen's page. */
  readonly operator?: OperatorNote
}

export type OperatorNote = { readonly text: LocalText; readonly remedy: LocalText }

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

/** Makes a refusal from its row in a room's `refusals.ts`. */
export type RefusalRow = {
  readonly text: LocalText
  readonly remedy: LocalText
  readonly source?: Source
  readonly operator?: OperatorNote
}

/** A row of a refusal that only the operator can cure: it has a sentence for each of the two. */
export type OperatorRefusalRow = RefusalRow & { readonly operator: OperatorNote }

export function refuse(
  rows: Readonly<Record<string, RefusalRow>>,
  code: string,
  details: { readonly field?: string; readonly facts?: Readonly<Record<string, string | number>>; readonly source?: Source } = {},
): Refusal {
  const row = rows[code]
  if (row === undefined) throw new Fault(`Expected a refusal code of this room but found '${code}'`)
  const source = details.source ?? row.source
  const filled = (text: LocalText) => (details.facts ? fillText(text, details.facts) : text)
  return {
    kind: 'refusal',
    code,
    text: filled(row.text),
    remedy: filled(row.remedy),
    ...(row.operator && { operator: { text: filled(row.operator.text), remedy: filled(row.operator.remedy) } }),
    ...(source && { source }),
    ...(details.field !== undefined && { field: details.field }),
    ...(details.facts && { facts: details.facts }),
  }
}

/** A value of our own data that must be sound: what a person typed is looked at with `isRefusal` instead. */
export function orFault<T>(value: T | Refusal): T {
  if (isRefusal(value)) throw new Fault(`Expected a sound value but it was refused: ${value.code}`)
  return value
}
