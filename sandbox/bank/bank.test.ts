import { createServer } from 'node:net'
import { type Database, openLegalClock } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import type { Message } from '@ruqsat/messaging/contract'
import { startPayments, type PaymentFact, type PaymentsRoom, type RefundFact } from '@ruqsat/payments'
import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BankMode, type BankRoom, sandboxBanks, startBank, TEST_CARDS } from './index.ts'
import { luhnHolds, readCard, type CardScenario } from './core/cards.ts'

// Gateway and bank on two real ports, as two sites: HTTP, signatures, callbacks and all.
let database: TestDatabase
let bank: BankRoom
let payments: PaymentsRoom
let portal: FastifyInstance
let mode: BankMode = 'ok'
let origins: { portal: string; bank: string }
const facts: PaymentFact[] = []
const refunds: RefundFact[] = []
const messages: Message[] = []
const log = pino({ level: 'silent' })
const TOKEN = 'sandbox-token'
const keys = [{ id: 'sandbox-1', secret: new Uint8Array(32).fill(9) }]

beforeAll(async () => {
  database = await openTestDatabase('bank')
  const legalClock = await openLegalClock(database as Database, { startAt: '2014-10-01T04:30:00.000Z' })
  const [portalPort, bankPort] = [await freePort(), await freePort()]
  origins = { portal: `http://localhost:${portalPort}`, bank: `http://127.0.0.1:${bankPort}` }
  bank = await startBank({
    database,
    log,
    origin: origins.bank,
    port: bankPort,
    merchantOrigins: [origins.portal],
    keys,
    token: TOKEN,
    messaging: { send: async (message) => void messages.push(message) },
    mode: () => mode,
  })
  payments = await startPayments({
    database,
    legalClock,
    log,
    publicOrigin: origins.portal,
    banks: sandboxBanks(origins.bank, keys, TOKEN).map((bank) => ({ ...bank, timeoutMs: 1500 })),
    receiver: { paymentArrived: async (fact) => void facts.push(fact), refundEnded: async (fact) => void refunds.push(fact) },
  })
  portal = await createSite({
    origin: origins.portal,
    host: 'localhost',
    port: portalPort,
    logger: log,
    formActions: [origins.bank],
    sandbox: true,
  })
  await portal.register(payments.site)
  await portal.site.listen()
  await bank.site.site.listen()
})
afterAll(async () => {
  await portal.close()
  await bank.stop()
  await payments.stop()
  await database.drop()
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Reads a page and posts the form at `action` with what was typed, as a browser without script does. */
async function submit(page: string, action: string, typed: Record<string, string> = {}): Promise<Response> {
  const shown = await fetch(page)
  const token = /name="_csrf" value="([^"]+)"/.exec(await shown.text())?.[1] ?? ''
  const cookie = shown.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
  return fetch(action, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie, origin: new URL(action).origin },
    body: new URLSearchParams({ _csrf: token, ...typed }),
  })
}

let drafts = 0
async function orderAtBank(at: 'dala' | 'tau' = 'dala'): Promise<{ orderId: string; card: string }> {
  const text = { kk: 'Сынақ', ru: 'Проба', en: 'Trial' }
  const order = await payments.payments.createOrder({
    authority: 'aktobe-agriculture',
    draftId: `draft ${++drafts}`,
    payee: text,
    purpose: text,
    amountTiyn: 1_852_000,
    derivation: text,
    returnRule: text,
    payerName: 'Сынақ',
    language: 'kk',
    returnUrl: `${origins.portal}/kk/drafts/1`,
  })
  if (order.kind !== 'order') throw new Error(order.code)
  const answer = await submit(order.payUrl, `${order.payUrl}/payments`, { bank: at })
  return { orderId: order.orderId, card: answer.headers.get('location')! }
}

async function payWith(scenario: CardScenario, at: string): Promise<Response> {
  const { number, expiry, cvv } = TEST_CARDS.find((card) => card.scenario === scenario)!
  return submit(at, `${at}/cards`, { number: number.replace(/(.{4})/g, '$1 '), expiry, cvv })
}

async function statusOf(orderId: string): Promise<string> {
  const order = await payments.payments.readOrder(orderId)
  return order.kind === 'order' ? order.status : order.code
}

const returnUrl = (orderId: string) => `${origins.portal}/kk/pay/${orderId}/return`

describe('test cards', () => {
  it('have Luhn digits and cannot belong to anybody', () => {
    for (const { number } of TEST_CARDS) expect([luhnHolds(number), number.startsWith('9999')]).toEqual([true, true])
    expect(new Set(TEST_CARDS.map((card) => card.number)).size).toBe(TEST_CARDS.length)
  })

  it('are the only ones that are taken', () => {
    const faults = (typed: { number: string; expiry: string; cvv: string }) => {
      const read = readCard(typed, '2026-11')
      return 'faults' in read ? read.faults.map((fault) => fault.field) : []
    }
    expect(faults({ number: '4111 1111 1111 1111', expiry: '12/40', cvv: '123' })).toEqual(['number'])
    expect(faults({ number: TEST_CARDS[0]!.number, expiry: '10/26', cvv: '123' })).toEqual(['expiry'])
    expect(faults({ number: '1', expiry: '13/40', cvv: '12' })).toEqual(['number', 'expiry', 'cvv'])
    expect(faults({ number: TEST_CARDS[0]!.number, expiry: '12/40', cvv: '123' })).toEqual([])
  })
})

