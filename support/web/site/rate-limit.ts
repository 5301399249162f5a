import type { FastifyInstance, FastifyRequest } from 'fastify'

export type RateLimitOptions = {
  /** Requests of one address within the window. */
  readonly max: number
  readonly windowMs: number
}

/** For a route's `config`: `{ config: { ...rateLimit({ max: 10, windowMs: 60_000 }) } }`. Counts in this process, by address, in technical time. */
export function rateLimit(options: RateLimitOptions): { rateLimit: { max: number; timeWindow: number } } {
  return { rateLimit: { max: options.max, timeWindow: options.windowMs } }
}

/** Where nobody is signed in anyone may post: one address leaves no more with us than an office of people whose sessions have ended. */
const KEPT_OF_ONE_ADDRESS = { max: 30, timeWindow: 60 * 60 * 1000 }

/** Whether this request may still leave something with us. Always, where the site limits no requests at all. */
export type MayKeep = (request: FastifyRequest) => Promise<boolean>

export function mayKeepOf(app: FastifyInstance): MayKeep {
  if (!app.hasDecorator('createRateLimit')) return async () => true
  const limit = app.createRateLimit(KEPT_OF_ONE_ADDRESS)
  return async (request) => {
    const answer = await limit(request)
    return answer.isAllowed || !answer.isExceeded
  }
}
