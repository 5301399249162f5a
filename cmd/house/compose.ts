import type { LocalDate, LocalText } from '@ruqsat/foundation'
import { ownHosts, tlsMaterial, trustOwnCertificate } from '@ruqsat/installation'
import type { GatewayRoom } from '@ruqsat/gateway'
import type { LicensingRoom } from '@ruqsat/licensing'
import type { MessagingRoom } from '@ruqsat/messaging'
import { openMetrics } from '@ruqsat/metrics'
import type { PaymentsRoom } from '@ruqsat/payments'
import {
  mountHookTwin,
  mountNcalayerTwin,
  mountSignInTwin,
  mountNcalayerWindow,
  mountPhoneTwin,
  ncalayerKeys,
  signInTwinSecret,
  type BankRoom,
  type SandboxRoom,
} from '@ruqsat/sandbox'
import { watchSecurity } from '@ruqsat/security'
import { signDetached, type TrustRoom } from '@ruqsat/trust'
import { openTypesetter } from '@ruqsat/typesetting'
import type { FastifyInstance } from 'fastify'
import { bankOrigins } from './banks.ts'
import type { Installation } from './installation.ts'
import { operatorsKey, showMetrics, watchRequests } from './metrics.ts'
import { reachNeighbours, startNeighbours } from './neighbours.ts'
import { offeredHere } from './offers.ts'
import { requireReadyForMode, unboundHere } from './production.ts'
import { rowsOfEverybody, sampleRows, subscriberRows } from './registers.ts'
import { startRepublic } from './sandbox.ts'
import { addHealth, letGo, limitsOf, openSite, originsOf, type Origins, type Ports } from './site.ts'
import { missingStamps, silentRoutes } from './gateway.ts'
import { bundleIslands, startSystems } from './systems.ts'
import { watchTables } from './tables.ts'
import { reportTemplates } from './templates.ts'

/** Everything that runs, joined here and nowhere else. */
export type House = {
  readonly addresses: Origins
  readonly site: FastifyInstance
  readonly trust: TrustRoom
  readonly gateway: GatewayRoom
  readonly licensing: LicensingRoom
  readonly payments: PaymentsRoom
  readonly messaging: MessagingRoom
  /** Null in production. */
  readonly sandbox: SandboxRoom | null
  readonly bank: BankRoom | null
  /** What the operator has to add to the dated tables; empty while they reach far enough. */
  tableWarnings(): Promise<readonly LocalText[]>
  /** What offered services need and nothing answers for, a line each. */
  readonly unbound: readonly LocalText[]
  startWork(): Promise<void>
  stop(): Promise<void>
}

/**
 * Builds all rooms in one process and opens their sites: in the sandbox with twins of the neighbours, in production with the adapters that the
 * file of settings names. With `isWorker` no site is opened and no twin works: another process serves, this one does background work alone.
 */
