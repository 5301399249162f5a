import type { LocalDate, LocalText, Source } from '@ruqsat/foundation'

// The act as a document: its identity, its life in time, and what it says about itself. The rest of the language stands in model.ts.

export type ActIdentity = {
  readonly title: LocalText
  readonly number: string | 'unknown'
  readonly adoptedOn: LocalDate | 'unknown'
  readonly registeredOn: LocalDate | 'unknown'
  readonly registrationNumber: string | 'unknown'
  readonly publishedOn: LocalDate | 'unknown'
  readonly entryIntoForce: LocalText
  readonly force: Force
  readonly history: readonly HistoryNote[]
  /** SHA-256 of the act's text that the package was read from, so that a reader who has it can compare. */
  readonly textSha256: string
  /** Places where the text itself is cut off, missing or unreadable. */
  readonly gaps: readonly TextGap[]
  readonly annexes: readonly Annex[]
  /** How far the service is automated and of what type it is, where the act says so. */
  readonly nature: Nature | null
  /** The act's own list of units; null where it has none. */
  readonly unitList: UnitList | null
  /** What the act says about one matter, each time that it says it: the checker compares the values. */
  readonly stated: readonly StatedFact[]
  /** Numbered lists whose numbers only a reader of the text sees, e.g. the options of a question. */
  readonly lists: readonly NumberedList[]
  /** Duties that the act lays on somebody. */
  readonly duties: readonly Duty[]
  /** Technical conditions of the service. */
  readonly conditions: readonly { readonly id: string; readonly text: LocalText; readonly source: Source }[]
  /** The signs that the act's diagrams use. */
  readonly legend: Legend | null
  readonly source: Source
}

/**
 * When an act, an amendment or a repeal takes effect. `notBefore` and `notAfter` (both included) are the bounds of the first day in force as far
 * as the texts or a source tell; equal bounds are a known day. `unknown` after: no text gives an upper bound.
 */
export type Force = {
  readonly rule: 'afterPublication' | 'onPublication' | 'onRegistration' | 'otherText' | 'unknown'
  /** Calendar days that must have passed after first official publication; null for other rules. */
  readonly days: number | null
  readonly notBefore: LocalDate | 'unknown'
  readonly notAfter: LocalDate | 'unknown'
  readonly source: Source
}

export type Nature = { readonly automation: 'partial' | 'full' | 'paper'; readonly type: 'transactional' | null; readonly source: Source }

/** `kinds` says what the list claims to hold: people, information systems or both; a used unit of such a kind that is not listed is a finding. */
export type UnitList = { readonly units: readonly string[]; readonly kinds: readonly ('people' | 'systems')[]; readonly source: Source }

/** One saying of the act about a matter. `value` is compared with the other sayings of the same matter; `text` is for the reader. */
export type StatedFact = { readonly about: string; readonly value: string; readonly text: LocalText; readonly source: Source }

export type NumberedList = { readonly id: string; readonly name: LocalText; readonly numbers: readonly string[]; readonly source: Source }

/** A duty of protection laid on the applicant is a finding: it is the provider's. */
export type Duty = {
  readonly id: string
  readonly kind: 'protection' | 'other'
  readonly bearer: string
  readonly text: LocalText
  readonly source: Source
}

/** The ten signs that the acts' legends know. */
export const SIGNS = [
  'startMessage',
  'endMessage',
  'error',
  'plainEnd',
  'informationSystem',
  'process',
  'condition',
  'controlFlow',
  'messageFlow',
  'documentToRecipient',
] as const
export type Sign = (typeof SIGNS)[number]
export type Legend = { readonly signs: readonly Sign[]; readonly source: Source }

/** A place of the act's text that cannot be read as it was adopted. */
export type TextGap = {
  readonly id: string
  readonly kind: 'cutOff' | 'missing' | 'unreadable'
  readonly text: LocalText
  readonly source: Source
}

/** An annex as the text cites it and as its own heading says; the checker compares the two. */
export type Annex = {
  readonly id: string
  readonly number: number
  readonly name: LocalText
  readonly citedAs: 'regulation' | 'resolution'
  readonly headedAs: 'regulation' | 'resolution'
  readonly source: Source
}

/** What a person decided about one finding of the checker, and why. `code` and `subject` are those of the finding. */
export type DecidedReading = {
  readonly code: string
  readonly subject: string
  readonly reading: LocalText
  readonly reason: LocalText
  readonly source: Source
}

export type HistoryNote = {
  readonly kind: 'amendment' | 'repeal'
  readonly on: LocalDate
  readonly number: string
  readonly items: readonly string[]
  /** Item by item; empty for a repeal of the whole. What stood before is `unknown` where only the consolidated text is at hand. */
  readonly changes: readonly ItemChange[]
  readonly force: Force
  readonly text: LocalText
  readonly source: Source
}

/** `parts` names what of the package belongs to the item, e.g. `procedure issue` or `views centre`; it is unknown before the change. */
export type ItemChange = {
  readonly item: string
  readonly operation: 'replace' | 'insert' | 'repeal'
  readonly before: 'unknown' | 'absent' | LocalText
  readonly text: LocalText
}
