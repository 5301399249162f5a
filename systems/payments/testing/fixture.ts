import { randomUUID } from 'node:crypto'
import { type Database, openLegalClock } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { type Instant, isRefusal } from '@ruqsat/foundation'
import pino from 'pino'
import type { Bank } from '../bank/bank.ts'
import type { Order, OrderRequest, PaymentFact, PaymentFactReceiver, RefundFact } from '../contract.ts'
import { type PaymentsRoom, startPayments } from '../index.ts'
import type { PaymentParts, ReceiptPress } from '../work/deps.ts'
import { DoubleBank } from './double-bank.ts'
import texts from '../texts.yaml'

/** Statements of the first bank, as its callbacks come. */
export const DALA = { bank: 'dala', way: 'callback' } as const
export const KEY = { id: 'sandbox-1', secret: new Uint8Array(32).fill(7) }
export const ORIGIN = 'http://localhost:8080'
/** As where nothing is configured. */
export const PARTS_WAIT_MS = 72 * 3_600_000

/** A receiver that remembers, and refuses as long as the test wants. */
export class DoubleReceiver implements PaymentFactReceiver {
  readonly facts: PaymentFact[] = []
  isDown = false
  async paymentArrived(fact: PaymentFact): Promise<void> {
    if (this.isDown) throw new Error('down')
    this.facts.push(fact)
  }
  readonly refunds: RefundFact[] = []
  async refundEnded(fact: RefundFact): Promise<void> {
    if (this.isDown) throw new Error('down')
    this.refunds.push(fact)
  }
  get distinct(): number {
    return new Set(this.facts.map((fact) => fact.factId)).size
  }
}

export type Fixture = {
  readonly database: TestDatabase
  readonly bank: DoubleBank
  /** A second bank, offered after the first. */
  readonly other: DoubleBank
  /** What the room's work is given, for calls past its door. */
  readonly work: PaymentParts
  readonly receiver: DoubleReceiver
  readonly room: PaymentsRoom
  readonly clock: ReturnType<typeof standingTechnicalClock>
  readonly logLines: string[]
  /** The same room over other outside parts: for injected failures. */
  again(parts: {
    database?: Database
    banks?: readonly Bank[]
    receiver?: PaymentFactReceiver
    press?: ReceiptPress
    statementFolders?: Readonly<Record<string, string>>
  }): Promise<PaymentsRoom>
  close(): Promise<void>
}

export async function openFixture(name: string, startAt: Instant = '2014-10-01T04:30:00.000Z'): Promise<Fixture> {
  const database = await openTestDatabase(name)
  const legalClock = await openLegalClock(database, { startAt })
  const clock = standingTechnicalClock('2026-11-22T03:40:00.000Z')
  const [bank, other] = [new DoubleBank('dala', [KEY]), new DoubleBank('tau')]
  const receiver = new DoubleReceiver()
  const logLines: string[] = []
  const log = pino({ level: 'info' }, { write: (line: string) => void logLines.push(line) })
  const again: Fixture['again'] = (parts) =>
    startPayments({ database, legalClock, technicalClock: clock, log, publicOrigin: ORIGIN, banks: [bank, other], receiver, ...parts })
  const work: PaymentParts = {
    database,
    legalClock,
    technicalClock: clock,
    banks: [bank, other],
    partsWaitMs: PARTS_WAIT_MS,
    receiver,
    press: null,
    log: pino({ level: 'silent' }),
    publicOrigin: ORIGIN,
    returnOrigins: [ORIGIN],
    wake: () => undefined,
  }
  return { database, bank, other, work, receiver, room: await again({}), clock, logLines, again, close: () => database.drop() }
}

export function orderRequest(change: Partial<OrderRequest> = {}): OrderRequest {
  return {
    authority: 'aktobe-agriculture',
    draftId: randomUUID(),
    payee: texts.fixture.revenueOffice,
    purpose: texts.fixture.feeForALicence,
    amountTiyn: 1_852_000,
    derivation: texts.fixture['10Mci1852Tenge'],
    returnRule: texts.fixture.returnedBeforeFiling,
    payerName: 'Сынақ Төлеуші',
    language: 'kk',
    returnUrl: `${ORIGIN}/kk/drafts/1`,
    ...change,
  }
}

export async function newOrder(room: PaymentsRoom, change: Partial<OrderRequest> = {}): Promise<Order> {
  const order = await room.payments.createOrder(orderRequest(change))
  if (isRefusal(order)) throw new Error(order.code)
  return order
}

export async function stand(room: PaymentsRoom, orderId: string): Promise<Order> {
  const order = await room.payments.readOrder(orderId)
  if (isRefusal(order)) throw new Error(order.code)
  return order
}
