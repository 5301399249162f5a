import { counterRole, findView, isAtCounter, type Regulation, type Variant } from '@ruqsat/law'
import type { CaseView } from '@ruqsat/caseflow'

/** Whether the request came to the provider's own counter: its result is given out there. Elsewhere who took it in gives it out. */
export function isOwnCounterCase({
  view,
  variant,
  regulation,
}: {
  readonly view: Pick<CaseView, 'state'>
  readonly variant: Variant
  readonly regulation: Regulation
}): boolean {
  const table = findView(variant, view.state.opening?.view ?? '')
  return table !== null && isAtCounter(table, regulation) && counterRole(table, variant, regulation) !== null
}
