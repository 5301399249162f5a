// What the pages of administration show of this house: its packages, its settings, its neighbours.
import { X509Certificate } from 'node:crypto'
import {
  startAdministration,
  type AdministrationRoom,
  type BoundAdapter,
  type PinnedRoot,
  type ServicePackage,
} from '@ruqsat/administration'
import { readProviders, type ApiRoom } from '@ruqsat/api'
import { readFrontOffice } from '@ruqsat/centre'
import { instantFromMs } from '@ruqsat/foundation'
import { readConfig, shownSettings, type ShownSetting } from '@ruqsat/installation'
import type { SecurityLog } from '@ruqsat/security'
import type { StaffOffice } from '@ruqsat/workstation/contract'
import type { FastifyInstance } from 'fastify'
import { readRoots } from '../commands/pinned-roots.ts'
import type { Installation } from './installation.ts'
import type { Neighbours } from './neighbours.ts'
import type { Offered } from './offers.ts'
import { askedSystems, neighbourStates } from './neighbour-states.ts'
import type { TableWatch } from './tables.ts'
import texts from '../texts.yaml'

type AdministrationNeed = {
  readonly site: FastifyInstance
  readonly offered: Offered
  readonly watch: TableWatch
  readonly office: StaffOffice
  readonly security: SecurityLog
  /** Web hooks at which nothing arrives. */
  readonly failingHooks: () => ReturnType<ApiRoom['failingHooks']>
}

export async function openAdministration(
  installation: Installation,
  neighbours: Neighbours,
  { site, offered, watch, office, security, failingHooks }: AdministrationNeed,
): Promise<AdministrationRoom> {
  const { databases, legalClock, technicalClock, log, secrets, regulations } = installation
  return startAdministration({
    site,
    database: databases.administration,
    legalClock,
    technicalClock,
    log,
    zone: regulations.tables.zones[offered.first.authority.zone]!,
    office,
    security,
    services: packagesOf(installation, offered),
    offers: offered.all,
    putOnOffer: offered.putOnOffer,
    messaging: neighbours.messaging.messaging,
    failedMessages: neighbours.messaging.failed,
    neighbours: () => neighbourStates(installation, neighbours, { offered, failingHooks }),
    tables: watch.ending,
    settings: settingsOf(installation),
    adapters: await adaptersOf(installation, neighbours),
    roots: () => rootsOf(installation, neighbours),
    secret: Buffer.from(await secrets.secret('administration-accounts')),
    needsSecondFactor: installation.settings.secondFactor !== 'optional',
  })
}

/** Each act once, by its newest edition: those with something to offer, also where it is kept out. */
function packagesOf({ regulations, settings }: Installation, { all }: Offered): readonly ServicePackage[] {
  const newest = new Map(regulations.packages.map((each) => [each.edition.regulation.id, each]))
  return [...newest.values()].flatMap(({ edition: { regulation }, findings }) => {
    if (!regulation.variants.some(({ offered }) => offered)) return []
    const undecided = findings.filter(({ reading }) => reading === null)
    const isNamed = settings.offers === null || all.some((offer) => offer.regulation === regulation.id)
    return [{ regulation, undecided, decided: findings.length - undecided.length, isNamed }]
  })
}

/** The settings, and of the sections that carry messages whether they are there. */
function settingsOf({ settings }: Installation): readonly ShownSetting[] {
  const sections = settings.config === null ? {} : readConfig(settings.config).sections
  const carrier = (key: 'mail' | 'sms'): ShownSetting => ({ key, variable: '', value: sections[key] === undefined ? null : '***' })
  return [...shownSettings(settings), carrier('mail'), carrier('sms')]
}

/** Registers, banks, carriers and providers of sign-in, each by its adapter; then the halls, by their names. */
async function adaptersOf({ settings, bound, regulations }: Installation, { banks, twins }: Neighbours): Promise<readonly BoundAdapter[]> {
  const { frontOffice, signIn, mode, config } = settings
  const { isAsked, nameOf } = askedSystems(regulations)
  const registers = Object.entries(bound).flatMap(([system, { binding }]) => {
    if (!isAsked(system)) return []
    const at = binding.adapter === 'http' ? originOf(binding.address) : binding.adapter === 'gateway' ? binding.route : ''
    return [{ what: nameOf(system), adapter: `${binding.adapter} ${at}`.trim(), key: 'registers' }]
  })
  const sections = config === null ? {} : readConfig(config).sections
  const carrier = (key: 'mail' | 'sms'): BoundAdapter => ({
    what: texts.administration[key],
    adapter: sections[key] !== undefined ? key : twins === null ? '' : 'sandbox',
    key,
  })
  const providers = signIn === null ? [] : await readProviders(signIn, mode)
  const halls = frontOffice === null ? [] : (await readFrontOffice(frontOffice, regulations.tables)).halls
  return [
    ...registers.toSorted((one, other) => (one.what.en < other.what.en ? -1 : 1)),
    ...banks.map(({ name, adapter, address }) => ({ what: name, adapter: `${adapter} ${originOf(address)}`, key: 'banks' })),
    carrier('mail'),
    carrier('sms'),
    ...providers.map(({ name, issuer }) => ({ what: name, adapter: `openid ${originOf(issuer)}`, key: 'signIn' })),
    ...halls.map(({ name, address }) => ({ what: name, adapter: address.kk, key: 'frontOffice' })),
  ]
}

/** Without path and query, which may name what a page must not. */
function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : ''
}

/** Those that the file names; of a sandbox its own authority's too. */
async function rootsOf({ settings }: Installation, { trust }: Pick<Neighbours, 'trust'>): Promise<readonly PinnedRoot[]> {
  const pinned = settings.roots.length === 0 ? { roots: [], intermediates: [] } : await readRoots(settings.roots)
  const own = trust.authority === null ? [] : Object.values(await trust.authority.certificates())
  return [...pinned.roots, ...pinned.intermediates, ...own].map((bytes) => {
    const { subject, validToDate } = new X509Certificate(bytes)
    return { subject: subject.replaceAll('\n', ', '), notAfter: instantFromMs(validToDate.getTime()) }
  })
}
