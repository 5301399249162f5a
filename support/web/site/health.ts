import type { FastifyInstance } from 'fastify'

export type HealthCheck = () => Promise<boolean>

/** Long enough for a busy database, short enough for a load balancer. */
const CHECK_LIMIT_MS = 2000

/** `/health`: 200 where every part works, 503 where one does not; names of parts only, nothing of their insides. */
export function serveHealth(app: FastifyInstance, checks: ReadonlyMap<string, HealthCheck>): void {
  app.get('/health', { config: { rateLimit: false } }, async (_request, reply) => {
    const parts = await Promise.all([...checks].map(async ([name, check]) => [name, await holds(check)] as const))
    const well = parts.every(([, works]) => works)
    return reply
      .code(well ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: well ? 'ok' : 'failing', parts: Object.fromEntries(parts.map(([name, works]) => [name, works ? 'ok' : 'failing'])) })
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
