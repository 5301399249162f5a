import type { Rates } from '@ruqsat/installation'
import type { FastifyInstance } from 'fastify'
import pino from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { createSite, localPath, mayKeepOf, rateLimit, readForm, type SiteOptions } from '../index.ts'

function newSite(options: Partial<SiteOptions>): Promise<FastifyInstance> {
  return createSite({ origin: 'http://localhost', host: '127.0.0.1', port: 0, logger: pino({ level: 'silent' }), ...options })
}

function addPages(site: FastifyInstance): void {
  site.get(localPath('/'), (_request, reply) => reply.send('home'))
  site.get(localPath('/rare'), { config: rateLimit('verify') }, (_request, reply) => reply.send('rare'))
  site.post(localPath('/name'), async (request, reply) => reply.send(readForm(request).text('a')))
}

describe('limits of rate', () => {
  /** A site where the header says who is signed in. */
  async function office(rates: Partial<Rates>): Promise<FastifyInstance> {
    const site = await newSite({ rates })
    site.addHook('onRequest', async (request) => {
      const accountId = request.headers['x-account'] as string | undefined
      if (accountId !== undefined)
        request.sessionOrNull = { accountId, boundTo: accountId, get: () => undefined, remove: () => undefined } as never
    })
    await site.register(async (pages) => addPages(pages))
    return site
  }
  const statusOf = async (site: FastifyInstance, url: string, headers: object = {}, remoteAddress = '192.0.2.1') =>
    (await site.inject({ url, headers: { ...headers }, remoteAddress })).statusCode

  test('people who are signed in are counted one by one, whatever address they share', async () => {
    const site = await office({ person: 3, address: 5 })
    for (const account of ['a', 'b', 'c'])
      for (const expected of [200, 200, 200, 429]) expect(await statusOf(site, '/kk', { 'x-account': account })).toBe(expected)
    // And the address of the whole office is not used up by them.
    for (const expected of [200, 200, 200, 200, 200, 429]) expect(await statusOf(site, '/kk')).toBe(expected)
    await site.close()
  })

  test('an IPv6 network of 64 bits is one visitor', async () => {
    const site = await office({ verify: 2 })
    for (const [last, expected] of [
      [1, 200],
      [2, 200],
      [3, 429],
    ] as const)
      expect(await statusOf(site, '/kk/rare', {}, `2001:db8:1:2::${last}`)).toBe(expected)
    expect(await statusOf(site, '/kk/rare', {}, '2001:db8:1:3::1')).toBe(200)
    await site.close()
  })

  test('who changes the language on a half-filled form takes nothing from those whose session has ended', async () => {
    const site = await newSite({ rates: { kept: 1, typed: 3 } })
    for (const kind of ['kept', 'typed'] as const) {
      const mayKeep = mayKeepOf(site, kind)
      site.get(`/${kind}`, async (request, reply) => reply.code((await mayKeep(request)) ? 200 : 429).send())
    }
    for (const expected of [200, 200, 200, 429]) expect(await statusOf(site, '/typed')).toBe(expected)
    for (const expected of [200, 429]) expect(await statusOf(site, '/kept')).toBe(expected)
    await site.close()
  })

  test('pages that do not exist are counted', async () => {
    const site = await office({ address: 2 })
    for (const expected of [404, 404, 429]) expect(await statusOf(site, '/kk/nowhere')).toBe(expected)
    await site.close()
  })

  test('who asks too often is answered before a byte of the form is read', async () => {
    const site = await office({ address: 1 })
    await statusOf(site, '/kk')
    const parse = vi.spyOn(globalThis, 'URLSearchParams')
    const answer = await site.inject({
      method: 'POST',
      url: '/kk/name',
      payload: 'a=1',
      remoteAddress: '192.0.2.1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect(answer.statusCode).toBe(429)
    expect(parse).not.toHaveBeenCalled()
    parse.mockRestore()
    await site.close()
  })

  test('limits count the person behind a proxy that is named, and believe nobody else', async () => {
    const behind = await newSite({ trustedProxies: ['10.0.0.0/8', '::1'], rates: { verify: 2 } })
    const open = await newSite({ rates: { verify: 2 } })
    addPages(open)
    addPages(behind)
    const ask = async (site: FastifyInstance, remoteAddress: string, forwardedFor: string) =>
      (await site.inject({ url: '/kk/rare', remoteAddress, headers: { 'x-forwarded-for': forwardedFor } })).statusCode
    for (const expected of [200, 200, 429]) expect(await ask(behind, '10.0.0.5', '203.0.113.7')).toBe(expected)
    expect(await ask(behind, '::1', '203.0.113.8')).toBe(200)
    // What the person wrote into the header themselves comes before what the proxy appended.
    expect(await ask(behind, '10.0.0.5', '198.51.100.1, 203.0.113.7')).toBe(429)
    for (const [place, expected] of [200, 200, 429].entries()) expect(await ask(behind, '192.0.2.1', `203.0.113.${place}`)).toBe(expected)
    for (const [place, expected] of [200, 200, 429].entries()) expect(await ask(open, '10.0.0.5', `203.0.113.${place}`)).toBe(expected)
    await Promise.all([behind.close(), open.close()])
  })
})
