import { join } from 'node:path'
import { type ApiRoom, type IdentityProvider, readProviders, signInPath } from '@ruqsat/api'
import type { CentreRoom } from '@ruqsat/centre'
import type { AdministrationRoom } from '@ruqsat/administration'
import { tasksHeldBy } from '@ruqsat/caseflow'
import { startContact, type ContactRoom } from '@ruqsat/contact'
import { Fault } from '@ruqsat/foundation'
import type { Settings } from '@ruqsat/installation'
import { LICENSING_MIGRATIONS, startLicensing, type LicensingDeps, type LicensingRoom } from '@ruqsat/licensing'
import { startPayments, type PaymentsRoom } from '@ruqsat/payments'
import type { PaymentFactReceiver } from '@ruqsat/payments/contract'
import { servicePage, startPortal, type PortalRoom } from '@ruqsat/portal'
import { logSeal, openSecurityLog } from '@ruqsat/security'
import { signInTwins, signInTwinSecret } from '@ruqsat/sandbox'
import { buildIslands } from '@ruqsat/signing'
import { diagramPdf, lintPdf, qrRows, type Typesetter } from '@ruqsat/typesetting'
import { startWorkstation, type WorkstationRoom } from '@ruqsat/workstation'
import { packageDoor, REGIONAL_ROUTE, startRegional, type RegionalRoom } from '@ruqsat/regional'
import type { FastifyInstance } from 'fastify'
import { openAdministration } from './administration.ts'
import { openDoorForMachines } from './api.ts'
import { bookingsOf, frontOfficeOf, operatorRecord, startFrontOffice } from './front-office.ts'
import { phoneSigningOf } from './phone.ts'
import { ncalayerUrl, ncalayerWindowUrl, type Origins } from './site.ts'
import { openCheckpointSeal, type Installation } from './installation.ts'
import type { Neighbours } from './neighbours.ts'
import type { Offered } from './offers.ts'
import { openReceiptPress } from './receipts.ts'
import { openSeal, portalSealOf } from './seal.ts'
import { filesIn } from './stored-files.ts'
import type { TableWatch } from './tables.ts'

/** The systems that are this house's own. */
export type Systems = {
  readonly payments: PaymentsRoom
  readonly licensing: LicensingRoom
  readonly regional: RegionalRoom
  readonly portal: PortalRoom
  readonly workstation: WorkstationRoom
  /** Null in production where no file names a front office. */
  readonly centre: CentreRoom | null
  readonly contact: ContactRoom
  readonly administration: AdministrationRoom
  readonly api: ApiRoom
}

/** How far outside the database the audit's seal is taken. */
const CHECKPOINT_EVERY_MS = 60_000
/** Open tasks of one official that are listed: more than a head gives to others in a day. */
const MOST_OPEN = 1_000

