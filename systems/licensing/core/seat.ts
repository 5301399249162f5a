// Who may register what came to a counter.
import { refuseEngine, type Actor } from '@ruqsat/engine'
import type { Refusal } from '@ruqsat/foundation'
import { counterSeat, isAtCounter } from '@ruqsat/law'
import { refuseLicensing } from '../refusals.ts'
import type { Service } from './submission.ts'

/**
 * Whether the table is one of a counter, and this employee is who sits there: of the provider, or an operator of an organisation outside it
 * as that organisation's own directory has them.
 */
export function seatFault(
  { edition: { regulation }, variant, view }: Pick<Service, 'edition' | 'variant' | 'view'>,
  actor: Extract<Actor, { readonly kind: 'staff' }>,
  { operatorOf }: { readonly operatorOf?: string },
): Refusal | null {
  if (!isAtCounter(view, regulation)) return refuseLicensing('licensing.service-not-offered')
  const seat = counterSeat(view, variant, regulation)
  const isOfProvider = actor.authority === regulation.authority.id
  if (isOfProvider !== (seat?.of === 'provider')) return refuseEngine('not-your-authority')
  if (actor.role !== seat?.role) return refuseEngine('not-your-role')
  return isOfProvider || operatorOf === actor.authority ? null : refuseEngine('not-your-authority')
}
