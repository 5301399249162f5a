import { createSite } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Fixture, KEY, newOrder, openFixture, ORIGIN, stand } from './testing/fixture.ts'
import { paidOrder } from './testing/paid-order.ts'
import { signedHeaders } from './wire/signature.ts'

let fixture: Fixture
let site: FastifyInstance
beforeAll(async () => {
  fixture = await openFixture('payments_http')
  site = await createSite({
    origin: ORIGIN,
    host: 'localhost',
    port: 0,
    logger: pino({ level: 'silent' }),
    formActions: [fixture.bank.origin],
    sandbox: true,
  })
  await site.register(fixture.room.site)
  await site.ready()
})
afterAll(async () => {
  await site.close()
  await fixture.close()
})

/** A browser without script: reads the page, posts one of its forms. */
async function press(
  page: string,
  action: string,
  typed: Record<string, string> = {},
): Promise<{ status: number; location: string | undefined; body: string }> {
  const shown = await site.inject({ url: page })
  const token = /name="_csrf" value="([^"]+)"/.exec(shown.body)?.[1]
  const cookie = shown.cookies.map((one) => `${one.name}=${one.value}`).join('; ')
  const answer = await site.inject({
    method: 'POST',
    url: action,
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', origin: ORIGIN },
    payload: new URLSearchParams({ _csrf: token ?? '', ...typed }).toString(),
  })
  return { status: answer.statusCode, location: answer.headers.location, body: answer.body }
}

let nonces = 0
function tell(payment: object, change: { key?: typeof KEY; headers?: Record<string, string>; body?: string; address?: string } = {}) {
  const body = JSON.stringify({ payment })
  const path = change.address ?? '/payments/bank/callbacks'
  const nonce = `nonce-${String(++nonces).padStart(20, '0')}`
  const headers: Record<string, string> = signedHeaders(
    { direction: 'request', method: 'POST', path, timestamp: fixture.clock.now(), nonce, body },
    change.key ?? KEY,
  )
  return {
    method: 'POST' as const,
    url: path,
    headers: { ...headers, 'content-type': 'application/json', ...change.headers } as Record<string, string>,
    payload: change.body ?? body,
  }
}

async function orderAtBank(): Promise<{ orderId: string; reference: string }> {
  const order = await newOrder(fixture.room)
  const { location } = await press(`/kk/pay/${order.orderId}`, `/kk/pay/${order.orderId}/payments`)
  return { orderId: order.orderId, reference: location!.split('/').at(-1)! }
}

