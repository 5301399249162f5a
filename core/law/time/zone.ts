import type { ZoneRules } from '@ruqsat/clock'
import { Fault } from '@ruqsat/foundation'
import type { ClockTables, Regulation } from '../package/model.ts'

/** The wall clock of the authority that provides the service. */
export function zoneOf({ authority }: Regulation, { zones }: Pick<ClockTables, 'zones'>): ZoneRules {
  const zone = zones[authority.zone]
  if (zone === undefined) throw new Fault(`Expected the zone '${authority.zone}' in the tables but it is missing`)
  return zone
}
