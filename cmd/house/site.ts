// The sites of this process: their addresses and limits, the portal's own, and how one ends without losing a request.
import type { Server as HttpServer, ServerResponse } from 'node:http'
import type { Server as HttpsServer } from 'node:https'
import { isIP, Server as Listener } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { toLocal } from '@ruqsat/clock'
import { fillText, instantFromMs, msFromInstant } from '@ruqsat/foundation'
import { ownHosts, ratesOf, type Settings, type TlsMaterial } from '@ruqsat/installation'
import type { Regulation } from '@ruqsat/law'
import type { LicensingRoom } from '@ruqsat/licensing'
import { NCALAYER_PATH, SANDBOX_PATH } from '@ruqsat/sandbox'
import { NCALAYER_URL } from '@ruqsat/signing/browser'
import { createSite, type LegalTimeView, openSharedCounts, type SiteOptions } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Installation } from './installation.ts'
import type { TableWatch } from './tables.ts'
import texts from '../texts.yaml'

export type Ports = { readonly portal: number; readonly bank: number; readonly authority: number }

/** The addresses by which people and neighbours reach the sites of this process. */
export type Origins = { readonly portal: string; readonly bank: string; readonly authority: string }

export function originsOf(settings: Settings, ports: Ports): Origins {
  const host = publicHost(settings)
  return {
    portal: settings.origin ?? `${settings.tls ? 'https' : 'http'}://${inAddress(host)}:${ports.portal}`,
    bank: `http://${inAddress(bankHost(settings))}:${ports.bank}`,
    authority: `http://127.0.0.1:${ports.authority}`,
  }
}

/** What people type. Open to the network with TLS: the address by which a phone reaches us; without TLS only this machine's browser can sign. */
function publicHost({ host, tls }: Settings): string {
  if (!EVERY_ADDRESS.has(host)) return host
  return (tls && ownHosts().find((each) => isIP(each) && !each.startsWith('127.'))) || 'localhost'
}

/** Another site than the portal's `localhost`; where phones are let in, the payer has to reach it too, on another port. */
export function bankHost(settings: Settings): string {
  const host = publicHost(settings)
  return host === 'localhost' ? '127.0.0.1' : host
}

const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::'])

function inAddress(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host
}

/** What every site of this house keeps to, the portal's and the bank's alike. */
export type SiteLimits = Pick<SiteOptions, 'rateLimits' | 'rates' | 'sharedCounts' | 'trustedProxies' | 'answerWithinMs'>

export async function limitsOf({ settings, databases, secrets, technicalClock }: Installation): Promise<SiteLimits> {
  return {
    rateLimits: settings.rateLimits === 'on',
    rates: ratesOf(settings),
    sharedCounts: await openSharedCounts(databases.house, Buffer.from(await secrets.secret('rate-visitors')), technicalClock),
    trustedProxies: settings.trustedProxies,
    answerWithinMs: settings.answerWithinSeconds * 1000,
  }
}

/** Where pages reach NCALayer: on the person's own computer; in the sandbox a twin of it, on the bank's site. */
export function ncalayerUrl({ mode }: Pick<Settings, 'mode'>, { bank }: Pick<Origins, 'bank'>): string {
  return mode === 'production' ? NCALAYER_URL : `${bank.replace(/^http/, 'ws')}${NCALAYER_PATH}`
}

/** The twin's window, in which the person presses as in the real program's own; nothing in production. */
export function ncalayerWindowUrl(
  { mode }: Pick<Settings, 'mode'>,
  { bank }: Pick<Origins, 'bank'>,
): { readonly ncalayerWindowUrl?: string } {
  return mode === 'production' ? {} : { ncalayerWindowUrl: `${bank}/kk${NCALAYER_PATH}` }
}

type SiteNeed = {
  readonly origins: Origins
  readonly ports: Ports
  readonly limits: SiteLimits
  readonly tls: TlsMaterial | null
  readonly regulation: Regulation
  /** Sites of banks that payers are sent to. */
  readonly banks: readonly string[]
}

/** The portal's site, on which workstation, payments and the sandbox have their pages too. Its head shows the legal time of this act's authority. */
export async function openSite(
  installation: Installation,
  { origins, ports, limits, tls, regulation, banks }: SiteNeed,
): Promise<FastifyInstance> {
  const { settings, log, secrets } = installation
  return createSite({
    origin: origins.portal,
    host: settings.host,
    port: ports.portal,
    logger: log,
    formActions: banks,
    connects: [new URL(ncalayerUrl(installation.settings, origins)).origin],
    sandbox: settings.mode === 'sandbox',
    ...(settings.mode === 'sandbox' && { sandboxPath: SANDBOX_PATH }),
    secret: Buffer.from(await secrets.secret('form-key')),
    legalTime: legalTimeView(installation, regulation),
    ...(tls && { tls }),
    ...limits,
  })
}

/** `/health` asks our own rooms, and the neighbours that run in this process; those of a real installation have a health of their own. */
export function addHealth(
  { site }: FastifyInstance,
  { databases, settings }: Installation,
  { licensing }: { readonly licensing: LicensingRoom },
  origins: Origins,
  watch: TableWatch,
): void {
  site.addHealthCheck('database', async () => (await databases.house.sql`select 1 as one`).length === 1)
  site.addHealthCheck('cases', async () => (await licensing.health()).isHealthy)
  site.addHealthWarning(async () => {
    const { clockBehindMs } = await licensing.health()
    return clockBehindMs > 0 ? [fillText(texts.doctor.eventsWait.text, { seconds: Math.round(clockBehindMs / 1000) }).en] : []
  })
  site.addHealthWarning(async () => (await watch.warnings()).map(({ en }) => en))
  if (settings.mode === 'production') return
  site.addHealthCheck('bank', () => answers(`${origins.bank}/health`))
  site.addHealthCheck('authority', () => answers(`${origins.authority}/ca/practice`))
}

/** A site that is silent for this long is reported as failing. */
const ANSWER_WITHIN_MS = 1_500

/** Whether anything answers there at all, be it a refusal; an address that is none is silent. */
export async function isReachable(url: string): Promise<boolean> {
  try {
    const response = await fetch(new URL(url).origin, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS), redirect: 'manual' })
    await response.body?.cancel()
    return response.status < 500
  } catch {
    return false
  }
}

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

/** Long enough that every browser that is talking to us has one more answer, with the word that it is the last on its connection. */
const LAST_ANSWERS_MS = 300
/** Long enough for the first request of a connection that was just opened. */
const FIRST_REQUESTS_MS = 100

/**
 * Ends a site without losing a request. Closing at once would cut idle connections over which a request is just on its way: so each
 * answer first says that its connection ends, then nobody new is let in, then what is idle is closed and what is busy is waited for.
 */
export async function letGo(server: HttpServer | HttpsServer): Promise<void> {
  server.prependListener('request', (_request: unknown, response: ServerResponse) => {
    response.shouldKeepAlive = false
  })
  await sleep(LAST_ANSWERS_MS)
  if (!server.listening) return
  const isEmpty = new Promise<void>((resolve) => Listener.prototype.close.call(server, () => resolve()))
  await sleep(FIRST_REQUESTS_MS)
  server.closeIdleConnections()
  await isEmpty
}
