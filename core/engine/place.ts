import { Fault } from '@ruqsat/foundation'
import { findVariant, findView, type Procedure, type Step, type StaffRole, type Unit, type Variant, type View } from '@ruqsat/law'
import type { CaseState, DecideContext, Opening } from './model.ts'

/** Where in the pinned edition a case is: what its variant, view and procedure say. */
export type CasePlace = { readonly opening: Opening; readonly variant: Variant; readonly view: View; readonly procedure: Procedure }

/** A case is pinned to its edition, so a hole here is a defect of ours or of the package, never of the person. */
export function placeOf(opening: Opening, context: DecideContext): CasePlace {
  const { regulation, hash } = context.edition
  if (hash !== opening.editionHash)
    throw new Fault(
      `Expected the edition ${opening.editionHash.slice(0, 12)} that the case is pinned to but was given ${hash.slice(0, 12)}`,
    )
  const variant = findVariant(regulation, opening.variant)
  if (variant === null) throw new Fault(`Expected the variant '${opening.variant}' in ${regulation.id} but it has none`)
  const view = findView(variant, opening.view)
  if (view === null) throw new Fault(`Expected the view '${opening.view}' in ${regulation.id}/${variant.id} but it has none`)
  return { opening, variant, view, procedure: variant.procedure }
}

export function placeOfState(state: CaseState, context: DecideContext): CasePlace {
  if (state.opening === null) throw new Fault('Expected an open case but it was never opened')
  return placeOf(state.opening, context)
}

/** The unit of a staff step with the role that does its work. */
export function unitOf(step: Step, context: DecideContext): { readonly unit: Unit; readonly role: StaffRole } {
  const unit = context.edition.regulation.units.find((each) => each.id === step.unit)
  if (unit === undefined) throw new Fault(`Expected the unit '${step.unit}' of step '${step.id}' among the units but it is missing`)
  if (unit.role === null) throw new Fault(`Expected unit '${unit.id}' of step '${step.id}' to name a staff role but it has none`)
  return { unit, role: unit.role }
}

/**
 * Whether the work of this unit is work of this member of staff's. A unit outside the provider is an authority of its own, named by the unit's
 * id. A body that is asked answers for itself: under the authority of the case, only those of the body itself have its work.
 * Another organisation that works by itself, as the higher body that considers a complaint does, has its own people alone.
 */
export function isOfUnit(
  staff: { readonly authority: string; readonly unit?: string },
  unit: Unit,
  authority: string | undefined,
): boolean {
  if (unit.kind === 'outside' && (staff.authority === unit.id || unit.role !== 'interestedBody')) return staff.authority === unit.id
  return staff.authority === authority && (unit.role !== 'interestedBody' || staff.unit === unit.id)
}