/** Starts each after those that it asks; who is asked by an earlier one is reached through `late` once it is up. */
export async function startSystems(
  installation: Installation,
  neighbours: Neighbours,
  { site, offered, origins, typesetter, watch, islands }: SystemsNeed,
): Promise<Systems> {
  const { settings, databases, legalClock, technicalClock, regulations, confirmations, log, secrets, folder } = installation
  const { messaging, trust, gateway, registers, banks, statementFolders } = neighbours
  const security = await openSecurityLog(databases.house, technicalClock)
  const houseSeal = await openSeal(installation, trust)
  const seal = houseSeal && (await portalSealOf(houseSeal))
  const late: {
    portal?: PortalRoom
    workstation?: WorkstationRoom
    centre?: CentreRoom | null
    administration?: AdministrationRoom
    contact?: ContactRoom
  } = {}
  const press = houseSeal && openReceiptPress(installation, { trust, typesetter, seal: houseSeal })
  const payments = await startPayments({
    database: databases.payments,
    legalClock,
    log,
    publicOrigin: origins.portal,
    banks,
    statementFolders,
    ...(installation.banks && { partsWaitHours: installation.banks.partsWaitHours }),
    mode: settings.mode,
    ...(press && { press }),
    receiver: receiverOf(() => late.portal),
  })
  // Whoever works on cases or begins one knows the complaints too; who lists services does not.
  const offers = offered.begun
  const withComplaints = { ...regulations, editions: [...regulations.editions, ...regulations.complaints.map(({ edition }) => edition)] }
  const licensing = await startLicensing({
    database: databases.licensing,
    legalClock,
    technicalClock,
    regulations,
    confirmations,
    files: filesIn(settings),
    offers,
    trust,
    messaging: messaging.messaging,
    sealBin: seal?.bin ?? null,
    payments: payments.payments,
    powers: registers.registers,
    typesetting: { render: typesetter.render, qrRows, lintPdf },
    publicOrigin: origins.portal,
    sandbox: settings.mode === 'sandbox',
    registerSecret: Buffer.from(await secrets.secret('register-codes')),
    staff: async (actorId) => (await late.workstation?.staff(actorId)) ?? operatorRecord(late.centre, actorId),
    post: async (id) => (await late.workstation?.staff(id)) ?? null,
    staffOfRole: async (authority, role) => (await late.workstation?.listStaff(authority, role)) ?? [],
    actsByOrder: async (actor) => (await late.workstation?.actsByOrder(actor)) ?? false,
    staffContacts: async (authority, role, unit, person) => (await late.workstation?.staffContacts(authority, role, unit, person)) ?? [],
    reminders: settings.reminders,
    superiors: superiorsOf(settings),
    security,
    checkpoints: {
      ...(await openCheckpointSeal(folder)),
      seals: sealsOf([payments.seals, logSeal(databases.house.sql)]),
      everyMs: CHECKPOINT_EVERY_MS,
    },
    onFault: (error) => log.error({ err: error, event: 'caseflow' }, 'background work of the cases failed; it is tried again'),
  })
  messaging.leaveOut(licensing.overAmong)
  // The regional gateway keeps no cases of its own: what arrives there is registered where all cases are kept.
  const regional = await startRegional({
    database: databases.regional,
    legalClock,
    technicalClock,
    regulations,
    cases: licensing.host,
    log,
  })
  gateway.offer(REGIONAL_ROUTE, regional.service)
  const packages = packageDoor(gateway.gateway)
  const manifest = await islands
  const signInBy = settings.signIn === null ? await twinsOf(installation, origins) : await readProviders(settings.signIn, settings.mode)
  const waysOf = (people: IdentityProvider['people']) =>
    signInBy.filter((each) => each.people === people).map(({ name, id }) => ({ name, path: signInPath(id) }))
  const office = await frontOfficeOf(installation, offered)
  late.portal = await startPortal({
    site,
    database: databases.portal,
    legalClock,
    technicalClock,
    log,
    regulations,
    offers,
    channels: offered.channels,
    trust,
    payments: payments.payments,
    registers: registers.registers,
    gateway: gateway.gateway,
    messaging: messaging.messaging,
    hosts: { licensing: licensing.host, regional: licensing.host },
    packages,
    ...(office && { bookings: bookingsOf(() => late.centre) }),
    publicRegister: licensing.publicRegister,
    security,
    callsAbout: async (number) => (await late.contact?.callsAbout(number)) ?? [],
    authorityContact: async (authority) => (await late.administration?.contactOf(authority)) ?? null,
    seal,
    islands: manifest,
    signInWays: waysOf('applicants'),
    diagramPdf: (diagram, options) => diagramPdf(typesetter, diagram, options),
    phoneSigning: phoneSigningOf(settings, origins),
    secret: Buffer.from(await secrets.secret('portal-accounts')),
  })
  late.workstation = await startWorkstation({
    registers: registers.registers,
    site,
    database: databases.workstation,
    legalClock,
    technicalClock,
    regulations: withComplaints,
    offers: offered.offers,
    confirmations,
    hosts: [licensing.host],
    openTasks: (holder) => tasksHeldBy(databases.licensing.sql, LICENSING_MIGRATIONS.schema, holder, MOST_OPEN),
    nameElsewhere: async (id) => (await late.centre?.operator(id))?.name ?? null,
    islands: manifest,
    signInWays: waysOf('officials'),
    messaging: messaging.messaging,
    failedMessages: messaging.failed,
    gatewayJournal: gateway.journal,
    paymentDifferences: payments.differences,
    deskPayments: payments.desk,
    secret: Buffer.from(await secrets.secret('workstation-accounts')),
    needsSecondFactor: settings.secondFactor === 'staff',
    log,
    operatorWarnings: async () => [...(await payments.differences.lateStatements()), ...(await watch.warnings())],
  })
  const hall = {
    site,
    offered,
    hosts: [licensing.host],
    results: [licensing.results],
    receipts: payments.desk,
    packages,
    islands: manifest,
  }
  late.centre = office === null ? null : await startFrontOffice(installation, neighbours, { ...hall, office })
  late.contact = await startContact({
    site,
    database: databases.contact,
    legalClock,
    technicalClock,
    log,
    regulations,
    zone: regulations.tables.zones[offered.first.authority.zone]!,
    offers: offered.offers,
    servicePage,
    stages: [licensing.stages],
    messaging: messaging.messaging,
    secret: Buffer.from(await secrets.secret('contact-accounts')),
    needsSecondFactor: settings.secondFactor === 'staff',
  })
  await site.register(payments.site)
  const api = await openDoorForMachines(
    installation,
    { site, offered, signInBy },
    { licensing, payments, portal: late.portal, workstation: late.workstation },
  )
  late.administration = await openAdministration(installation, neighbours, {
    site,
    offered,
    watch,
    office: late.workstation.office,
    security,
    failingHooks: api.failingHooks,
  })
  return {
    administration: late.administration,
    payments,
    licensing,
    regional,
    portal: late.portal,
    workstation: late.workstation,
    centre: late.centre,
    contact: late.contact,
    api,
  }
}

