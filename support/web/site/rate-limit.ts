import limiter, { normalizeIP } from '@fastify/rate-limit'
import { RATES, USUAL_RATES, type RateKind, type Rates } from '@ruqsat/installation'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { OwnCounts, type Counter } from '../rates/counts.ts'

export type RateOptions = {
  /** Numbers of this installation; the usual ones where absent. */
  readonly rates?: Partial<Rates>
  /** Counts the doors that cost much, of all processes together; default: this process alone. */
  readonly sharedCounts?: Counter
}

/** Half an IPv6 address belongs to one household or one server: whoever has a /64 has as many addresses as they like. */
const IPV6_NETWORK_BITS = 64

/**
 * Every page is counted in this process; doors with a `rateLimit` of their own are counted exactly, in the shared counts. All of it happens
 * before a byte of the body is read, and a page that does not exist is a page.
 */
export async function installRateLimits(app: FastifyInstance, options: RateOptions): Promise<void> {
  const rates: Rates = { ...USUAL_RATES, ...options.rates }
  const own = new OwnCounts()
  const shared = options.sharedCounts ?? own
  app.decorate('rates', rates)
  await app.register(limiter, {
    global: true,
    keyGenerator: visitorOf,
    max: (request) => (signedIn(request) === null ? rates.address : rates.person),
    timeWindow: RATES.person.windowMs,
    allowList: (request) => request.url.startsWith('/assets/'),
    store: storeOf(own, shared, 'page'),
  })
}

/** The plugin's way to keep counts: one object for all pages, and a child for each door with a limit of its own. */
function storeOf(own: Counter, shared: Counter, kind: string) {
  return class Store {
    incr(visitor: string, done: (error: Error | null, count?: { current: number; ttl: number }) => void, windowMs: number): void {
      const counter = kind === 'page' ? own : shared
      Promise.resolve(counter.count(`${kind} ${visitor}`, windowMs)).then((count) => done(null, count), done)
    }
    child(options: object) {
      return new (storeOf(own, shared, (options as { kind?: string }).kind ?? 'door'))()
    }
  }
}

function signedIn(request: FastifyRequest): string | null {
  return request.sessionOrNull?.accountId ?? null
}

/** A person wherever they are, else an address. */
function visitorOf(request: FastifyRequest): string {
  const account = signedIn(request)
  return account === null ? `address ${networkOf(request)}` : `account ${account}`
}

/** Where a request comes from, as every limit counts it: an address, of IPv6 its network. */
export function networkOf({ ip }: Pick<FastifyRequest, 'ip'>): string {
  return normalizeIP(ip, IPV6_NETWORK_BITS)
}

/** For a route's `config`: `{ config: { ...rateLimit('sign-in') } }`. All routes of one kind are counted together. */
export function rateLimit(kind: RateKind) {
  const max = (request: FastifyRequest) => request.server.rates[kind]
  return { rateLimit: { kind, max, timeWindow: RATES[kind].windowMs } }
}

/** Whether this request may still leave something with us: where nobody is signed in anyone may post. Always, where nothing is limited. */
export type MayKeep = (request: FastifyRequest) => Promise<boolean>

/** `typed`: small, and asked for by everybody who changes the language; `kept`: a whole form that was posted when the session had ended. */
export function mayKeepOf(app: FastifyInstance, kind: 'kept' | 'typed' = 'kept'): MayKeep {
  if (!app.hasDecorator('createRateLimit')) return async () => true
  const limit = app.createRateLimit(rateLimit(kind).rateLimit)
  return async (request) => {
    const answer = await limit(request)
    return answer.isAllowed || !answer.isExceeded
  }
}

declare module 'fastify' {
  interface FastifyInstance {
    readonly rates: Rates
  }
}
