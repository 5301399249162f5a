import { readFile } from 'node:fs/promises'
import { fastify, type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMetrics } from './index.ts'

const KEY = 'a'.repeat(64)
let app: FastifyInstance
let isSilent = false

beforeAll(async () => {
  app = fastify()
  const metrics = openMetrics()
  metrics.watchSite(app, 'portal', (request) => request.routeOptions.url ?? 'no route')
  metrics.gauge('ruqsat_outbox', 'Messages to other systems', ['state'], async () => {
    if (isSilent) throw new Error('the database is away')
    return [
      [{ state: 'waiting' }, 3],
      [{ state: 'stuck' }, 0],
    ]
  })
  metrics.serve(app, { key: KEY, detail: async () => ({ clock: { behindMs: 0 } }) })
  app.get('/people/:iin', async () => 'there')
})
afterAll(() => app.close())

const ask = (url: string, key?: string) => app.inject({ url, headers: key === undefined ? {} : { authorization: `Bearer ${key}` } })

test('requests are counted by their route, and no address is in a metric', async () => {
  await ask('/people/880202400014')
  await ask('/people/880202400014')
  await ask('/nothing/880202400014')
  const { body, headers } = await ask('/metrics', KEY)
  expect(headers['content-type']).toContain('text/plain')
  expect(body).toContain('ruqsat_requests_total{site="portal",method="GET",route="/people/:iin",status="2xx"} 2')
  expect(body).toContain('ruqsat_requests_total{site="portal",method="GET",route="no route",status="4xx"} 1')
  expect(body).toContain('ruqsat_request_seconds_bucket{le="0.2",site="portal",route="/people/:iin"} 2')
  expect(body).toContain('ruqsat_outbox{state="waiting"} 3')
  expect(body).toContain('process_resident_memory_bytes')
  expect(body).not.toContain('880202400014')
})

test('without the key nobody learns anything', async () => {
  for (const url of ['/metrics', '/health/detail'])
    for (const key of [undefined, '', 'b'.repeat(64), `${KEY}a`]) {
      const { statusCode, body } = await ask(url, key)
      expect([statusCode, body]).toEqual([401, ''])
    }
  expect((await ask('/health/detail', KEY)).json()).toEqual({ clock: { behindMs: 0 } })
})

test('what cannot be read is left out, and is there again when it can', async () => {
  isSilent = true
  const { body } = await ask('/metrics', KEY)
  expect(body).not.toContain('ruqsat_outbox')
  expect(body).toContain('ruqsat_requests_total')
  isSilent = false
  expect((await ask('/metrics', KEY)).body).toContain('ruqsat_outbox{state="stuck"} 0')
})

test('the dashboard asks for numbers that are there', async () => {
  const dashboard = JSON.parse(await readFile(new URL('../../docs/grafana/ruqsat.json', import.meta.url), 'utf8')) as {
    readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[]
  }
  const house = await readFile(new URL('../../cmd/house/metrics.ts', import.meta.url), 'utf8')
  const { body } = await ask('/metrics', KEY)
  const asked = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => expr.match(/\b(ruqsat|nodejs|process)_\w+/g) ?? []))
  expect(asked.length).toBeGreaterThan(10)
  for (const name of asked) expect(house.includes(`'${name}'`) || body.includes(`${name}{`) || body.includes(`${name} `), name).toBe(true)
})