describe('paying', () => {
  it('is on another site, whose form may end at the gateway', async () => {
    const { card } = await orderAtBank()
    expect(new URL(card).origin).toBe(origins.bank)
    const page = await fetch(card)
    expect(page.headers.get('content-security-policy')).toContain(`form-action 'self' ${origins.portal}`)
    expect(await page.text()).not.toContain('<script')
  })

  it('succeeds: the payer is sent back at once, the callback makes the fact', async () => {
    const { orderId, card } = await orderAtBank()
    const answer = await payWith('success', card)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, returnUrl(orderId)])
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paid')
    await payments.workOnce()
    expect(facts.filter((fact) => fact.orderId === orderId)).toHaveLength(1)
    const back = await fetch(returnUrl(orderId), { redirect: 'manual' })
    expect(back.headers.get('location')).toBe(`${origins.portal}/kk/drafts/1`)
  })

  it.each([
    ['insufficientFunds', 'жеткіліксіз'],
    ['lostCard', 'жоғалған'],
  ] as const)('is declined (%s), which both the bank and the gateway explain', async (scenario, words) => {
    const { orderId, card } = await orderAtBank()
    const answer = await payWith(scenario, card)
    expect(answer.headers.get('location')).toBe(new URL(card).pathname)
    expect(await (await fetch(card)).text()).toContain(words)
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('declined')
    expect(await (await fetch(`${origins.portal}/kk/pay/${orderId}`)).text()).toContain(words)
  })

  it('asks for the code from the SMS, three times at most', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('code', card)
    const code = /\d{6}/.exec(messages.at(-1)!.text.kk)![0]
    const wrong = code === '000000' ? '000001' : '000000'
    expect((await submit(card, `${card}/codes`, { code: wrong })).status).toBe(422)
    expect((await submit(card, `${card}/codes`, { code })).headers.get('location')).toBe(returnUrl(orderId))
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paid')
    const other = await orderAtBank()
    await payWith('code', other.card)
    for (let tries = 0; tries < 3; tries++) await submit(other.card, `${other.card}/codes`, { code: 'abcdef' })
    await bank.workOnce()
    expect(await statusOf(other.orderId)).toBe('declined')
  })

  it('can be confirmed late, by the sandbox’s button only', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('late', card)
    await bank.workOnce()
    expect(await payments.payments.refreshOrder(orderId)).toMatchObject({ status: 'paying' })
    const held = await bank.held()
    expect(held).toHaveLength(1)
    expect([await bank.confirmHeld(held[0]!.sessionId), await bank.confirmHeld(held[0]!.sessionId)]).toEqual([true, false])
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paid')
  })

  it('is one fact when the bank calls twice', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('twice', card)
    await bank.workOnce()
    await payments.workOnce()
    expect(facts.filter((fact) => fact.orderId === orderId)).toHaveLength(1)
  })

  it('is found by asking when the bank never calls', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('silentSuccess', card)
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paying')
    expect((await fetch(returnUrl(orderId), { redirect: 'manual' })).status).toBe(303)
    expect(await statusOf(orderId)).toBe('paid')
  })

  it('has an unknown outcome while the bank does not answer about it', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('noAnswer', card)
    expect(await payments.payments.refreshOrder(orderId)).toMatchObject({ status: 'unknown' })
    const [held] = await bank.held()
    await bank.confirmHeld(held!.sessionId)
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paid')
  })

  it('of less waits for the rest; taken twice is overpaid; both are in reconciliation', async () => {
    const [less, twice] = [await orderAtBank(), await orderAtBank()]
    await payWith('otherSum', less.card)
    await payWith('chargedTwice', twice.card)
    await bank.workOnce()
    expect(await payments.payments.readOrder(less.orderId)).toMatchObject({ status: 'partlyPaid', countedTiyn: 1_851_900 })
    expect(await payments.payments.readOrder(twice.orderId)).toMatchObject({ status: 'paid', overpaidTiyn: 1_852_000 })
    const answer = await payments.reconcile('dala', '2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z')
    if (answer.kind !== 'found') throw new Error(answer.kind)
    expect(
      answer.value.rows
        .filter((row) => row.isOpen)
        .map((row) => row.meaning)
        .sort(),
    ).toEqual(['overpayment'])
    expect(answer.value.rows.every((row) => row.finding === 'agrees')).toBe(true)

    // What was over goes back by itself, over the signed wire, once.
    await payments.workOnce()
    await payments.workOnce()
    expect((await payments.reconcile('dala', '2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z')) as object).toMatchObject({
      value: { agree: true, refunds: [{ finding: 'agrees' }] },
    })
    expect(refunds.filter(({ orderId }) => orderId === twice.orderId)).toMatchObject([{ status: 'returned', why: 'overpaid' }])
    expect(await payments.payments.readOrder(twice.orderId)).toMatchObject({ status: 'paid', overpaidTiyn: 0, notice: null })
  })

  it('goes back when it is asked: the card that is closed at first is tried again, and nothing is returned twice', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('refundDeclined', card)
    await bank.workOnce()
    await Promise.all([1, 2, 3].map(() => payments.payments.requestRefund(orderId, 'withdrawn')))
    await payments.workOnce()
    expect(await payments.payments.readOrder(orderId)).toMatchObject({ status: 'refunded', refunds: [{ status: 'declined' }] })
    await payments.payments.retryRefunds(orderId)
    await payments.workOnce()
    await payments.payments.retryRefunds(orderId)
    await payments.workOnce()
    expect(await payments.payments.readOrder(orderId)).toMatchObject({ refunds: [{ status: 'returned', amountTiyn: 1_852_000 }] })
    const returned = await database.sql`
      select 1 from bank.refunds r join bank.payments p on p.reference = r.payment_reference where r.state = 'returned' and p.amount_tiyn = 1852000
        and p.reference = (select bank_reference from payments.receipts where order_id = ${orderId})`
    expect(returned).toHaveLength(1)
  })

  it('can be given up at the bank', async () => {
    const [{ orderId, card }, other] = [await orderAtBank(), await orderAtBank()]
    expect((await submit(card, `${card}/cancellations`)).headers.get('location')).toBe(returnUrl(orderId))
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('abandoned')
    // A second tab still shows the card form.
    const { number, expiry, cvv } = TEST_CARDS[0]!
    expect((await submit(other.card, `${card}/cards`, { number, expiry, cvv })).headers.get('location')).toBe(new URL(card).pathname)
    expect(await statusOf(orderId)).toBe('abandoned')
  })

  it('comes back with what was typed and errors at the fields', async () => {
    const { card } = await orderAtBank()
    const answer = await submit(card, `${card}/cards`, { number: '4111111111111111', expiry: '12/40', cvv: '12' })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('value="4111111111111111"')
    expect(page).toContain('href="#cvv"')
    expect(page).not.toContain('value="12"')
  })
})

