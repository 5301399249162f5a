import type { FastifyInstance } from 'fastify'

export type HealthCheck = () => Promise<boolean>
/** What an operator should know of before it fails; none while all is well. Sentences without secrets or personal data. */
export type HealthWarning = () => Promise<readonly string[]>

/** Long enough for a busy database, short enough for a load balancer. */
const CHECK_LIMIT_MS = 2000

/** `/health`: 200 where every part works, 503 where one does not; names of parts only, nothing of their insides. Warnings fail nothing. */
export function serveHealth(app: FastifyInstance, checks: ReadonlyMap<string, HealthCheck>, warnings: readonly HealthWarning[]): void {
  app.get('/health', { config: { rateLimit: false } }, async (_request, reply) => {
    const parts = await Promise.all([...checks].map(async ([name, check]) => [name, await holds(check)] as const))
    const well = parts.every(([, works]) => works)
    const warned = (await Promise.all(warnings.map((warning) => warning().catch(() => [])))).flat()
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

async function holds(check: HealthCheck): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_LIMIT_MS)
  })
  try {
    return await Promise.race([check(), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
