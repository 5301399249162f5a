// Closing and opening the services of an act, whole or in part. What is on offer follows from the rows of the history alone.
import { toInstant, toLocal } from '@ruqsat/clock'
import type { Instant, LocalDate, Refusal } from '@ruqsat/foundation'
import { findVariant, findView, type Regulation } from '@ruqsat/law'
import type { By } from './administrators.ts'
import { offersAfter, stateOf, type ServicePart } from './core/on-offer.ts'
import type { Administration, ServicePackage } from './deps.ts'
import { refuseAdministration } from './refusals.ts'
import { holdSwitches, insertAct, serviceSwitches } from './store/acts.ts'

/** Puts on offer what the history leaves open. */
export async function refreshOffers({ deps }: Administration): Promise<void> {
  deps.putOnOffer(offersAfter(deps.offers, await serviceSwitches(deps.database.sql)))
}

/** `day`: from its midnight on; null, and today: at once. */
export type Switching = { readonly part: ServicePart; readonly opens: boolean; readonly day: LocalDate | null }

/** Null where it is so now. Opening is refused while a finding is undecided, or where the file of settings offers other acts only. */
export async function switchService(
  administration: Administration,
  regulation: string,
  { part, opens, day }: Switching,
  { why, ...by }: By,
): Promise<Refusal | null> {
  const { deps } = administration
  const service = deps.services.find((each) => each.regulation.id === regulation)
  if (service === undefined || !isPartOf(service.regulation, part)) return refuseAdministration('service-unknown')
  const fault = faultOf(service, opens)
  if (fault !== null) return fault
  const at = await deps.legalClock.now()
  const from = beginning(day, at, deps)
  if (from === null) return refuseAdministration('day-past', { field: 'from' })
  await deps.database.sql.begin(async (tx) => {
    await holdSwitches(tx)
    const state = stateOf(await serviceSwitches(tx), part, at)
    if (from === at && state.isOpen === opens && state.next === null) return
    const facts = { ...(part.variant && { variant: part.variant }), ...(part.view && { view: part.view }), ...(from !== at && { from }) }
    await insertAct(tx, { kind: opens ? 'serviceOpened' : 'serviceClosed', subject: regulation, facts, why, by, at })
  })
  await refreshOffers(administration)
  return null
}

function faultOf({ undecided, isNamed }: ServicePackage, opens: boolean): Refusal | null {
  if (opens && undecided.length > 0) return refuseAdministration('service-undecided', { facts: { count: undecided.length } })
  return isNamed ? null : refuseAdministration('service-not-named')
}

/** The whole, or what the package holds out to people who apply. */
export function isPartOf(regulation: Regulation, { variant: id, view }: ServicePart): boolean {
  if (id === null) return view === null
  const variant = findVariant(regulation, id)
  if (!variant?.offered || variant.proceedings !== undefined) return false
  return view === null || findView(variant, view)?.offered === true
}

/** Null for a day that has passed. */
function beginning(day: LocalDate | null, at: Instant, { zone }: Administration['deps']): Instant | null {
  const today = toLocal(at, zone).date
  if (day === null || day === today) return at
  return day < today ? null : toInstant(day, '00:00', zone)
}
