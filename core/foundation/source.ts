import type { LocalText } from './texts.ts'

/** How sure we are of a fact. `stated`: the act's own text says it. `found`: another source was read. `assumed`: general knowledge ([GK]) or our reading; the screen says so. */
export type Certainty = 'stated' | 'found' | 'assumed'

/**
 * Where a fact comes from. `act` is a regulation id or the id of another law listed in the package's `laws`
 * (`standard-160`, `tax-code`); `item` is the paragraph as the act numbers it (`5, issue, 3)`, `8 10)`). `law` names a law that a
 * room cites by itself, for every act's services: no package lists it.
 */
export type Source = {
  readonly act: string
  readonly item: string
  readonly certainty: Certainty
  readonly note?: string
  readonly law?: LocalText
  /** How the place is called for a reader, where it has no number. */
  readonly place?: LocalText
}
