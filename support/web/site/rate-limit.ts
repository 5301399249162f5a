export type RateLimitOptions = {
  /** Requests of one address within the window. */
  readonly max: number
  readonly windowMs: number
}

/** For a route's `config`: `{ config: { ...rateLimit({ max: 10, windowMs: 60_000 }) } }`. Counts in this process, by address, in technical time. */
export function rateLimit(options: RateLimitOptions): { rateLimit: { max: number; timeWindow: number } } {
  return { rateLimit: { max: options.max, timeWindow: options.windowMs } }
}
