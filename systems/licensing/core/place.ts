import { Fault } from '@ruqsat/foundation'
import type { CaseState, Opening } from '@ruqsat/engine'
import { findVariant, findView, type Edition, type Unit, type Variant, type View } from '@ruqsat/law'

export type EditionPlace = { readonly opening: Opening; readonly variant: Variant; readonly view: View; readonly units: readonly Unit[] }

/** Where in its edition a case is. */
export function placeOfEdition(state: CaseState, edition: Edition): EditionPlace {
  const { opening } = state
  const variant = opening && findVariant(edition.regulation, opening.variant)
  const view = variant && opening && findView(variant, opening.view)
  if (!opening || !variant || !view) throw new Fault('Expected an open case of a variant and view of its edition but it is none')
  return { opening, variant, view, units: edition.regulation.units }
}
