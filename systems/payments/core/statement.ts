import type { Instant, Tiyn } from '@ruqsat/foundation'

/** Money that a bank booked: in, to us; or out, back to a payer or away. */
export type MovementDirection = 'in' | 'out'

/** One booked movement of a statement. */
export type BankMovement = {
  /** Where it is in the file, from 1. */
  readonly line: number
  /** The bank's own number of it. */
  readonly reference: string
  readonly direction: MovementDirection
  readonly amountTiyn: Tiyn
  readonly currency: string
  /** By the bank's clock; the beginning of the day where the file names only a day. */
  readonly bookedAt: Instant
  /** The name that we gave the payment or the refund, as the bank repeats it; null where it repeats none. */
  readonly name: string | null
  readonly purpose: string
  /** Who paid, or was paid. */
  readonly party: string
}

/** What a statement file says: everything that was booked from `from` (included) to `to` (excluded), by the bank's clock. */
export type StatementFile = {
  readonly format: StatementFormat
  /** The bank that the file names itself as; null where the format has no place for it. */
  readonly bank: string | null
  readonly from: Instant
  readonly to: Instant
  readonly movements: readonly BankMovement[]
}

export const STATEMENT_FORMATS = ['csv', 'camt.053'] as const
export type StatementFormat = (typeof STATEMENT_FORMATS)[number]

/** What can be wrong with a file. Each is one that its writer can fix; none repeats anything of the content. */
export const STATEMENT_FAULTS = [
  'too-large',
  'not-text',
  'quotes',
  'header',
  'columns',
  'cells',
  'xml',
  'camt',
  'one-statement',
  'period',
  'bank',
  'reference',
  'direction',
  'sum',
  'currency',
  'time',
  'status',
  'parts',
  'count',
  'balance',
] as const
export type StatementFaultCode = (typeof STATEMENT_FAULTS)[number]

/** One fault and its line; `line` null where it is of the whole file. */
export type StatementFault = { readonly line: number | null; readonly code: StatementFaultCode }

export type ReadStatementFile =
  | { readonly kind: 'read'; readonly statement: StatementFile }
  | { readonly kind: 'unread'; readonly faults: readonly StatementFault[] }

/** The movements of one number and direction in a file: the first, and the lines on which it is there again. */
export type CountedMovement = { readonly movement: BankMovement; readonly again: readonly BankMovement[] }

/** Each movement once, however often the file has it. */
export function countOnce(movements: readonly BankMovement[]): readonly CountedMovement[] {
  const counted = new Map<string, { movement: BankMovement; again: BankMovement[] }>()
  for (const movement of movements) {
    const key = `${movement.direction} ${movement.reference}`
    const first = counted.get(key)
    if (first === undefined) counted.set(key, { movement, again: [] })
    else first.again.push(movement)
  }
  return [...counted.values()]
}

/** Banks shorten a purpose (ISO 20022: 140 characters) and space it as they like. */
const LEAST_SHORTENED = 20

/**
 * Whether what the bank booked as the purpose is what we asked for, in any language that we asked in. Nothing, or a text that was cut off, is
 * no contradiction.
 */
export function isSamePurpose(booked: string, asked: readonly string[]): boolean {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase()
  const said = plain(booked)
  if (said === '') return true
  return asked.map(plain).some((each) => said === each || (said.length >= LEAST_SHORTENED && each.startsWith(said)) || said.includes(each))
}

/** A payment of ours as far as a statement can contradict it. */
export type OursBooked = Pick<BankMovement, 'amountTiyn' | 'currency' | 'name'> & { readonly purposes: readonly string[] }

/** What the bank has other than we; null where it agrees. A sum comes before a purpose. */
export function differenceOf(movement: BankMovement, ours: OursBooked): 'otherSum' | 'otherPurpose' | null {
  if (movement.amountTiyn !== ours.amountTiyn || movement.currency !== ours.currency) return 'otherSum'
  const name = ownName(movement.name)
  const isOtherName = name !== null && ours.name !== null && name !== ours.name
  return isOtherName || !isSamePurpose(movement.purpose, ours.purposes) ? 'otherPurpose' : null
}

/**
 * The name that we gave, in our own form: a UUID, of a refund with its try. Files whose names are short (ISO 20022: 35 characters) have it
 * without hyphens.
 */
export function ownName(name: string | null): string | null {
  const found = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})(-\d{1,6})?$/i.exec(name ?? '')
  if (found === null) return null
  const [, one, two, three, four, five, attempt = ''] = found
  return `${[one, two, three, four, five].join('-').toLowerCase()}${attempt}`
}

/** What can become of a difference. `open`: nobody has it; `owned`: a person has; `resolved`: with what was done about it, for ever. */
export const DIFFERENCE_STATES = ['open', 'owned', 'resolved'] as const
export type DifferenceState = (typeof DIFFERENCE_STATES)[number]
export const DIFFERENCE_ACTIONS = ['take', 'release', 'resolve'] as const
export type DifferenceAction = (typeof DIFFERENCE_ACTIONS)[number]

/** State x action; what is resolved takes no action any more. */
export const DIFFERENCE_TABLE = {
  open: { take: 'owned', release: 'open', resolve: 'resolved' },
  owned: { take: 'owned', release: 'open', resolve: 'resolved' },
  resolved: { take: 'resolved', release: 'resolved', resolve: 'resolved' },
} as const satisfies Record<DifferenceState, Record<DifferenceAction, DifferenceState>>

export function nextDifferenceState(state: DifferenceState, action: DifferenceAction): DifferenceState {
  return DIFFERENCE_TABLE[state][action]
}
