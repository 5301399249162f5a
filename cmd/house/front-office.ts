import { startCentre, type CentreDeps, type CentreRoom, type FrontOffice } from '@ruqsat/centre'
import type { StaffRecord } from '@ruqsat/licensing'
import type { Installation } from './installation.ts'
import type { Neighbours } from './neighbours.ts'
import type { Offered } from './offers.ts'
import texts from '../texts.yaml'

/** The sandbox's own front office: one hall. A real one is not bound by any setting yet, so production has none. */
export function sandboxOffice({ regulations }: Installation, { first }: Offered): FrontOffice {
  const { officeName, hallName, hallAddress } = texts.sandbox
  return {
    id: 'sandbox-front-office',
    name: officeName,
    zone: regulations.tables.zones[first.authority.zone]!,
    halls: [{ id: 'main', name: hallName, address: hallAddress, windows: 4 }],
  }
}

type FrontOfficeNeed = Pick<CentreDeps, 'site' | 'hosts' | 'packages' | 'results' | 'islands'> & { readonly offered: Offered }

export async function startFrontOffice(
  installation: Installation,
  { messaging, registers }: Pick<Neighbours, 'messaging' | 'registers'>,
  { site, offered, hosts, packages, results, islands }: FrontOfficeNeed,
): Promise<CentreRoom> {
  const { database, legalClock, technicalClock, regulations, log, secrets } = installation
  return startCentre({
    site,
    database,
    legalClock,
    technicalClock,
    log,
    regulations,
    offers: offered.offers,
    hosts,
    packages,
    results,
    registers: registers.registers,
    islands,
    office: sandboxOffice(installation, offered),
    messaging: messaging.messaging,
    secret: Buffer.from(await secrets.secret('centre-accounts')),
  })
}

/** An operator as the host of the cases must know them: who signs a package, and who is named in histories, retired or not. */
export async function operatorRecord(centre: CentreRoom | null | undefined, id: string): Promise<StaffRecord | null> {
  const operator = (await centre?.operator(id)) ?? null
  if (operator === null) return null
  const { iin, bin, name, position, authority } = operator
  return { id, iin, bin, name, position, operatorOf: authority }
}
