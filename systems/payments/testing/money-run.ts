// Many orders at once over two banks, with everything that happens to money on its way: reports doubled, late, lost, forged, of another sum;
// parts, too much, twice; refunds that a bank declines; banks and receiver out of reach; the process dying between any two calls. What the
// banks then hold is compared with what the room and its receiver say. The banks' own books are the judge, no table of ours.
import { auditPayments } from '../audit.ts'
import { randomUUID } from 'node:crypto'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import type { Bank } from '../bank/bank.ts'
import type { BankStatement } from '../wire/messages.ts'
import { signedHeaders } from '../wire/signature.ts'
import { goToBank } from '../work/go-to-bank.ts'
import { abandonOrder } from '../work/order.ts'
import { returnPartsOf } from '../work/parts.ts'
import type { PaymentParts } from '../work/deps.ts'
import type { PaymentsRoom } from '../index.ts'
import type { DoubleBank } from './double-bank.ts'
import { Failures, failingDatabase, failingPart, Injected } from './failing.ts'
import { type Fixture, KEY, openFixture, ORIGIN, orderRequest, stand } from './fixture.ts'
import { randomFrom, type SeededRandom } from '@ruqsat/foundation/testing'

const FEE = 1_852_000
const FORGER = { id: 'sandbox-1', secret: new Uint8Array(32).fill(9) }
/** Orders that are under way at the same time. */
const AT_ONCE = 8

export const STORIES = [
  'exact',
  'less',
  'more',
  'twice',
  'partThenRest',
  'partTakenBack',
  'declined',
  'abandoned',
  'lateMoney',
  'otherCurrency',
  'withdrawn',
  'otherFee',
] as const
type Story = (typeof STORIES)[number]

/** A fault planted on purpose, which the run must find: a bank's word that is not heard, money given back twice, a forger who is believed. */
export type Planted = 'lost' | 'givenBackTwice' | 'forgerBelieved'

export type MoneyRun = {
  readonly seed: number
  readonly problems: readonly string[]
  /** How often each thing happened: a run in which nothing happened proves nothing. */
  readonly happened: Readonly<Record<string, number>>
}

type Callback = { readonly payment: BankStatement; readonly how: 'genuine' | 'forged' | 'altered'; dueAt: number }

type Run = {
  readonly fixture: Fixture
  readonly random: SeededRandom
  readonly failures: Failures
  readonly room: PaymentsRoom
  readonly work: PaymentParts
  readonly site: FastifyInstance
  readonly banks: readonly DoubleBank[]
  readonly callbacks: Callback[]
  readonly happened: Record<string, number>
  readonly orders: string[]
  readonly planted: Planted | null
  step: number
}

type Step = () => Promise<void>

export async function runMoney(name: string, seed: number, orders: number, planted: Planted | null = null): Promise<MoneyRun> {
  const fixture = await openFixture(name)
  const run = await openRun(fixture, seed, planted)
  try {
    const waiting = Array.from({ length: orders }, () => storyOf(run, run.random.pick(STORIES)))
    while (waiting.length > 0) {
      const place = run.random.whole(Math.min(AT_ONCE, waiting.length))
      const step = waiting[place]!.shift()
      if (step === undefined) waiting.splice(place, 1)
      else await disturbed(run, step)
      await betweenSteps(run)
    }
    await comeToRest(run)
    const found = (await auditPayments(fixture.database.sql, [])).map(({ kind, place, detail }) => `${kind} ${place}: ${detail}`)
    return { seed, problems: [...(await problemsOf(run)), ...found], happened: run.happened }
  } finally {
    await run.site.close()
    await fixture.close()
  }
}

async function openRun(fixture: Fixture, seed: number, planted: Planted | null): Promise<Run> {
  const failures = new Failures()
  const banks = [fixture.bank, fixture.other]
  const dying = failingDatabase(fixture.database, failures)
  // The schema is brought up on a database that does not fail.
  let isUp = false
  const database = Object.defineProperty({ ...fixture.database }, 'sql', { get: () => (isUp ? dying.sql : fixture.database.sql) })
  const adapters = banks.map((bank) => failingPart(planted === null ? bank : withFault(bank, planted), failures))
  const receiver = failingPart(fixture.receiver, failures)
  const room = await fixture.again({ database, banks: adapters, receiver })
  isUp = true
  const work = { ...fixture.work, database, banks: adapters, receiver }
  const site = await createSite({ origin: ORIGIN, host: 'localhost', port: 0, logger: pino({ level: 'silent' }), sandbox: true })
  await site.register(room.site)
  await site.ready()
  const common = { fixture, random: randomFrom(seed), failures, room, work, site, banks, planted }
  return { ...common, callbacks: [], happened: {}, orders: [], step: 0 }
}