describe('the gateway’s page', () => {
  it.each([
    ['kk', 'Берілгенге дейін қайтарылады.', '10 АЕК'],
    ['ru', 'Возвращается до подачи.', '10 МРП'],
    ['en', 'Returned before filing.', '10 MCI'],
  ])('says in %s who gets how much for what, why, and the act’s rule of its return', async (language, returnRule, derivation) => {
    const order = await newOrder(fixture.room)
    const page = await site.inject({ url: `/${language}/pay/${order.orderId}` })
    expect(page.statusCode).toBe(200)
    for (const text of [returnRule, derivation, '18\u00a0520', 'Сынақ Төлеуші']) expect(page.body).toContain(text)
    expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${fixture.bank.origin}`)
    expect(page.body).not.toContain('<script')
  })

  it('redirects a post to the bank with 303, and a second press to the same page', async () => {
    const order = await newOrder(fixture.room)
    const page = `/ru/pay/${order.orderId}`
    const first = await press(page, `${page}/payments`)
    expect(first.status).toBe(303)
    expect(first.location).toMatch(/^http:\/\/127\.0\.0\.1:9\/kk\/pay\//)
    expect((await press(page, `${page}/payments`)).location).toBe(first.location)
  })

  it('offers the banks that take part, and shows how the payment goes there', async () => {
    const order = await newOrder(fixture.room)
    const page = await site.inject({ url: `/kk/pay/${order.orderId}` })
    for (const bank of ['dala', 'tau']) expect(page.body).toContain(`value="${bank}"`)
    expect(page.body).toContain('Қай банк арқылы төлейсіз?')
    const answer = await press(`/kk/pay/${order.orderId}`, `/kk/pay/${order.orderId}/payments`, { bank: 'tau' })
    expect(answer.status).toBe(303)
    expect([...fixture.other.sessions.values()].some(({ request }) => request.returnUrl.includes(order.orderId))).toBe(true)
    const none = await press(`/kk/pay/${order.orderId}`, `/kk/pay/${order.orderId}/payments`, { bank: 'elsewhere' })
    expect(none.status).toBe(422)
    expect(none.body).toContain('Бұл банк арқылы төлем қабылданбайды')
  })

  it('refuses a post that carries no token of ours', async () => {
    const order = await newOrder(fixture.room)
    const answer = await site.inject({
      method: 'POST',
      url: `/kk/pay/${order.orderId}/payments`,
      payload: '',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.statusCode).toBe(403)
    expect(await stand(fixture.room, order.orderId)).toMatchObject({ status: 'created' })
  })

  it.each(['kk', 'ru', 'en'])('takes a payer who gives up, and reads %s by now, back to the portal', async (language) => {
    const { orderId } = await orderAtBank()
    expect(await press(`/${language}/pay/${orderId}`, `/${language}/pay/${orderId}/abandonments`)).toMatchObject({
      status: 303,
      location: `${ORIGIN}/${language}/drafts/1`,
    })
    expect(await stand(fixture.room, orderId)).toMatchObject({ status: 'abandoned' })
  })

  it('tells when the bank is out of reach that nothing was taken', async () => {
    const order = await newOrder(fixture.room)
    fixture.bank.isDown = true
    const answer = await press(`/en/pay/${order.orderId}`, `/en/pay/${order.orderId}/payments`)
    fixture.bank.isDown = false
    expect(answer.status).toBe(503)
    expect(answer.body).toContain('No money was taken')
  })

  it('answers 404 for an order that nobody made', async () => {
    expect((await site.inject({ url: '/kk/pay/5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11' })).statusCode).toBe(404)
    expect((await site.inject({ url: '/kk/pay/x' })).statusCode).toBe(404)
  })
})

describe('back from the bank', () => {
  it('a payer who paid goes on to the portal; the address itself proves nothing', async () => {
    const { orderId, reference } = await orderAtBank()
    const waiting = await site.inject({ url: `/kk/pay/${orderId}/return?status=paid` })
    expect(waiting.statusCode).toBe(200)
    expect(waiting.headers['refresh']).toBe('4')
    fixture.bank.pay(reference)
    expect(await site.inject({ url: `/kk/pay/${orderId}/return` })).toMatchObject({
      statusCode: 303,
      headers: { location: `${ORIGIN}/kk/drafts/1` },
    })
  })

  it('a payer who was declined is told why and may try again', async () => {
    const { orderId, reference } = await orderAtBank()
    fixture.bank.decline(reference, 'insufficient-funds')
    expect(await site.inject({ url: `/ru/pay/${orderId}/return` })).toMatchObject({
      statusCode: 303,
      headers: { location: `/ru/pay/${orderId}` },
    })
    expect((await site.inject({ url: `/ru/pay/${orderId}` })).body).toContain('недостаточно средств')
  })

  it('while the bank is silent, the page says that nobody knows', async () => {
    const { orderId, reference } = await orderAtBank()
    fixture.bank.pay(reference)
    fixture.bank.isDown = true
    const page = await site.inject({ url: `/en/pay/${orderId}/return` })
    fixture.bank.isDown = false
    expect(page.body).toContain('nobody knows yet whether the money was taken')
    expect(page.body).not.toContain('/payments"')
  })
})

describe('the bank’s callback', () => {
  it('makes one fact, twice told', async () => {
    const { orderId, reference } = await orderAtBank()
    const paid = fixture.bank.pay(reference)
    const once = tell(paid)
    expect((await site.inject(once)).json()).toEqual({ recorded: 'fact' })
    expect((await site.inject(once)).json()).toEqual({ recorded: 'repeated' })
    expect((await site.inject(tell(paid))).json()).toEqual({ recorded: 'repeated' })
    await fixture.room.workOnce()
    expect(fixture.receiver.facts.filter((fact) => fact.orderId === orderId)).toHaveLength(1)
  })

  it.each(['another key', 'a changed body', 'no signature', 'an old moment', 'a nonce of another message'])(
    'that is forged by %s changes nothing and is logged',
    async (how) => {
      const { orderId, reference } = await orderAtBank()
      const paid = fixture.bank.pay(reference)
      const lines = fixture.logLines.length
      const request = forged(how, paid)
      if (how === 'a nonce of another message') await site.inject(request.first!)
      const answer = await site.inject(request.message)
      expect(answer.statusCode).toBe(401)
      expect(answer.json()).toEqual({ error: 'Expected a message signed by the bank' })
      expect(await stand(fixture.room, orderId)).toMatchObject({ status: 'paying', paidAt: null })
      expect(fixture.logLines.slice(lines).some((line) => line.includes('bank-callback-refused'))).toBe(true)
    },
  )

  it.each([
    ['less than is owed', { amountTiyn: 1 }, 'part', 'partlyPaid'],
    ['more than is owed', { amountTiyn: 1_852_001 }, 'fact', 'paid'],
    ['nothing', { amountTiyn: 0 }, 'otherSum', 'declined'],
    ['another currency', { currency: 'USD' }, 'otherSum', 'declined'],
    ['an order that nobody made', { merchantReference: '5b0d1f8e-0f0a-4f4d-8d63-0f6f3d1f9a11' }, 'unknownOrder', 'paying'],
    ['a name that is none of ours', { merchantReference: 'x' }, 'unknownOrder', 'paying'],
  ])('about %s is kept as what it is', async (_what, change, recorded, status) => {
    const { orderId, reference } = await orderAtBank()
    const paid = { ...fixture.bank.pay(reference), ...change }
    expect((await site.inject(tell(paid))).json()).toEqual({ recorded })
    expect((await site.inject(tell(paid))).json()).toEqual({ recorded: 'repeated' })
    expect(await stand(fixture.room, orderId)).toMatchObject({ status })
    const page = await site.inject({ url: `/en/pay/${orderId}` })
    expect(page.statusCode).toBe(200)
    if (recorded === 'part')
      for (const words of ['Part of the fee has come', 'Pay the rest', 'Take back what came']) expect(page.body).toContain(words)
    if ('currency' in change) expect(page.body).toContain('another currency')
  })

  it('that comes late counts and says so; after a refund it goes back', async () => {
    const [late, refunded] = [await orderAtBank(), await orderAtBank()]
    fixture.bank.isDown = true
    await press(`/kk/pay/${late.orderId}`, `/kk/pay/${late.orderId}/abandonments`)
    fixture.bank.isDown = false
    expect((await site.inject(tell(fixture.bank.pay(late.reference)))).json()).toEqual({ recorded: 'fact' })
    expect((await site.inject({ url: `/en/pay/${late.orderId}` })).body).toContain('confirmed this payment late')
    await site.inject(tell(fixture.bank.pay(refunded.reference)))
    await fixture.room.payments.requestRefund(refunded.orderId, 'withdrawn')
    const again = { ...fixture.bank.pay(refunded.reference), reference: 'DALA-AGAIN' }
    expect((await site.inject(tell(again))).json()).toEqual({ recorded: 'overpayment' })
    expect(await stand(fixture.room, refunded.orderId)).toMatchObject({
      status: 'refunded',
      refunds: [{ why: 'withdrawn' }, { why: 'overpaid' }],
    })
  })

  it('comes to the bank’s own address, and to no other’s', async () => {
    const { orderId, reference } = await orderAtBank()
    const paid = fixture.bank.pay(reference)
    for (const address of ['/payments/bank/callbacks/tau', '/payments/bank/callbacks/nobody'])
      expect((await site.inject(tell(paid, { address }))).statusCode).toBe(401)
    expect(await stand(fixture.room, orderId)).toMatchObject({ status: 'paying' })
    expect((await site.inject(tell(paid, { address: '/payments/bank/callbacks/dala' }))).json()).toEqual({ recorded: 'fact' })
  })

  it('that is signed and yet unreadable is 422 and changes nothing', async () => {
    const { orderId, reference } = await orderAtBank()
    expect((await site.inject(tell({ ...fixture.bank.statement(reference), state: 'settled' }))).statusCode).toBe(422)
    expect(await stand(fixture.room, orderId)).toMatchObject({ status: 'paying' })
  })
})

function forged(how: string, paid: object): { first?: ReturnType<typeof tell>; message: ReturnType<typeof tell> } {
  if (how === 'another key') return { message: tell(paid, { key: { id: KEY.id, secret: new Uint8Array(32) } }) }
  if (how === 'a changed body') return { message: tell(paid, { body: JSON.stringify({ payment: { ...paid, reference: 'DALA-EVIL' } }) }) }
  if (how === 'no signature') return { message: tell(paid, { headers: { 'x-signature': '' } }) }
  if (how === 'an old moment') {
    const message = tell(paid)
    fixture.clock.forwardMs(6 * 60_000)
    return { message }
  }
  // The bank itself would have to sign it; the nonce is spent all the same.
  const first = tell({ ...paid, state: 'open', reference: null })
  const body = JSON.stringify({ payment: paid })
  const headers = signedHeaders(
    {
      direction: 'request',
      method: 'POST',
      path: '/payments/bank/callbacks',
      timestamp: fixture.clock.now(),
      nonce: first.headers['x-nonce']!,
      body,
    },
    KEY,
  )
  return { first, message: { ...first, headers: { ...headers, 'content-type': 'application/json' }, payload: body } }
}

describe('the receipt', () => {
  const page = (orderId: string) => ({ url: `/kk/pay/${orderId}/receipt` })

  it('is a file behind the page of what was paid; without a seal the page says so, and there is no link', async () => {
    const { orderId } = await paidOrder(fixture)
    const unpaid = await newOrder(fixture.room)
    expect((await site.inject(page(unpaid.orderId))).statusCode).toBe(404)
    const refused = await site.inject(page(orderId))
    expect(refused.statusCode).toBe(503)
    expect(refused.body).toContain('мөр басылмайды')
    expect((await site.inject({ url: `/kk/pay/${orderId}` })).body).not.toContain('/receipt"')
    const room = await fixture.again({
      press: {
        render: async () => Buffer.from('%PDF-'),
        seal: async (pdf, { reason }) => Buffer.concat([pdf, Buffer.from(reason)]),
        instantText: (at) => at,
        isSandbox: true,
      },
    })
    const other = await createSite({ origin: ORIGIN, host: 'localhost', port: 0, logger: pino({ level: 'silent' }), sandbox: true })
    await other.register(room.site)
    const file = await other.inject(page(orderId))
    expect([file.statusCode, file.headers['content-type'], file.body]).toEqual([200, 'application/pdf', '%PDF-Төлем түбіртегі'])
    expect(file.headers['content-disposition']).toMatch(/receipt-DALA-\d+\.pdf/)
    expect((await other.inject({ url: `/kk/pay/${orderId}` })).body).toContain(`/kk/pay/${orderId}/receipt"`)
    // Sealed once: it is there where no key is configured any more.
    expect((await site.inject(page(orderId))).body).toBe('%PDF-Төлем түбіртегі')
    await other.close()
    await room.stop()
  })
})
