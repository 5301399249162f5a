import type { Instant } from '@ruqsat/foundation'

export const NEIGHBOURS = ['bank', 'bankTau', 'ocsp', 'crl', 'registers', 'messaging'] as const
export type Neighbour = (typeof NEIGHBOURS)[number]

/**
 * What each neighbour can be made to do. `losing`: what is said gets lost on the way, in turn the question and the answer; SMS and mail arrive
 * half. `refusing` is the registers' own: they answer that we may not ask.
 */
export const MODES = {
  bank: ['ok', 'slow', 'wrong', 'down', 'losing'],
  bankTau: ['ok', 'slow', 'wrong', 'down', 'losing'],
  ocsp: ['ok', 'slow', 'wrong', 'down', 'losing', 'try-later'],
  crl: ['ok', 'slow', 'wrong', 'down', 'losing', 'try-later'],
  registers: ['ok', 'slow', 'wrong', 'down', 'losing', 'refusing'],
  messaging: ['ok', 'slow', 'wrong', 'down', 'losing'],
} as const satisfies Readonly<Record<Neighbour, readonly string[]>>
export type ModeOf<N extends Neighbour> = (typeof MODES)[N][number]

/** How a neighbour fails now: by a name, or slow by a length of its own. */
export type NeighbourFault<N extends Neighbour> = ModeOf<N> | { readonly slowMs: number }

/** A neighbour's switch. `slowMs` null: as slow as its room thinks right. */
export type SwitchState = { readonly mode: string; readonly slowMs: number | null }

/** A fault of a script: from included, until excluded, legal time. */
export type PlannedFault = SwitchState & {
  readonly script: string
  readonly neighbour: Neighbour
  readonly from: Instant
  readonly until: Instant
}

/** Longer than any client of ours waits many times over. */
export const LONGEST_SLOW_MS = 600_000
