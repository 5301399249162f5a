import { openSwitches, revocationFault, sandboxBankKey, sandboxBanks, sandboxBankToken, startBank, type BankRoom } from '@ruqsat/sandbox'
import { readConfig } from '@ruqsat/installation'
import { createMachineSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { carriersOf, sandboxCarrier, startMessaging, type Carriers, type MessagingRoom } from '@ruqsat/messaging'
import type { GatewayRoom } from '@ruqsat/gateway'
import { startRegisters, type RegistersRoom } from '@ruqsat/registers'
import { startTrust, type TrustRoom } from '@ruqsat/trust'
import type { BankBinding } from '@ruqsat/payments'
import { authoritiesIn } from './authorities.ts'
import { banksOf, statementFoldersOf } from './banks.ts'
import { openGateway } from './gateway.ts'
import type { Installation } from './installation.ts'
import { readRoots } from '../commands/pinned-roots.ts'
import { peopleSystems, sampleRows } from './registers.ts'
import { bankHost, type Origins, type Ports, type SiteLimits } from './site.ts'

/** What the house reaches over the network. */
export type Neighbours = {
  readonly messaging: MessagingRoom
  readonly trust: TrustRoom
  readonly gateway: GatewayRoom
  readonly registers: RegistersRoom
  /** The banks that take part, twins or not. */
  readonly banks: readonly BankBinding[]
  /** Where they leave their statements, by the bank's id. */
  readonly statementFolders: Readonly<Record<string, string>>
  /** Those that run in this process, each failing on command by its switch; null in production. */
  readonly twins: Twins | null
}

export type Twins = {
  readonly switches: Awaited<ReturnType<typeof openSwitches>>
  readonly authoritySite: FastifyInstance
  readonly bank: BankRoom
}

/** A real installation: everything by the adapters that its file of settings names, and no twin. */
export async function reachNeighbours(installation: Installation): Promise<Neighbours> {
  const { databases, legalClock, secrets, settings, log, bound, regulations, banks } = installation
  const messaging = await startMessaging({ database: databases.messaging, legalClock, log, carriers: carriersIn(settings) })
  const pinned = await readRoots(settings.roots)
  const stampsUrl = settings.timeStamps ?? undefined
  const answering = await authoritiesIn(settings)
  const trust = await startTrust({
    database: databases.trust,
    clock: legalClock,
    secrets,
    mode: 'production',
    origin: '',
    stampsUrl,
    ...pinned,
    answering,
  })
  const gateway = await openGateway(installation, trust)
  const registers = await startRegisters({ database: databases.registers, gateway, bound, people: peopleSystems(regulations) })
  const statementFolders = statementFoldersOf(settings, banks, installation.folder)
  return { messaging, trust, gateway, registers, banks: banksOf(banks, []), statementFolders, twins: null }
}

/** Without a file of settings nothing carries messages: each fails by name and waits for an official. */
function carriersIn({ config }: Pick<Installation['settings'], 'config'>): Carriers {
  return config === null ? carriersOf({}, '') : carriersOf(readConfig(config).sections, config)
}

/** The sandbox: twins in this process. */
export async function startNeighbours(
  installation: Installation,
  origins: Origins,
  ports: Ports,
  limits: SiteLimits,
): Promise<Neighbours & { readonly twins: Twins }> {
  const { databases, legalClock, secrets, settings, log, bound, regulations, banks: configured } = installation
  const switches = await openSwitches(databases.sandbox, { legalClock })
  const carrier = sandboxCarrier(() => switches.read('messaging'))
  const messaging = await startMessaging({ database: databases.messaging, legalClock, log, carriers: { sms: carrier, email: carrier } })
  const pinned = settings.roots.length === 0 ? {} : await readRoots(settings.roots)
  const trust = await startTrust({
    database: databases.trust,
    clock: legalClock,
    secrets,
    mode: settings.mode,
    origin: origins.authority,
    stampsUrl: settings.timeStamps ?? undefined,
    ...pinned,
    faultNow: (service) => revocationFault(switches, service),
  })
  const authoritySite = await createMachineSite({ ...limits, costly: 'authority' })
  await authoritySite.register(trust.site)
  const gateway = await openGateway(installation, trust)
  const registers = await startRegisters({ database: databases.registers, gateway, bound, mode: () => switches.read('registers') })
  await registers.populateFacts(sampleRows(regulations))
  const statementFolders = statementFoldersOf(settings, configured, installation.folder)
  const bankKeys = [await sandboxBankKey(secrets)]
  const bankToken = await sandboxBankToken(secrets)
  const bank = await startBank({
    database: databases.bank,
    legalClock,
    log,
    origin: origins.bank,
    host: bankHost(settings),
    port: ports.bank,
    merchantOrigins: [origins.portal],
    keys: bankKeys,
    token: bankToken,
    messaging: messaging.messaging,
    mode: (which) => switches.read(which === 'dala' ? 'bank' : 'bankTau'),
    secret: Buffer.from(await secrets.secret('bank-form-key')),
    statementFolders: { dala: statementFolders['dala']!, tau: statementFolders['tau']! },
    ...limits,
  })
  const banks = banksOf(configured, sandboxBanks(origins.bank, bankKeys, bankToken))
  return { messaging, trust, gateway, registers, banks, statementFolders, twins: { switches, authoritySite, bank } }
}
