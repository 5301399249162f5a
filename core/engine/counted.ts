import type { Instant } from '@ruqsat/foundation'
import type { CaseState, Counted } from './model.ts'

/** The end of a term, with the event that is being applied as the place of its derivation. */
export function countedNow({ version }: CaseState, { due }: { readonly due: Instant }): Counted {
  return { due, event: version + 1 }
}