function count(run: Run, what: string): void {
  run.happened[what] = (run.happened[what] ?? 0) + 1
}

/** The process dies at some call of the step, before it happened or after: what was to be answered is not, and nobody repeats it. */
async function disturbed(run: Run, step: Step): Promise<void> {
  const { random, failures } = run
  failures.failAt(random.chance(20) ? 1 + random.whole(14) : 0, random.chance(50))
  try {
    await step()
  } catch (error) {
    if (!(error instanceof Injected) && !((error as Error).cause instanceof Injected)) throw error
    count(run, 'died')
  } finally {
    failures.failAt(0, false)
  }
}

async function betweenSteps(run: Run): Promise<void> {
  const { random, fixture, banks } = run
  run.step += 1
  fixture.clock.forwardMs(random.whole(60_000))
  for (const bank of banks) {
    bank.isDown = random.chance(6)
    bank.refundSays = random.pick(['returned', 'returned', 'processing', 'declined'] as const)
  }
  fixture.receiver.isDown = random.chance(10)
  await deliver(run)
  if (random.chance(25)) await disturbed(run, () => run.room.workOnce())
}

/** What an applicant, and the bank behind the applicant, do with one order. */
function storyOf(run: Run, story: Story): Step[] {
  const request = orderRequest({ amountTiyn: FEE })
  const at: { orderId?: string; reference?: string; bank?: DoubleBank } = {}
  const create =
    (amountTiyn = FEE) =>
    async () => {
      const order = await run.room.payments.createOrder({ ...request, amountTiyn })
      if (order.kind !== 'order') return
      at.orderId = order.orderId
      if (!run.orders.includes(order.orderId)) run.orders.push(order.orderId)
    }
  const known = (act: (orderId: string) => Promise<void>) => async () => {
    if (at.orderId === undefined) await create()()
    if (at.orderId !== undefined) await act(at.orderId)
  }
  const go = known(async (orderId) => {
    const bank = run.random.pick(run.banks)
    const way = await goToBank(run.work, orderId, 'kk', bank.id)
    if (way.kind !== 'bankPage') return
    at.reference = way.url.split('/').at(-1)!
    at.bank = run.banks.find(({ sessions }) => sessions.has(at.reference!))!
  })
  const pay =
    (sum: 'all' | 'less' | 'more', currency = 'KZT') =>
    async () =>
      payAt(run, at, sum, currency)
  const ask = known(async (orderId) => void (await run.room.payments.refreshOrder(orderId)))
  const giveUp = known(async (orderId) => void (await abandonOrder(run.work, orderId)))
  const withdraw = known(async (orderId) => void (await run.room.payments.requestRefund(orderId, 'withdrawn')))
  const takeBack = known(async (orderId) => void (await returnPartsOf(run.work, orderId)))
  const again = async () => {
    const { bank, reference } = at
    if (bank === undefined || reference === undefined || bank.sessions.get(reference)?.state !== 'paid') return
    count(run, 'chargedTwice')
    report(run, bank, bank.pay(reference))
  }
  count(run, story)
  const steps = {
    exact: [go, pay('all'), ask],
    less: [go, pay('less'), ask],
    more: [go, pay('more')],
    twice: [go, pay('all'), again],
    partThenRest: [go, pay('less'), ask, go, pay('all'), ask],
    partTakenBack: [go, pay('less'), ask, takeBack],
    declined: [go, async () => declineAt(run, at), ask, go, pay('all')],
    abandoned: [go, giveUp],
    lateMoney: [go, giveUp, pay('all')],
    otherCurrency: [go, pay('all', 'USD'), go, pay('all'), ask],
    withdrawn: [go, pay('all'), ask, withdraw, withdraw],
    otherFee: [go, pay('less'), create(FEE + 100_000), go, pay('all')],
  } satisfies Record<Story, Step[]>
  return [create(), ...steps[story]]
}

