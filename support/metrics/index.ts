// What an operator watches: counts and times of requests, and gauges of the rooms, in the text format of Prometheus; details of the health as JSON.
import { timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Values with their labels. */
export type Readings = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]

export type Metrics = {
  /** Counts and times what this site answers. Before its routes are added. */
  watchSite(app: FastifyInstance, site: string, routeOf: (request: FastifyRequest) => string): void
  /** Read when somebody asks; left out of that answer where it fails or takes longer than a second. */
  gauge(name: string, help: string, labels: readonly string[], read: () => Promise<Readings> | Readings): void
  /** `/metrics` and `/health/detail`, for who shows `Authorization: Bearer` with the key. */
  serve(app: FastifyInstance, need: { readonly key: string; detail(): Promise<object> }): void
  text(): Promise<string>
}

/** From a page that is kept to one that the site's own limit of time ends. */
const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2.5, 5, 10, 25]
const READ_WITHIN_MS = 1_000

export function openMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const labelNames = ['site', 'method', 'route', 'status'] as const
  const requests = new Counter({ name: 'ruqsat_requests_total', help: 'Requests that were answered', labelNames, registers })
  const seconds = new Histogram({
    name: 'ruqsat_request_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['site', 'route'] as const,
    buckets: SECONDS,
    registers,
  })
  const gauges: (() => Promise<void>)[] = []

  async function text(): Promise<string> {
    await Promise.all(gauges.map((read) => read()))
    return registry.metrics()
  }

  return {
    text,
    watchSite(app, site, routeOf) {
      app.addHook('onResponse', async (request, reply) => {
        const route = routeOf(request)
        // One class for a status: each pair of route and status is a line for ever.
        requests.inc({ site, method: methodOf(request), route, status: `${Math.floor(reply.statusCode / 100)}xx` })
        seconds.observe({ site, route }, reply.elapsedTime / 1000)
      })
    },
    gauge(name, help, labels, read) {
      const gauge = new Gauge({ name, help, labelNames: [...labels], registers })
      gauges.push(async () => {
        gauge.reset()
        const readings = await within(read)
        if (readings === null) registry.removeSingleMetric(name)
        else {
          if (registry.getSingleMetric(name) === undefined) registry.registerMetric(gauge)
          for (const [values, value] of readings) gauge.set(values, value)
        }
      })
    },
    serve(app, { key, detail }) {
      const isKey = keyCheck(key)
      app.get('/metrics', async (request, reply) => {
        if (!isKey(request)) return reply.code(401).header('www-authenticate', 'Bearer').send()
        return reply
          .header('cache-control', 'no-store')
          .type(registry.contentType)
          .send(await text())
      })
      app.get('/health/detail', async (request, reply) => {
        if (!isKey(request)) return reply.code(401).header('www-authenticate', 'Bearer').send()
        return reply.header('cache-control', 'no-store').send(await detail())
      })
    },
  }
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const methodOf = ({ method }: FastifyRequest): string => (METHODS.has(method) ? method : 'other')

/** Null where it fails or is silent. */
async function within(read: () => Promise<Readings> | Readings): Promise<Readings | null> {
  let timer: NodeJS.Timeout | undefined
  const silent = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), READ_WITHIN_MS)
  })
  try {
    return await Promise.race([Promise.resolve().then(read), silent])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}

function keyCheck(key: string): (request: FastifyRequest) => boolean {
  const expected = Buffer.from(key)
  return ({ headers }) => {
    const given = Buffer.from(/^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '')
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
}
