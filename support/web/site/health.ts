import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'

export type HealthCheck = () => Promise<boolean>
/** What an operator should know of before it fails; none while all is well. Sentences without secrets or personal data. */
export type HealthWarning = () => Promise<readonly string[]>

/** Long enough for a busy database, short enough for a load balancer. */
const CHECK_LIMIT_MS = 2000

/** `/health`: 200 where every part works, 503 where one does not; names of parts only, nothing of their insides. Warnings fail nothing. */
export function serveHealth(app: FastifyInstance, checks: ReadonlyMap<string, HealthCheck>, warnings: readonly HealthWarning[]): void {
  app.get('/health', { config: { rateLimit: false, isLong: true } }, async (_request, reply) => {
    const [parts, warned] = await Promise.all([
      Promise.all([...checks].map(async ([name, check]) => [name, await within(check, false)] as const)),
      Promise.all(warnings.map((warning) => within(warning, []))).then((each) => each.flat()),
    ])
    const well = parts.every(([, works]) => works)
    return reply
      .code(well ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({
        status: well ? 'ok' : 'failing',
        parts: Object.fromEntries(parts.map(([name, works]) => [name, works ? 'ok' : 'failing'])),
        ...(warned.length > 0 && { warnings: warned }),
      })
  })
}

const underWay = new WeakMap<() => Promise<unknown>, Promise<unknown>>()

/** A part that is silent is asked once, however often we are asked about it. */
function ask<T>(check: () => Promise<T>): Promise<T> {
  const asked = (underWay.get(check) as Promise<T> | undefined) ?? check().finally(() => underWay.delete(check))
  underWay.set(check, asked)
  return asked
}

/** What it answers in time; `otherwise` where it fails or is silent. */
async function within<T>(check: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await Promise.race([ask(check), sleep(CHECK_LIMIT_MS, otherwise, { ref: false })])
  } catch {
    return otherwise
  }
}
