// The limits against a stranger, in small: each attack of `limits.long.test.ts` against a site with every limit, and against one without, where each
// attack must be noticed. Nothing is timed: what is judged is what became of each go.
import { createMachineSite, createSite, csrfToken, localPath, rateLimit, readForm } from '@ruqsat/web'
import { USUAL_RATES, type Rates } from '@ruqsat/installation'
import { fastify, type FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ATTACKS, missingLimits, runAttack, type Targets } from './support/attacks.ts'

const RATES: Rates = { ...USUAL_RATES, address: 12, authority: 3, gateway: 3, 'verify-file': 3, 'sign-in': 3 }
const ADDRESSES = ['127.0.0.2', '127.0.0.3']
/** So that one address passes twice the highest of those rates. */
const GOES = 60

let guarded: Targets
let open: Targets
const sites: FastifyInstance[] = []
afterAll(async () => {
  for (const site of sites) {
    site.server.closeAllConnections()
    await site.close()
  }
})

async function listening(site: FastifyInstance) {
  sites.push(site)
  await site.listen({ host: '127.0.0.1', port: 0 })
  return { host: '127.0.0.1', port: (site.server.address() as AddressInfo).port }
}

beforeAll(async () => {
  const portal = await createSite({
    origin: 'http://localhost:8080',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    rates: RATES,
    headersWithinMs: 200,
    bodyPace: { bytesPerSecond: 100, patienceMs: 600, crowdedPatienceMs: 300, crowdOfOne: 4, crowdOfAll: 100 },
  })
  await standIns(portal)
  const authority = await createMachineSite({ rates: RATES, costly: 'authority' })
  for (const [path, type] of [
    ['/ocsp', 'application/ocsp-request'],
    ['/tsp', 'application/timestamp-query'],
  ] as const) {
    authority.addContentTypeParser(type, { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body))
    authority.post(path, { config: { isCostly: true } as never }, async () => 'signed')
  }
  guarded = { portal: await listening(portal), authority: await listening(authority), patienceMs: 20_000 }
  const nothing = await withoutLimits()
  open = { portal: nothing, authority: nothing, patienceMs: 1_500 }
})

/** The doors that the attacks knock at, with the limits that the rooms give them and nothing behind. */
async function standIns(site: FastifyInstance): Promise<void> {
  for (const path of ['/sign-in', '/verify'])
    site.get(localPath(path), (request, reply) => reply.type('text/html').send(`<input name="_csrf" value="${csrfToken(request, reply)}">`))
  site.post(localPath('/sign-in'), { config: rateLimit('sign-in') }, (request, reply) =>
    reply.code(422).send(`${readForm(request).text('iin').length}`),
  )
  site.post(localPath('/verify/file'), { config: { ...rateLimit('verify-file'), files: { files: 1 } } }, (request, reply) =>
    reply.code(200).send(`${readForm(request).files('file').length} files`),
  )
  await site.register(async (app) => {
    app.removeAllContentTypeParsers()
    app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 64 * 1024 }, (_request, body, done) => done(null, body))
    app.post('/payments/bank/callbacks/dala', { config: { csrf: false, ...rateLimit('callback') } as never }, async (_request, reply) =>
      reply.code(401).send(),
    )
    app.post('/gateway/SyncChannel/v10', { config: { csrf: false, ...rateLimit('gateway') } as never }, async (_request, reply) =>
      reply.code(500).send(),
    )
  })
}

/** Takes everything, waits for ever and answers that it is well. */
async function withoutLimits() {
  const site = fastify({
    bodyLimit: 64 * 1024 * 1024,
    http: { headersTimeout: 0, requestTimeout: 0 },
  } as never) as unknown as FastifyInstance
  site.removeAllContentTypeParsers()
  site.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  site.all('/*', async () => 'taken')
  return listening(site)
}

test.each(ATTACKS)('$name: the limit holds, and its absence is noticed', async (attack) => {
  const run = (targets: Targets, addresses: readonly string[], goes: number) =>
    runAttack(attack, targets, addresses, (done) => done >= goes)
  const goes = attack.rate === undefined ? 4 : GOES
  expect(missingLimits(attack, await run(guarded, ADDRESSES, goes), RATES)).toEqual([])
  expect(missingLimits(attack, await run(open, ADDRESSES, goes), RATES)).not.toEqual([])
})