type At = { readonly reference?: string; readonly bank?: DoubleBank }

function payAt(run: Run, { bank, reference }: At, sum: 'all' | 'less' | 'more', currency: string): void {
  const session = reference === undefined ? undefined : bank?.sessions.get(reference)
  if (bank === undefined || session?.state !== 'open') return
  const asked = session.request.amountTiyn
  const amountTiyn = sum === 'less' ? Math.max(1, Math.floor(asked / 3)) : sum === 'more' ? asked + 5_000 : asked
  count(run, 'paid')
  if (run.random.chance(25)) forge(run, bank, reference!, amountTiyn)
  report(run, bank, bank.pay(reference!, amountTiyn, currency))
}

function declineAt(run: Run, { bank, reference }: At): void {
  if (reference === undefined || bank?.sessions.get(reference)?.state !== 'open') return
  report(run, bank, bank.decline(reference, 'insufficient-funds'))
}

/** The bank reports once, several times, late or never. A bank without keys is asked and calls nobody. */
function report({ random, callbacks, happened, step, ...run }: Run, bank: DoubleBank, payment: BankStatement): void {
  if (bank.callbackKeys.length === 0 || (run.planted === 'lost' && random.chance(50))) return
  const copies = random.pick([0, 1, 1, 2, 3])
  happened[`copies${copies}`] = (happened[`copies${copies}`] ?? 0) + 1
  for (let copy = 0; copy < copies; copy++) callbacks.push({ payment, how: 'genuine', dueAt: step + random.whole(40) })
  if (copies > 0 && random.chance(10)) callbacks.push({ payment: { ...payment, amountTiyn: 1 }, how: 'altered', dueAt: step + 60 })
}

/** Somebody without the key reports a payment that nobody made. */
function forge({ callbacks, step }: Run, bank: DoubleBank, reference: string, amountTiyn: number): void {
  const payment = { ...bank.statement(reference), state: 'paid', amountTiyn, reference: `FORGED-${randomUUID()}` } as const
  callbacks.push({ payment, how: 'forged', dueAt: step })
}

async function deliver(run: Run, all = false): Promise<void> {
  for (const callback of run.callbacks.filter(({ dueAt }) => all || dueAt <= run.step)) {
    run.callbacks.splice(run.callbacks.indexOf(callback), 1)
    await disturbed(run, async () => {
      const status = await call(run, callback)
      count(run, `${callback.how}${status}`)
      // The bank repeats what was not confirmed.
      if (status >= 500 && callback.how === 'genuine') run.callbacks.push({ ...callback, dueAt: run.step + 3 })
    })
  }
}

async function call({ site, fixture, planted }: Run, { payment, how }: Callback): Promise<number> {
  const body = JSON.stringify({ payment })
  const path = '/payments/bank/callbacks/dala'
  const key = how === 'forged' && planted !== 'forgerBelieved' ? FORGER : KEY
  const message = { direction: 'request', method: 'POST', path, timestamp: fixture.clock.now(), nonce: randomUUID(), body } as const
  const headers = { ...signedHeaders(message, key), 'content-type': 'application/json' }
  return (await site.inject({ method: 'POST', url: path, headers, payload: body })).statusCode
}

/** Everybody is up again, and as much time passes as the slowest of all pauses needs. */
async function comeToRest(run: Run): Promise<void> {
  const { fixture, room, banks, failures } = run
  failures.failAt(0, false)
  fixture.receiver.isDown = false
  for (const bank of banks) {
    bank.isDown = false
    bank.refundSays = 'returned'
    for (const [reference, { state }] of bank.sessions) if (state === 'open') bank.expire(reference)
  }
  for (let round = 0; round < 4; round++) {
    while (run.callbacks.length > 0) await quietly(run)
    for (const { id } of banks) await room.reconcile(id, '2026-11-22T00:00:00.000Z', '2027-11-22T00:00:00.000Z')
    await room.workOnce()
    fixture.clock.forwardMs(74 * 3_600_000)
    await room.workOnce()
    for (const orderId of run.orders) await room.payments.retryRefunds(orderId)
  }
}