export async function compose(
  installation: Installation,
  ports: Ports,
  { isWorker = false }: { readonly isWorker?: boolean } = {},
): Promise<House> {
  const { settings, legalClock, technicalClock, regulations, log, folder } = installation
  requireReadyForMode(settings)
  const origins = originsOf(settings, ports)
  const tls = settings.tls ? await tlsMaterial(folder, ownHosts(settings.host), technicalClock.now()) : null
  // The sandbox bank calls the portal as a real one would; here it has to believe the certificate that we made.
  if (tls !== null) trustOwnCertificate(tls)
  const islands = bundleIslands(installation, origins)
  const offered = offeredHere(installation)
  const unbound = unboundHere(installation, offered.regulations)
  for (const { en } of unbound) log.warn({ event: 'unbound' }, en)
  const watch = watchTables(regulations.tables, offered.regulations, legalClock, log)
  const limits = await limitsOf(installation)
  const inProduction = settings.mode === 'production' ? await reachNeighbours(installation) : null
  const inSandbox = inProduction === null ? await startNeighbours(installation, origins, ports, limits) : null
  const neighbours = inSandbox ?? inProduction!
  const { messaging, trust, gateway } = neighbours
  const bank = inSandbox?.twins.bank ?? null
  const site = await openSite(installation, {
    origins,
    ports,
    limits,
    tls,
    regulation: offered.first,
    banks: bankOrigins(neighbours.banks),
  })
  const metrics = openMetrics()
  watchRequests(metrics, site)
  const typesetter = openTypesetter({
    onProblem: (report) => log.error({ event: 'typesetting', ...report }, 'a document could not be set in type'),
  })
  await site.register(gateway.door(origins.portal))
  const systems = await startSystems(installation, neighbours, { site, offered, origins, typesetter, watch, islands })
  const { licensing, regional, payments, portal, workstation, centre, contact, administration, api } = systems
  // The sandbox's keys name the authority's site, which must answer before the first of them is checked.
  if (!isWorker) await inSandbox?.twins.authoritySite.listen({ host: '127.0.0.1', port: ports.authority })
  const sandbox = isWorker ? null : inSandbox && (await startRepublic(installation, inSandbox, systems, offered, watch))
  if (sandbox !== null) {
    // The rows of the packages were there before anybody was drawn.
    const today = (await legalClock.now()).slice(0, 10) as LocalDate
    const { people } = sandbox
    await neighbours.registers.populateFacts([
      ...sampleRows(regulations),
      ...rowsOfEverybody(regulations, people, today),
      ...subscriberRows(people),
    ])
    await site.register(sandbox.site)
    await mountHookTwin({
      mode: settings.mode,
      database: installation.databases.hooks,
      site: inSandbox!.twins.bank.site,
      zone: regulations.tables.zones[offered.first.authority.zone]!,
      portalOrigin: origins.portal,
    })
    const ncalayer = mountNcalayerTwin({
      mode: settings.mode,
      server: inSandbox!.twins.bank.site.server,
      origins: [origins.portal],
      keyOf: ncalayerKeys(inSandbox!.trust.authority, people),
      now: () => legalClock.now(),
      sign: signDetached,
    })
    await mountNcalayerWindow(inSandbox!.twins.bank.site, ncalayer)
    await mountPhoneTwin({
      mode: settings.mode,
      site: inSandbox!.twins.bank.site,
      portalOrigin: origins.portal,
      people,
      keyOf: (personId, kind) => sandbox.key(personId, kind),
      now: () => legalClock.now(),
    })
    await mountSignInTwin({
      mode: settings.mode,
      database: installation.databases.sandbox,
      log,
      site: inSandbox!.twins.bank.site,
      portalOrigin: origins.portal,
      secret: await signInTwinSecret(installation.secrets),
      people,
    })
  }
  addHealth(site, installation, systems, origins, watch)
  showMetrics(metrics, await operatorsKey(installation.secrets), {
    site,
    database: installation.databases.house,
    folder,
    cases: () => licensing.health(),
    legalNow: () => legalClock.now(),
    ending: () => watch.ending(),
  })
  site.site.addHealthWarning(async () => unbound.map(({ en }) => en))
  const securityWatch = watchSecurity({ sql: installation.databases.house.sql, technicalClock, log, syslog: settings.securitySyslog })
  site.site.addHealthWarning(async () => silentRoutes(gateway))
  site.site.addHealthWarning(() => missingStamps(gateway))
  site.site.addHealthWarning(async () => (await payments.differences.lateStatements()).map(({ en }) => en))

  return {
    addresses: origins,
    site,
    trust,
    gateway,
    licensing,
    payments,
    messaging,
    sandbox,
    bank,
    tableWarnings: watch.warnings,
    unbound,
    async startWork() {
      if (!isWorker) {
        await bank?.site.site.listen()
        await site.site.listen()
        bank?.startWork()
      }
      messaging.startWork()
      gateway.startWork()
      payments.startWork()
      await licensing.startWork()
      regional.startWork()
      api.startWork()
      administration.startWork()
      void reportTemplates(typesetter, offered.editions, regulations, log)
      watch.startWork()
      if (!isWorker) securityWatch.start()
    },
    async stop() {
      await watch.stop()
      await securityWatch.stop()
      await letGo(site.server)
      await site.close()
      await sandbox?.stop()
      await Promise.all([
        portal.stop(),
        workstation.stop(),
        centre?.stop(),
        contact.stop(),
        administration.stop(),
        api.stop(),
        payments.stop(),
        bank?.stop(),
      ])
      await regional.stop()
      await licensing.stop()
      await messaging.stop()
      await gateway.stop()
      await typesetter.close()
      await inSandbox?.twins.authoritySite.close()
    },
  }
}