describe('the statements that the banks leave', () => {
  it.each(['dala', 'tau'] as const)('of %s agree with the gateway, bring what nobody reported, and show what is not ours', async (id) => {
    const [silent, returned] = [await orderAtBank(id), await orderAtBank(id)]
    await payWith('silentSuccess', silent.card)
    await payWith('success', returned.card)
    await bank.workOnce()
    await payments.payments.refreshOrder(returned.orderId)
    await payments.payments.requestRefund(returned.orderId, 'withdrawn')
    await payments.workOnce()
    const number = await bank.payAtCounter({ bank: id, amountTiyn: 700_050, purpose: 'Аренда; "кеңсе" <1>', payer: 'Бөтен & Ко' })
    const statement = () => bank.statement(id, '2020-01-01T00:00:00.000Z', '2100-01-01T00:00:00.000Z')
    const read = async () => {
      const { fileName, text } = await statement()
      return payments.readStatement({ bank: id, fileName, bytes: new TextEncoder().encode(text), by: 'system' })
    }
    const first = await read()
    expect(first).toMatchObject({ state: 'read', recovered: 1, differences: 1, format: id === 'dala' ? 'csv' : 'camt.053', faults: [] })
    expect(await statusOf(silent.orderId)).toBe('paid')
    const differences = await payments.differences.list('aktobe-agriculture', { isResolved: false, limit: 99 })
    expect(differences.filter((each) => each.bank === id)).toMatchObject([
      { kind: 'notOurs', reference: number, bankTiyn: 700_050, purpose: 'Аренда; "кеңсе" <1>', party: 'Бөтен & Ко' },
    ])
    expect(await read()).toMatchObject({ isRepeated: true })
  })
})

describe('the bank’s switch', () => {
  it('wrong: answers and calls whose signature does not hold change nothing', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('success', card)
    mode = 'wrong'
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paying')
    expect(await payments.payments.refreshOrder(orderId)).toMatchObject({ status: 'unknown' })
    mode = 'ok'
    expect(await payments.payments.refreshOrder(orderId)).toMatchObject({ status: 'paid' })
  })

  it('down: nobody is told anything, and it comes through afterwards', async () => {
    const { orderId, card } = await orderAtBank()
    await payWith('success', card)
    mode = 'down'
    await bank.workOnce()
    expect((await fetch(card)).status).toBe(503)
    expect(await payments.payments.refreshOrder(orderId)).toMatchObject({ status: 'unknown' })
    mode = 'ok'
    await bank.workOnce()
    expect(await statusOf(orderId)).toBe('paid')
  })

  it('its interface takes no unsigned question', async () => {
    expect((await fetch(`${origins.bank}/api/v1/sessions/x`)).status).toBe(401)
  })
})
