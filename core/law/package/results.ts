// What follows from the kind of a result and from what it does.
import type { ResultAction, GrantKind } from './vocabulary.ts'
import type { Grant } from './model.ts'

export function resultActionOf({ does }: Pick<Grant, 'does'>): ResultAction {
  return does ?? 'issues'
}

/** A notice informs of something and gives nothing: it has no number. */
export function isNumbered(kind: GrantKind | 'reasonedRefusal'): boolean {
  return kind !== 'notice' && kind !== 'reasonedRefusal'
}

/** An extension, a duplicate and a corrected paper bear the number that they act on. */
export function keepsNumber(grant: Pick<Grant, 'does'>): boolean {
  const action = resultActionOf(grant)
  return action === 'extends' || action === 'duplicates' || action === 'corrects'
}