type SystemsNeed = {
  readonly site: FastifyInstance
  readonly offered: Offered
  readonly origins: Origins
  readonly typesetter: Typesetter
  readonly watch: TableWatch
  readonly islands: ReturnType<typeof buildIslands>
}

/** Without a file of providers the sandbox has a twin of one, on the bank's site; a real installation has none. */
async function twinsOf({ settings, secrets }: Installation, origins: Origins): Promise<readonly IdentityProvider[]> {
  return settings.mode === 'production' ? [] : signInTwins(origins.bank, await signInTwinSecret(secrets))
}

/** What checkpoints sign of rooms that keep rows of no case; each is asked for its own. */
function sealsOf(sources: readonly SealSource[]): SealSource {
  return {
    unsigned: async () => (await Promise.all(sources.map((source) => source.unsigned()))).flat(),
    signed: async (seals, checkpoint) => {
      for (const source of sources) await source.signed(seals, checkpoint)
    },
  }
}

type SealSource = NonNullable<NonNullable<LicensingDeps['checkpoints']>['seals']>

/** Bundles the scripts of the signing panels while the rooms start. */
export function bundleIslands({ folder, settings }: Installation, origins: Origins): ReturnType<typeof buildIslands> {
  const bundling = buildIslands(join(folder, 'islands')).then((islands) => ({
    ...islands,
    ncalayerUrl: ncalayerUrl(settings, origins),
    ...ncalayerWindowUrl(settings, origins),
  }))
  bundling.catch(() => undefined)
  return bundling
}

/** Whom a reminder reaches that goes above the head. */
function superiorsOf({ superiorEmail }: Settings): LicensingDeps['superiors'] & object {
  return superiorEmail === null ? [] : [{ email: superiorEmail, phone: null, language: 'kk' }]
}

/** Facts of payments go to the portal; until it is up they are tried again later. */
function receiverOf(portal: () => PortalRoom | undefined): PaymentFactReceiver {
  const up = () => {
    const room = portal()
    if (room === undefined) throw new Fault('Expected the portal to be up but it is still starting', { retry: 'later' })
    return room
  }
  return { paymentArrived: async (fact) => up().paymentArrived(fact), refundEnded: async (fact) => up().refundEnded(fact) }
}
