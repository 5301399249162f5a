import { readFrontOffice, startCentre, type CentreDeps, type CentreRoom, type FrontOffice } from '@ruqsat/centre'
import { stepWithAction, type Regulation } from '@ruqsat/law'
import type { OfficeDay } from '@ruqsat/clock'
import { Fault, fillText, type LocalText } from '@ruqsat/foundation'
import type { StaffRecord } from '@ruqsat/licensing'
import type { Installation } from './installation.ts'
import type { Neighbours } from './neighbours.ts'
import type { Offered } from './offers.ts'
import texts from '../texts.yaml'

/** The front office that this installation names; the sandbox has one hall of its own, production none. */
export async function frontOfficeOf(installation: Installation, offered: Offered): Promise<FrontOffice | null> {
  const { settings, regulations } = installation
  if (settings.frontOffice !== null) return readFrontOffice(settings.frontOffice, regulations.tables)
  return settings.mode === 'sandbox' ? sandboxOffice(installation, offered) : null
}

/** As halls are open: six days, without a break. */
const SIX_DAYS: readonly OfficeDay[] = [{ weekdays: [1, 2, 3, 4, 5, 6], opens: '09:00', closes: '20:00', breaks: [] }]

function sandboxOffice({ regulations }: Installation, { first }: Offered): FrontOffice {
  const { officeName, hallName, hallAddress } = texts.sandbox
  const calendar = regulations.tables.calendars[first.authority.calendar]!
  return {
    id: 'sandbox-front-office',
    name: officeName,
    zone: regulations.tables.zones[first.authority.zone]!,
    halls: [{ id: 'main', name: hallName, address: hallAddress, windows: 4, hours: { days: SIX_DAYS, calendar } }],
  }
}

type FrontOfficeNeed = Pick<CentreDeps, 'site' | 'hosts' | 'packages' | 'results' | 'receipts' | 'islands' | 'office'> & {
  readonly offered: Offered
}

export async function startFrontOffice(
  installation: Installation,
  { messaging, registers }: Pick<Neighbours, 'messaging' | 'registers'>,
  { site, offered, hosts, packages, results, receipts, islands, office }: FrontOfficeNeed,
): Promise<CentreRoom> {
  const { databases, legalClock, technicalClock, regulations, log, secrets } = installation
  return startCentre({
    site,
    database: databases.centre,
    legalClock,
    technicalClock,
    log,
    // Complaints are taken at the windows too, each with the number of the request that it is about; the latest editions come first in a hall.
    regulations: { ...regulations, editions: [...regulations.complaints.map(({ edition }) => edition), ...regulations.editions] },
    services: [...offered.all, ...offered.complaints],
    offers: offered.begun,
    hosts,
    packages,
    results,
    ...(receipts && { receipts }),
    registers: registers.registers,
    islands,
    office,
    messaging: messaging.messaging,
    secret: Buffer.from(await secrets.secret('centre-accounts')),
    needsSecondFactor: installation.settings.secondFactor === 'staff',
  })
}

/** Times at the halls, for rooms that start before the front office: until it is up there are none. */
export function bookingsOf(centre: () => CentreRoom | null | undefined): CentreRoom['bookings'] {
  const up = () => {
    const room = centre()
    if (!room) throw new Fault('Expected the front office to be up but it is still starting', { retry: 'later' })
    return room.bookings
  }
  return {
    halls: async () => up().halls(),
    freeTimes: async (hall, day) => up().freeTimes(hall, day),
    book: async (wanted) => up().book(wanted),
    bookingsOf: async (person) => up().bookingsOf(person),
    cancel: async (person, id) => up().cancel(person, id),
  }
}

/** An operator as the host of the cases must know them: who signs a package, and who is named in histories, retired or not. */
export async function operatorRecord(centre: CentreRoom | null | undefined, id: string): Promise<StaffRecord | null> {
  const operator = (await centre?.operator(id)) ?? null
  if (operator === null) return null
  const { iin, bin, name, position, authority } = operator
  return { id, iin, bin, name, position, operatorOf: authority }
}

/** One line for each service that is handed in at a hall, where no hall is named: nobody can apply for it there. */
export function unservedLines(offered: readonly Regulation[]): readonly LocalText[] {
  return offered.flatMap(({ id, variants }) =>
    variants.flatMap((variant) =>
      variant.views
        .filter((view) => variant.offered && view.offered && stepWithAction(view.steps, 'takeApplication') !== null)
        .map((view) => fillText(texts.unbound.hall, { service: `${id} ${variant.id} (${view.id})` })),
    ),
  )
}
