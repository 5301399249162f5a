import { toLocal, type ZoneRules } from '@ruqsat/clock'
import { Fault, type LocalDate, type LocalText, inAll } from '@ruqsat/foundation'
import { zoneOf, type Edition } from '@ruqsat/law'
import type { Staff } from '../contract.ts'
import type { WorkstationDeps } from '../deps.ts'

/** The wall clock by which this person works: that of the authority, or of the act that names their body. */
export function zoneOfStaff(deps: Pick<WorkstationDeps, 'regulations'>, staff: Pick<Staff, 'authority'>): ZoneRules {
  return zoneOf(editionOfStaff(deps, staff).regulation, deps.regulations.tables)
}

/** The day that it is by their wall clock. */
export async function todayOf(
  deps: Pick<WorkstationDeps, 'regulations' | 'legalClock'>,
  staff: Pick<Staff, 'authority'>,
): Promise<LocalDate> {
  return toLocal(await deps.legalClock.now(), zoneOfStaff(deps, staff)).date
}

function editionOfStaff({ regulations }: Pick<WorkstationDeps, 'regulations'>, { authority }: Pick<Staff, 'authority'>): Edition {
  const edition =
    regulations.editions.find(({ regulation }) => regulation.authority.id === authority) ??
    regulations.editions.find(({ regulation }) => regulation.units.some(({ id }) => id === authority)) ??
    regulations.editions.find(({ regulation }) => regulation.variants.length > 0)
  if (edition === undefined) throw new Fault('Expected at least one edition of a regulation but this installation has none')
  return edition
}

/** The authority's or the outside body's name, where an act of this installation gives one. */
export function authorityName({ regulations }: Pick<WorkstationDeps, 'regulations'>, authority: string): LocalText {
  const all = regulations.editions.map(({ regulation }) => regulation)
  const own = all.find((regulation) => regulation.authority.id === authority)?.authority.name
  const outside = all.flatMap(({ units }) => units).find(({ id }) => id === authority)?.name
  return own ?? outside ?? inAll(() => authority)
}
