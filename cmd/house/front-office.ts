import { startCentre, type CentreRoom, type FrontOffice } from '@ruqsat/centre'
import type { FastifyInstance } from 'fastify'
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

export async function startFrontOffice(
  installation: Installation,
  { messaging }: Pick<Neighbours, 'messaging'>,
  site: FastifyInstance,
  offered: Offered,
): Promise<CentreRoom> {
  const { database, legalClock, technicalClock, regulations, log, secrets } = installation
  return startCentre({
    site,
    database,
    legalClock,
    technicalClock,
    log,
    regulations,
    office: sandboxOffice(installation, offered),
    messaging: messaging.messaging,
    secret: Buffer.from(await secrets.secret('centre-accounts')),
  })
}
