import { type Instant, type MobileNumber, orFault, parseMobileNumber } from '@ruqsat/foundation'
import { type Database, type LegalClock, migrate, type TechnicalClock, technicalClock as machineClock } from '@ruqsat/database'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { Messaging } from '@ruqsat/messaging/contract'
import { createSite, type SiteOptions } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import type { TwinBank } from './core/cards.ts'
import { serveApi } from './http/api.ts'
import { serveRest } from './http/rest.ts'
import { servePages } from './pages/routes.tsx'
import texts from './pages/texts.yaml'
import { listHeld } from './store/rows.ts'
import { workOnce } from './work/callbacks.ts'
import type { BankMode, BankWork } from './work/deps.ts'
import { type CounterPayment, payAtCounter } from './work/counter.ts'
import { leaveToday, leaveYesterday, statementFile, type StatementFolders, type TwinStatement } from './work/statement-files.ts'
import { confirm } from './work/pay.ts'
import type { TwinBankKey } from './wire/protocol.ts'

export { TEST_CARDS, type TestCard } from './core/cards.ts'
export type { BankMode } from './work/deps.ts'

export { TWIN_BANKS, type TwinBank } from './core/cards.ts'
export type { StatementFolders } from './work/statement-files.ts'

export const BANK_SCHEMA = { schema: 'bank', folder: new URL('./store/migrations/', import.meta.url) }

export type BankDeps = {
  readonly database: Database
  readonly technicalClock?: TechnicalClock
  /** Stamps the bank's SMS; the bank itself runs on technical time. */
  readonly legalClock?: LegalClock
  readonly log: Logger
  /** Its own site, e.g. `http://127.0.0.1:8090`; another host than the portal's `localhost`. */
  readonly origin: string
  readonly port: number
  readonly host?: string
  /** Where payers are sent back to: named in `form-action`. */
  readonly merchantOrigins: readonly string[]
  readonly keys: readonly TwinBankKey[]
  /** What merchants of the bank that is asked send; none gets in where absent. */
  readonly token?: string
  /** Sends the codes that some cards ask for. */
  readonly messaging: Messaging
  readonly cardholderPhone?: MobileNumber
  /** The sandbox's switch. */
  readonly mode?: (bank: TwinBank) => Promise<BankMode> | BankMode
  /** Where the banks leave their statements; they leave none where absent. */
  readonly statementFolders?: StatementFolders
  /** Keys the form tokens. */
  readonly secret?: Buffer
  /** As the portal's site; default true. */
  readonly rateLimits?: boolean
  readonly rates?: SiteOptions['rates']
  readonly sharedCounts?: SiteOptions['sharedCounts']
  /** As the portal's site; default none. */
  readonly trustedProxies?: readonly string[]
}

export type HeldPayment = { readonly sessionId: string; readonly amountTiyn: number; readonly purpose: string; readonly cardMask: string }

export type BankRoom = {
  /** The bank's site; `await room.site.site.listen()` opens it, `startWork` makes it call merchants. */
  readonly site: FastifyInstance
  startWork(): void
  workOnce(): Promise<void>
  /** Payments with the "late" cards, waiting for somebody to press the button. */
  held(): Promise<readonly HeldPayment[]>
  confirmHeld(sessionId: string): Promise<boolean>
  /** Somebody pays over the counter; answers with the number on their receipt. */
  payAtCounter(payment: CounterPayment): Promise<string>
  /** What a bank booked from `from` (included) to `to` (excluded), as a file of its own form. */
  statement(bank: TwinBank, from: Instant, to: Instant): Promise<TwinStatement>
  /** Leaves what was booked today until now in the folders; each night the banks leave the day before by themselves. */
  leaveStatements(): Promise<void>
  stop(): Promise<void>
}

const ROUND_MS = 500
const STATEMENTS_EVERY_MS = 10 * 60_000
const CARDHOLDER_PHONE = orFault(parseMobileNumber('+77000000001'))

/** The key that gateway and sandbox bank share, made at the first start. Its id is refused in production. */
export async function sandboxBankKey(secrets: { secret(name: string): Promise<Uint8Array> }): Promise<TwinBankKey> {
  return { id: 'sandbox-1', secret: await secrets.secret('sandbox-bank-key') }
}

/** Both banks as the gateway's configuration names them. */
export function sandboxBanks(address: string, keys: readonly TwinBankKey[], token: string) {
  return [
    { id: 'dala', name: texts.banks.dala, adapter: 'tiyn', address, keys },
    { id: 'tau', name: texts.banks.tau, adapter: 'tenge', address, token },
  ] as const
}

/** The token that gateway and the bank that is asked share, made at the first start; it is refused in production. */
export async function sandboxBankToken(secrets: { secret(name: string): Promise<Uint8Array> }): Promise<string> {
  return `sandbox-${Buffer.from(await secrets.secret('sandbox-bank-token')).toString('base64url')}`
}

/** Дала банкі and Тау банкі: two banks that do not exist, on a site of their own. Sandbox only. */
export async function startBank(deps: BankDeps): Promise<BankRoom> {
  await migrate(deps.database, BANK_SCHEMA)
  const { statementFolders: folders } = deps
  const call = { everyMs: ROUND_MS, run: () => workOnce(work) }
  const statements = folders && { everyMs: STATEMENTS_EVERY_MS, run: () => leaveYesterday(work, folders) }
  const jobs = openJobs({ call, ...(statements && { statements }) }, reportTo(deps.log))
  const clock = deps.technicalClock ?? machineClock
  const work: BankWork = {
    database: deps.database,
    technicalClock: clock,
    keys: deps.keys,
    token: deps.token ?? '',
    messaging: deps.messaging,
    log: deps.log,
    mode: deps.mode ?? (() => 'ok'),
    origin: new URL(deps.origin).origin,
    cardholderPhone: deps.cardholderPhone ?? CARDHOLDER_PHONE,
    stamp: async () => (deps.legalClock ? deps.legalClock.now() : clock.now()),
    wake: () => jobs.wake('call'),
  }
  const site = await createSite({
    origin: deps.origin,
    host: deps.host ?? '127.0.0.1',
    port: deps.port,
    logger: deps.log,
    formActions: deps.merchantOrigins,
    name: texts.bank,
    rateLimits: deps.rateLimits ?? true,
    trustedProxies: deps.trustedProxies ?? [],
    ...(deps.rates && { rates: deps.rates }),
    ...(deps.sharedCounts && { sharedCounts: deps.sharedCounts }),
    ...(deps.secret && { secret: deps.secret }),
  })
  await site.register(async (app) => serveApi(app, work))
  await site.register(async (app) => serveRest(app, work))
  await site.register(async (app) => servePages(app, work))
  return {
    site,
    startWork: () => jobs.start(),
    workOnce: () => workOnce(work),
    held: () => listHeld(deps.database.sql),
    confirmHeld: (sessionId) => confirm(work, sessionId),
    payAtCounter: (payment) => payAtCounter(work, payment),
    statement: (bank, from, to) => statementFile(work, bank, from, to),
    leaveStatements: async () => {
      if (folders) await leaveToday(work, folders)
    },
    stop: async () => {
      const ended = jobs.stop()
      await site.close()
      await ended
    },
  }
}
