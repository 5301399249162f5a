// Closing and opening the services of an act. What is on offer follows from the rows of the history alone.
import type { Refusal } from '@ruqsat/foundation'
import type { By } from './administrators.ts'
import { isOpen, offersAfter } from './core/on-offer.ts'
import type { Administration } from './deps.ts'
import { refuseAdministration } from './refusals.ts'
import { holdSwitches, insertAct, serviceSwitches } from './store/acts.ts'

/** Puts on offer what the history leaves open. */
export async function refreshOffers({ deps }: Administration): Promise<void> {
  deps.putOnOffer(offersAfter(deps.offers, await serviceSwitches(deps.database.sql)))
}

/** Null where it is so now. Opening is refused while a finding is undecided, or where the file of settings offers other acts only. */
export async function switchService(
  administration: Administration,
  regulation: string,
  opens: boolean,
  { why, ...by }: By,
): Promise<Refusal | null> {
  const { deps } = administration
  const service = deps.services.find((each) => each.regulation.id === regulation)
  if (service === undefined) return refuseAdministration('service-unknown')
  if (opens && service.undecided.length > 0)
    return refuseAdministration('service-undecided', { facts: { count: service.undecided.length } })
  if (!service.isNamed) return refuseAdministration('service-not-named')
  const at = await deps.legalClock.now()
  await deps.database.sql.begin(async (tx) => {
    await holdSwitches(tx)
    if (isOpen(await serviceSwitches(tx), regulation) === opens) return
    const kind = opens ? 'serviceOpened' : 'serviceClosed'
    await insertAct(tx, { kind, subject: regulation, facts: {}, why, by, at })
  })
  await refreshOffers(administration)
  return null
}
