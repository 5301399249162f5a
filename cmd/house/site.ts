import { setTimeout as sleep } from 'node:timers/promises'
import { toLocal } from '@ruqsat/clock'
import { instantFromMs, msFromInstant } from '@ruqsat/foundation'
import type { TlsMaterial } from '@ruqsat/installation'
import type { Regulation } from '@ruqsat/law'
import { SANDBOX_PATH } from '@ruqsat/sandbox'
import { createSite, type LegalTimeView } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Origins, Ports } from './addresses.ts'
import type { Installation } from './installation.ts'
import type { SiteLimits } from './limits.ts'
import type { Systems } from './systems.ts'
import type { TableWatch } from './tables.ts'

/** The portal's site, on which workstation, payments and the sandbox have their pages too. Its head shows the legal time of this act's authority. */
export async function openSite(
  installation: Installation,
  origins: Origins,
  ports: Ports,
  limits: SiteLimits,
  tls: TlsMaterial | null,
  regulation: Regulation,
): Promise<FastifyInstance> {
  const { settings, log, secrets } = installation
  return createSite({
    origin: origins.portal,
    host: settings.host,
    port: ports.portal,
    logger: log,
    formActions: [origins.bank],
    sandbox: true,
    sandboxPath: SANDBOX_PATH,
    secret: Buffer.from(await secrets.secret('form-key')),
    legalTime: legalTimeView(installation, regulation),
    ...(tls && { tls }),
    ...limits,
  })
}

/** `/health` asks our own rooms, and the neighbours that run in this process; those of a real installation have a health of their own. */
export function addHealth(
  { site }: FastifyInstance,
  { database }: Installation,
  { licensing }: Systems,
  origins: Origins,
  watch: TableWatch,
): void {
  site.addHealthCheck('database', async () => (await database.sql`select 1 as one`).length === 1)
  site.addHealthCheck('cases', async () => (await licensing.health()).isHealthy)
  site.addHealthWarning(async () => (await watch.warnings()).map(({ en }) => en))
  site.addHealthCheck('bank', () => answers(`${origins.bank}/health`))
  site.addHealthCheck('authority', () => answers(`${origins.authority}/ca/practice`))
}

/** A site that is silent for this long is reported as failing. */
const ANSWER_WITHIN_MS = 1_500

async function answers(url: string): Promise<boolean> {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  await response.body?.cancel()
  return response.ok
}

/** How far legal time may be from the machine's before the pages say so. */
const MOVED_FROM_MS = 60_000

/** A page has more to do than to show the time. */
const TIME_WITHIN_MS = 1_000

/** For the head of every page, `/health` among them: while the database is away, the last time that it gave goes on. */
function legalTimeView(installation: Installation, regulation: Regulation): () => Promise<LegalTimeView> {
  const { legalClock, technicalClock } = installation
  const zone = installation.regulations.tables.zones[regulation.authority.zone]!
  let offsetMs = 0
  let asking: Promise<void> | null = null
  const ask = async () => {
    const toldMs = await legalClock.now().then(msFromInstant, () => null)
    if (toldMs !== null) offsetMs = toldMs - technicalClock.ms()
    asking = null
  }
  return async () => {
    // A database that is silent is asked once, and no page waits long for the time in its head.
    asking ??= ask()
    await Promise.race([asking, sleep(TIME_WITHIN_MS, undefined, { ref: false })])
    const local = toLocal(instantFromMs(technicalClock.ms() + offsetMs), zone)
    return { date: local.date, time: local.time, moved: Math.abs(offsetMs) > MOVED_FROM_MS }
  }
}
