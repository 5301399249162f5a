import {
  type Database,
  type InstallationMode,
  type LegalClock,
  migrate,
  type TechnicalClock,
  technicalClock as machineClock,
} from '@ruqsat/database'
import { type Answer, Fault, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import { openJobs, reportTo } from '@ruqsat/jobs'
import type { FastifyPluginAsync } from 'fastify'
import type { Logger } from 'pino'
import { sealSource, type SealSource } from './audit.ts'
import { absentBank, type Bank } from './bank/bank.ts'
import { type BankBinding, openBank } from './bank/open-bank.ts'
import type { DeskPayments, PaymentDifferences, PaymentFactReceiver, PaymentNews, PaymentOrders, Payments } from './contract.ts'
import { serveCallback } from './http/callback.ts'
import { servePages } from './pages/routes.tsx'
import { readNews, removeNews } from './store/news.ts'
import { readStatementFile } from './wire/statement-file.ts'
import { checkDueAttempts, deliverDueFacts, forgetOldNonces, returnOverdueParts } from './work/background.ts'
import type { PaymentParts, ReceiptPress } from './work/deps.ts'
import { openDesk } from './work/desk.ts'
import { faultSeen, openDifferences } from './work/differences.ts'
import { createOrder, refreshOrder } from './work/order.ts'
import { openOrderList } from './work/order-list.ts'
import { readOrder } from './work/order-view.ts'
import { readStatement, type StatementOrigin, type StatementReport } from './work/read-statement.ts'
import { receiptOf, type ReceiptFile } from './work/receipt.ts'
import { reconcile, type Reconciliation, settle } from './work/reconcile.ts'
import { askDueRefunds, requestRefund, retryRefunds, tellDueRefunds } from './work/refund.ts'
import { openStatementFolders } from './work/statement-folders.ts'

export { auditPayments, MONEY_FAULT_KINDS } from './audit.ts'
export type { Bank } from './bank/bank.ts'
export { type BankSettings, readBanks } from './bank/configuration.ts'
export { type BankBinding, openBank } from './bank/open-bank.ts'
export { refusePayment } from './refusals.ts'
export type { BankKey } from './wire/signature.ts'
export type { ReceiptPress } from './work/deps.ts'
export type { ReceiptFile } from './work/receipt.ts'
export type { StatementOrigin, StatementReport } from './work/read-statement.ts'
export type { Order, OrderRequest, OrderStatus, PaymentFact, PaymentFactReceiver, Payments, Refund, RefundFact } from './contract.ts'

export const PAYMENTS_SCHEMA = { schema: 'payments', folder: new URL('./store/migrations/', import.meta.url) }

/** How often the room looks whether something is due, where nothing wakes it. */
const LOOK_EVERY_MS = 2_000
const FORGET_EVERY_MS = 60_000
const PARTS_WAIT_HOURS = 72

export type PaymentsDeps = {
  readonly database: Database
  readonly legalClock: LegalClock
  readonly technicalClock?: TechnicalClock
  readonly log: Logger
  /** Scheme, host and port of the site that `site` is registered in. */
  readonly publicOrigin: string
  /** Origins that a payer may be sent back to; the public origin where absent. */
  readonly returnOrigins?: readonly string[]
  /** The banks that take part, in the order in which payers are offered them: as configured, or adapters of one's own. None: whoever wants to pay is refused by name. */
  readonly banks: readonly (BankBinding | Bank)[]
  /** How many hours money that is less than the fee waits for the rest; 0: it goes back at once; three days where absent. */
  readonly partsWaitHours?: number
  /** Where each bank leaves its statements, by the bank's id; looked into as long as the room works. */
  readonly statementFolders?: Readonly<Record<string, string>>
  readonly receiver: PaymentFactReceiver
  /** Sets receipts in type and seals them; where absent a receipt is refused by name. */
  readonly press?: ReceiptPress
  /** In production keys of the sandbox's banks are refused. */
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
  /** Compares a bank's list of a period (the bank's time) with ours and records what we had missed. */
  reconcile(bank: string, from: Instant, to: Instant): Promise<Answer<Reconciliation>>
  /** Reads a statement of a bank as a file: whole, once, or with its faults and not at all. */
  readStatement(origin: StatementOrigin): Promise<StatementReport | Refusal>
  readonly differences: PaymentDifferences
  /** Payment by the number of a receipt. */
  readonly desk: DeskPayments
  /** For programs of firms and authorities. */
  readonly orders: PaymentOrders
  readonly news: PaymentNews
  /** The sealed receipt of an order that was paid; the same file whenever it is asked for. */
  receipt(orderId: string): Promise<ReceiptFile | Refusal>
  /** What checkpoints sign of this room's rows. */
  readonly seals: SealSource
  /** Records that money which is not a fact (overpaid, another sum, unknown order) was returned or cleared. */
  settle(receiptId: string, by: string, note: string): Promise<Refusal | null>
  /** Waits for what is under way; nothing runs afterwards. */
  stop(): Promise<void>
}

/** Brings up the schema and answers at once; nothing runs in the background before `startWork`. */
export async function startPayments(deps: PaymentsDeps): Promise<PaymentsRoom> {
  const clock = deps.technicalClock ?? machineClock
  const parts = { technicalClock: clock, mode: deps.mode ?? 'sandbox' } as const
  const banks = deps.banks.map((bank) => ('openSession' in bank ? bank : openBank(bank, parts)))
  requireOwnIds(banks)
  await migrate(deps.database, PAYMENTS_SCHEMA)
  const publicOrigin = new URL(deps.publicOrigin).origin
  const work: PaymentParts = {
    database: deps.database,
    legalClock: deps.legalClock,
    technicalClock: clock,
    banks,
    partsWaitMs: (deps.partsWaitHours ?? PARTS_WAIT_HOURS) * 3_600_000,
    receiver: deps.receiver,
    press: deps.press ?? null,
    log: deps.log,
    publicOrigin,
    returnOrigins: (deps.returnOrigins ?? [publicOrigin]).map((origin) => new URL(origin).origin),
    wake: () => jobs.wake('deliver', 'tell', 'ask'),
  }
  const lookForStatements = openStatementFolders(work, deps.statementFolders ?? {})
  // Apart from each other, so that facts do not wait behind questions to a silent bank.
  const jobs = openJobs(
    {
      deliver: { everyMs: LOOK_EVERY_MS, run: () => deliverDueFacts(work) },
      tell: { everyMs: LOOK_EVERY_MS, run: () => tellDueRefunds(work) },
      ask: { everyMs: LOOK_EVERY_MS, run: () => askDueRefunds(work) },
      check: { everyMs: LOOK_EVERY_MS, run: () => checkDueAttempts(work) },
      parts: { everyMs: FORGET_EVERY_MS, run: () => returnOverdueParts(work) },
      forget: { everyMs: FORGET_EVERY_MS, run: () => forgetOldNonces(work) },
      statements: { everyMs: FORGET_EVERY_MS, run: lookForStatements },
    },
    reportTo(deps.log),
  )
  return {
    seals: sealSource(deps.database.sql),
    payments: {
      takesPayments: () => banks.some(({ isOpen }) => isOpen),
      createOrder: (order) => createOrder(work, order),
      readOrder: (orderId) => readOrder(work, orderId),
      refreshOrder: (orderId) => refreshOrder(work, orderId),
      requestRefund: (orderId, why, percent) => requestRefund(work, orderId, why, percent),
      retryRefunds: (orderId) => retryRefunds(work, orderId),
    },
    site: async (app) => {
      await app.register(async (inner) => servePages(inner, work))
      await app.register(async (inner) => serveCallback(inner, work))
    },
    startWork: () => jobs.start(),
    workOnce: async () => {
      for (const run of [deliverDueFacts, checkDueAttempts, returnOverdueParts, askDueRefunds, deliverDueFacts, tellDueRefunds])
        while ((await run(work)) > 0);
      await forgetOldNonces(work)
      await lookForStatements()
    },
    reconcile: (bank, from, to) => reconcile(work, bank, from, to),
    readStatement: (origin) => readStatement(work, origin),
    differences: openDifferences(work, Object.keys(deps.statementFolders ?? {})),
    desk: openDesk(work),
    orders: openOrderList(work),
    news: {
      read: (limit) => readNews(deps.database.sql, limit),
      taken: (news) =>
        removeNews(
          deps.database.sql,
          news.map(({ place }) => place),
        ),
    },
    receipt: (orderId) => receiptOf(work, orderId),
    settle: (receiptId, by, note) => settle(work, receiptId, by, note),
    stop: () => jobs.stop(),
  }
}

/** What a command needs that reads one file while the house runs, or where it does not: nothing here asks a bank. */
export type StatementCommand = Pick<PaymentsDeps, 'database' | 'legalClock' | 'log' | 'partsWaitHours'> & {
  readonly banks: readonly string[]
}

/** Facts that a statement brings wait in the outbox, from which the running house delivers them. A report's faults come in words. */
export async function readStatementByCommand(
  { database, legalClock, log, banks, partsWaitHours }: StatementCommand,
  origin: StatementOrigin,
): Promise<Refusal | { readonly report: StatementReport; readonly faults: readonly LocalText[] }> {
  const unasked = async () => {
    throw new Fault('Expected a command to deliver nothing')
  }
  const report = await readStatement(
    {
      database,
      legalClock,
      log,
      technicalClock: machineClock,
      banks: banks.map(absentBank),
      publicOrigin: '',
      returnOrigins: [],
      partsWaitMs: (partsWaitHours ?? PARTS_WAIT_HOURS) * 3_600_000,
      receiver: { paymentArrived: unasked, refundEnded: unasked },
      press: null,
      wake: () => undefined,
    },
    origin,
  )
  return 'code' in report ? report : { report, faults: report.faults.map((fault) => faultSeen(fault).text) }
}

/** The bank that a statement names itself as; null where it names none or cannot be read. */
export function bankOfStatement(bytes: Uint8Array): string | null {
  const file = readStatementFile(bytes)
  return file.kind === 'read' ? file.statement.bank : null
}

/** Ids name banks in the database for ever, and a key names the bank that called. */
function requireOwnIds(banks: readonly Bank[]): void {
  const twice = (names: readonly string[]) => names.find((name, place) => names.indexOf(name) !== place)
  const double = twice(banks.map(({ id }) => id)) ?? twice(banks.flatMap(({ callbackKeys }) => callbackKeys.map(({ id }) => id)))
  if (double !== undefined) throw new Fault(`Expected each bank and each of its keys under an id of its own but '${double}' is there twice`)
}
