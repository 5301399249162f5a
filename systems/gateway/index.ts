import type { KeyObject } from 'node:crypto'
import {
  type Database,
  type LegalClock,
  migrate,
  type TechnicalClock,
  technicalClock as machineClock,
  type TransactionSql,
} from '@ruqsat/database'
import { Fault, instantFromMs } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { Trust } from '@ruqsat/trust/contract'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { Gateway, GatewayJournal, HouseService, JournalSearch, RouteState, RouteView } from './contract.ts'
import { CLOSED } from './core/breaker.ts'
import type { GatewayConfig } from './core/config.ts'
import { serveDoor } from './http/door.ts'
import { listEntries } from './store/journal.ts'
import { askWithin } from './work/answer.ts'
import { ask } from './work/ask.ts'
import { deliverDue, hand } from './work/deliver.ts'
import type { GatewayParts } from './work/deps.ts'
import { proofOf, stampDue } from './work/stamp.ts'
import { unstamped } from './store/stamps.ts'
import { subjectDigest } from './work/digest.ts'

export type { Gateway, HouseService, JournalEntry, JournalSearch, Purpose, Question, RouteState } from './contract.ts'
export { parseGateway, type GatewayConfig } from './core/config.ts'
export { ASYNC_PATH, SYNC_PATH } from './http/door.ts'
export { auditStamps, hasStamps, STAMP_FAULT_KINDS, type StampAudit, type StampAuditFault, type StampFaultKind } from './audit.ts'
export { readSigningKey } from './work/own-key.ts'

/** Some seconds of messages share one stamp. */
const STAMP_EVERY_MS = 10_000

export const GATEWAY_SCHEMA = { schema: 'gateway', folder: new URL('./store/migrations/', import.meta.url) }

export type GatewayDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  readonly trust: Pick<Trust, 'checkCertificate' | 'stampTime'>
  readonly config: GatewayConfig
  /** What this installation signs its messages with; null where it has no route and offers no service. */
  readonly signing: { readonly key: KeyObject; readonly certificate: Uint8Array } | null
  readonly password?: string | null
  /** At least 32 bytes, the installation's own: digests of numbers depend on it. */
  readonly secret: Uint8Array
}

export type GatewayRoom = {
  readonly gateway: Gateway
  /** A room of this house answers under this name from now on. */
  offer(name: string, service: HouseService): void
  /** The outer door: `await site.register(room.door(origin))`. */
  door(origin: string): FastifyPluginAsync
  /** For auditors and administrators. */
  readonly journal: GatewayJournal
  routes(): readonly RouteState[]
  /** Messages that no time stamp covers yet: how many, since when (legal time), and why the last attempt failed. */
  unstamped(): ReturnType<typeof unstamped>
  startWork(): void
  /** Everything that is due now, once: what the background does, for tests and commands. */
  workOnce(): Promise<void>
  stop(): Promise<void>
}

/** Brings up the schema and answers. Throws a Fault where routes or services are configured and there is no key to sign with. */
export async function startGateway(deps: GatewayDeps): Promise<GatewayRoom> {
  const { config, signing } = deps
  if (signing === null && Object.keys({ ...config.routes, ...config.services }).length > 0)
    throw new Fault('Expected a key and a certificate for the gateway (keyFile, certificateFile) but its configuration has none')
  await migrate(deps.database, GATEWAY_SCHEMA)
  const parts: GatewayParts = {
    ...deps,
    technicalClock: deps.technicalClock ?? machineClock,
    password: deps.password ?? null,
    services: new Map(),
    breakers: new Map(),
    judged: new Map(),
    wake: () => jobs.wake('deliver'),
  }
  const jobs = openJobs(
    { deliver: { everyMs: 2_000, run: () => deliverDue(parts) }, stamp: { everyMs: STAMP_EVERY_MS, run: () => stampDue(parts) } },
    reportTo(deps.log),
  )
  const search = ({ subject, ...rest }: JournalSearch) =>
    listEntries(deps.database.sql, { ...rest, subjectDigests: subject === undefined ? null : digestsOf(deps.secret, subject) })
  return {
    gateway: {
      hasRoute: (route) => Object.hasOwn(config.routes, route) || parts.services.has(route),
      ask: (question) => {
        // A room of this house is asked without a wire; a route of the configuration comes first, so that a room can move out.
        const service = Object.hasOwn(config.routes, question.route) ? undefined : parts.services.get(question.route)
        return service === undefined ? ask(parts, question) : askWithin(parts, question.route, service, question)
      },
      send: (message, tx) => hand(parts, message, tx as TransactionSql),
      asksAbout: (subject, page = {}) => search({ ...page, subject }),
    },
    offer: (name, service) => void parts.services.set(name, service),
    door: (origin) => async (app) => serveDoor(app, parts, origin),
    journal: {
      search,
      routes: (authority) => routeViews(parts, authority),
      proof: (of) => proofOf(parts, of),
      isStamped: (deps.trust?.stampTime ?? null) !== null,
    },
    unstamped: () => unstamped(deps.database.sql),
    routes: () => routesOf(parts),
    startWork: () => jobs.start(),
    workOnce: async () => {
      while ((await deliverDue(parts)) > 0);
      while ((await stampDue(parts)) > 0);
    },
    stop: () => jobs.stop(),
  }
}

function digestsOf(secret: Uint8Array, subject: string | readonly string[]): readonly Uint8Array[] {
  return (typeof subject === 'string' ? [subject] : subject).map((each) => subjectDigest(secret, each))
}

/** The routes of the file, and the services of this house that no route takes the place of. */
function routesOf({ config, breakers, services }: GatewayParts): readonly RouteState[] {
  const outside = Object.entries(config.routes).map(([route, { service, address }]) => ({ route, service, address }))
  const within = [...services.keys()]
    .filter((name) => !Object.hasOwn(config.routes, name))
    .map((name) => ({ route: name, service: name, address: null }))
  return [...outside, ...within].map((route) => {
    const breaker = breakers.get(route.route) ?? CLOSED
    return { ...route, breaker: breaker.kind, since: breaker.kind === 'closed' ? null : instantFromMs(breaker.sinceMs) }
  })
}

async function routeViews(parts: GatewayParts, authority: string): Promise<readonly RouteView[]> {
  return Promise.all(
    routesOf(parts).map(async (state) => {
      const [last] = await listEntries(parts.database.sql, { authority, route: state.route, subjectDigests: null, limit: 1 })
      return { ...state, last: last === undefined ? null : { at: last.at, outcome: last.outcome } }
    }),
  )
}