async function quietly(run: Run): Promise<void> {
  for (const callback of run.callbacks.splice(0)) count(run, `${callback.how}${await call(run, callback)}`)
}

/** Every sentence names something that must never be. */
async function problemsOf({ fixture, banks, orders, room }: Run): Promise<readonly string[]> {
  const problems: string[] = []
  const kept = await fixture.database.sql<{ bank: string; reference: string; amountTiyn: number; currency: string; events: number }[]>`
    select r.bank, r.bank_reference as reference, r.amount_tiyn as "amountTiyn", r.currency,
      (select count(*)::int from payments.events e where e.kind = 'moneyRecorded' and e.facts ->> 'reference' = r.bank_reference
        and e.actor = 'bank:' || r.bank) as events
    from payments.receipts r`
  const ours = new Map(kept.map((each) => [`${each.bank} ${each.reference}`, each]))
  const net = new Map<string, number>()
  for (const bank of banks)
    for (const { request, payments } of bank.sessions.values())
      for (const payment of payments) {
        const receipt = ours.get(`${bank.id} ${payment.reference}`)
        ours.delete(`${bank.id} ${payment.reference}`)
        if (receipt === undefined) problems.push(`${payment.reference}: the bank took it and we have not heard of it`)
        else if (receipt.amountTiyn !== payment.amountTiyn || receipt.currency !== payment.currency)
          problems.push(`${payment.reference}: the bank took another sum than we wrote down`)
        else if (receipt.events !== 1) problems.push(`${payment.reference}: ${receipt.events} events of it instead of one`)
        const back = [...bank.refunds.values()].filter((each) => each.state === 'returned' && each.paymentReference === payment.reference)
        const returned = back.reduce((sum, each) => sum + each.amountTiyn, 0)
        if (returned > payment.amountTiyn) problems.push(`${payment.reference}: more went back than came`)
        const orderId = /\/pay\/([^/]+)\/return/.exec(request.returnUrl)![1]!
        if (payment.currency === 'KZT') net.set(orderId, (net.get(orderId) ?? 0) + payment.amountTiyn - returned)
      }
  for (const reference of ours.keys()) problems.push(`${reference}: we wrote it down and no bank took it`)
  for (const orderId of orders) {
    const order = await stand(room, orderId)
    const facts = fixture.receiver.facts.filter((fact) => fact.orderId === orderId)
    const distinct = new Set(facts.map(({ factId }) => factId)).size
    const held = net.get(orderId) ?? 0
    if (held !== (order.status === 'paid' ? order.amountTiyn : 0))
      problems.push(`${orderId}: ${order.status}, and ${held} tiyn of it are held`)
    if (distinct > 1) problems.push(`${orderId}: ${distinct} payments of it were delivered`)
    if (order.status === 'paid' && distinct !== 1) problems.push(`${orderId}: it is paid and nobody was informed`)
    if (order.status === 'partlyPaid') problems.push(`${orderId}: a part of it waits for ever`)
    if (order.refunds.some(({ status }) => status !== 'returned')) problems.push(`${orderId}: money of it did not go back`)
  }
  return problems
}

/** A part of the outside with a fault in it that the run must find. */
function withFault(bank: DoubleBank, planted: Planted): Bank {
  const heard = <T extends { readonly reference: string | null }>(rows: readonly T[]) =>
    rows.filter(({ reference }) => reference === null || !reference.endsWith('3'))
  return new Proxy<DoubleBank>(bank, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown
      if (typeof value !== 'function') return value
      if (planted === 'lost' && name === 'listPayments')
        return async (from: string, to: string) => {
          const answer = await target.listPayments(from, to)
          return answer.kind === 'found' ? { kind: 'found', value: heard(answer.value) } : answer
        }
      if (planted === 'lost' && name === 'readPayment') return async () => ({ kind: 'outage', reason: 'planted' })
      if (planted === 'givenBackTwice' && name === 'refund')
        return async (request: Parameters<Bank['refund']>[0]) => {
          await target.refund({ ...request, refundReference: `${request.refundReference}-again` })
          return target.refund(request)
        }
      return (value as (...given: unknown[]) => unknown).bind(target)
    },
  })
}
