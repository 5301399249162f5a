// A site that programs alone ask: no page, cookie or form, and the limits of every other site.
import type { RateKind } from '@ruqsat/installation'
import { fastify, type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify'
import { installRateLimits, rateLimit, type RateOptions } from './rate-limit.ts'
import { keepPace } from './pace.ts'

export type MachineSiteOptions = RateOptions & {
  readonly trustedProxies?: readonly string[]
  /** False: nothing is rejected for coming too fast. For load tests of a sandbox; default true. */
  readonly rateLimits?: boolean
  /** The limit of routes whose config says `isCostly`; all others have that of pages. */
  readonly costly: RateKind
}

/** Of a body whose route says no other limit; a question to a certification authority has some hundred bytes. */
const BODY_BYTES = 16 * 1024
const REQUEST_TIMEOUT_MS = 3 * 60_000
const HEADERS_TIMEOUT_MS = 30_000

/** Every limit is on before the first route is added. What is wrong is answered with a status and a line of text: each protocol has its own errors for the rest. */
export async function createMachineSite(options: MachineSiteOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: 'idle',
    trustProxy: (options.trustedProxies ?? []).length > 0 && [...options.trustedProxies!],
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: HEADERS_TIMEOUT_MS / 3 },
  }) as unknown as FastifyInstance
  app.removeAllContentTypeParsers()
  app.decorateRequest('sessionOrNull', null)
  app.addHook('onRoute', (route) => {
    if ((route.config as { isCostly?: boolean } | undefined)?.isCostly === true) Object.assign(route.config!, rateLimit(options.costly))
  })
  if (options.rateLimits !== false) await installRateLimits(app, options)
  keepPace(app)
  const preValidation = app.hasDecorator('rateLimit') ? app.rateLimit() : []
  app.setNotFoundHandler({ preValidation }, (_request: FastifyRequest, reply) => reply.code(404).type('text/plain').send('Not found'))
  app.setErrorHandler<FastifyError>((error, _request, reply) => {
    const status = error.statusCode ?? 500
    return reply
      .code(status)
      .type('text/plain')
      .send(REASONS[status] ?? (status < 500 ? 'Not understood' : 'Not now'))
  })
  return app
}

const REASONS: Readonly<Record<number, string>> = { 413: 'Too large', 415: 'Of another type', 429: 'Too many requests' }
