import {
  type Database,
  type InstallationMode,
  type LegalClock,
  migrate,
  type TechnicalClock,
  technicalClock as machineClock,
} from '@ruqsat/database'
import { type Answer, Fault, type Instant, type Refusal } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import type { Bank } from './bank/bank.ts'
import { httpBank } from './bank/http-bank.ts'
import type { PaymentFactReceiver, Payments } from './contract.ts'
import { serveCallback } from './http/callback.ts'
import { servePages } from './pages/routes.tsx'
import type { BankKey } from './wire/signature.ts'
import { checkDueAttempts, deliverDueFacts, forgetOldNonces } from './work/background.ts'
import type { PaymentParts } from './work/deps.ts'
import { createOrder, readOrder, refreshOrder } from './work/order.ts'
import { reconcile, type Reconciliation, settle } from './work/reconcile.ts'
import { askDueRefunds, requestRefund, retryRefunds, tellDueRefunds } from './work/refund.ts'

export type { Bank } from './bank/bank.ts'
export type { BankKey } from './wire/signature.ts'
export type { Order, OrderRequest, OrderStatus, PaymentFact, PaymentFactReceiver, Payments, Refund, RefundFact } from './contract.ts'

export const PAYMENTS_SCHEMA = { schema: 'payments', folder: new URL('./store/migrations/', import.meta.url) }

/** How often the room looks whether something is due, where nothing wakes it. */
const LOOK_EVERY_MS = 2_000
const FORGET_EVERY_MS = 60_000

export type PaymentsDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  /** Scheme, host and port of the site that `site` is registered in. */
  readonly publicOrigin: string
  /** Origins that a payer may be sent back to; the public origin where absent. */
  readonly returnOrigins?: readonly string[]
  /** The bank by its address (HTTP adapter), or an adapter of one's own. */
  readonly bank: { readonly origin: string; readonly timeoutMs?: number } | Bank
  /** Shared with the bank, at least one; the first signs. */
  readonly bankKeys: readonly BankKey[]
  readonly receiver: PaymentFactReceiver
  /** In production a key of the sandbox's bank is refused. */
  readonly mode?: InstallationMode
}

export type PaymentsRoom = {
  readonly payments: Payments
  /** Pages under `/{language}/pay/…` and the bank's callback: `await portalSite.register(room.site)`. The site's `formActions` must name the bank's origin. */
  readonly site: FastifyPluginAsync
  /** Starts delivering facts and asking about open payments, on technical time. */
  startWork(): void
  /** Everything that is due now, once: what the background does, for tests and commands. */
  workOnce(): Promise<void>
  /** Compares the bank's list of a period (the bank's time) with ours and records what we had missed. */
  reconcile(from: Instant, to: Instant): Promise<Answer<Reconciliation>>
  /** Records that money which is not a fact (overpaid, another sum, unknown order) was returned or cleared. */
  settle(receiptId: string, by: string, note: string): Promise<Refusal | null>
  /** Waits for what is under way; nothing runs afterwards. */
  stop(): Promise<void>
}

/** Brings up the schema and answers at once; nothing runs in the background before `startWork`. */
export async function startPayments(deps: PaymentsDeps): Promise<PaymentsRoom> {
  if (deps.bankKeys.length === 0) throw new Fault('Expected a key shared with the bank but there is none')
  if (deps.mode === 'production' && deps.bankKeys.some(({ id }) => id.startsWith('sandbox'))) {
    throw new Fault('Expected keys of a real bank in production but found a key of the sandbox')
  }
  await migrate(deps.database, PAYMENTS_SCHEMA)
  const clock = deps.technicalClock ?? machineClock
  const bank = 'openSession' in deps.bank ? deps.bank : httpBank({ ...deps.bank, keys: deps.bankKeys, technicalClock: clock })
  const publicOrigin = new URL(deps.publicOrigin).origin
  const work: PaymentParts = {
    database: deps.database,
    legalClock: deps.legalClock,
    technicalClock: clock,
    bank,
    receiver: deps.receiver,
    log: deps.log,
    publicOrigin,
    returnOrigins: (deps.returnOrigins ?? [publicOrigin]).map((origin) => new URL(origin).origin),
    wake: () => jobs.wake('deliver', 'tell', 'ask'),
  }
  // Apart from each other, so that facts do not wait behind questions to a silent bank.
  const jobs = openJobs(
    {
      deliver: { everyMs: LOOK_EVERY_MS, run: () => deliverDueFacts(work) },
      tell: { everyMs: LOOK_EVERY_MS, run: () => tellDueRefunds(work) },
      ask: { everyMs: LOOK_EVERY_MS, run: () => askDueRefunds(work) },
      check: { everyMs: LOOK_EVERY_MS, run: () => checkDueAttempts(work) },
      forget: { everyMs: FORGET_EVERY_MS, run: () => forgetOldNonces(work) },
    },
    reportTo(deps.log),
  )
  return {
    payments: {
      createOrder: (order) => createOrder(work, order),
      readOrder: (orderId) => readOrder(work, orderId),
      refreshOrder: (orderId) => refreshOrder(work, orderId),
      requestRefund: (orderId, why) => requestRefund(work, orderId, why),
      retryRefunds: (orderId) => retryRefunds(work, orderId),
    },
    site: async (app) => {
      await app.register(async (inner) => servePages(inner, work))
      await app.register(async (inner) => serveCallback(inner, work, deps.bankKeys))
    },
    startWork: () => jobs.start(),
    workOnce: async () => {
      for (const run of [deliverDueFacts, checkDueAttempts, askDueRefunds, deliverDueFacts, tellDueRefunds]) while ((await run(work)) > 0);
      await forgetOldNonces(work)
    },
    reconcile: (from, to) => reconcile(work, from, to),
    settle: (receiptId, by, note) => settle(work, receiptId, by, note),
    stop: () => jobs.stop(),
  }
}
