// Events on their way to web hooks: at least once, later and later where nobody takes them.
import { laterBy, type Database, type TechnicalClock } from '@ruqsat/database'
import { msFromInstant, type Instant } from '@ruqsat/foundation'
import { runDue, type BackOff } from '@ruqsat/jobs'
import type { Logger } from 'pino'
import { keepClientEvent } from '../store/clients.ts'
import { claimDeliveries, disableHook, markDelivered, markFailed, pauseHook, type Delivery, type HookDisabled } from '../store/hooks.ts'
import type { HookTargets } from './address.ts'
import { eventShown, type EventShown } from '../events/shown.ts'
import { postHook, type HookCall } from './post.ts'
import { signedHeaders } from './secret.ts'

export type DeliverDeps = {
  readonly database: Pick<Database, 'sql'>
  readonly technicalClock: TechnicalClock
  readonly log: Pick<Logger, 'warn'>
  /** The installation's secret, from which those of web hooks are made. */
  readonly secret: Buffer
  readonly origin: string
  readonly hookTargets: HookTargets
  /** Tests put a receiver of their own here. */
  readonly post?: (call: HookCall, targets: HookTargets) => Promise<number>
}

/** The last attempt comes about eighteen hours after the first. */
export const HOOK_BACK_OFF = { firstMs: 5_000, longestMs: 4 * 3_600_000, attempts: 16 } as const satisfies BackOff
/** Longer than a call may take. */
const LEASE_MS = 60_000
const AT_ONCE = 20
/** After so many days on which nothing arrived nobody is behind the address any more. */
export const DISABLED_AFTER_DAYS = 3
const DAY_MS = 24 * 3_600_000

/** Another answer than 2xx: of one event where the receiver refused it (4xx), else of the receiver. */
class Unwanted extends Error {
  readonly status: number

  constructor(status: number) {
    super(`Expected a status of 2xx but the receiver answered ${status}`)
    this.status = status
  }
}

/** One claim; answers how many were tried. Any number of processes may run it at once. */
export function deliverDue(deps: DeliverDeps): Promise<number> {
  const { sql } = deps.database
  const now = () => deps.technicalClock.now()
  return runDue<Delivery>({
    technicalClock: deps.technicalClock,
    leaseMs: LEASE_MS,
    atOnce: AT_ONCE,
    backOff: HOOK_BACK_OFF,
    claim: (claim) => claimDeliveries(sql, claim),
    // A crash between the answer and our line sends once more, under the same id.
    async attempt(delivery) {
      const status = await send(deps, delivery)
      if (status < 200 || status > 299) throw new Unwanted(status)
      await markDelivered(sql, delivery, { at: now(), status, fault: null })
    },
    later: (delivery, { at, error }) => failed(deps, delivery, error, at),
    giveUp: (delivery, { error }) => failed(deps, delivery, error, null),
  })
}

async function send(deps: DeliverDeps, { hook, event, ownerKind }: Delivery): Promise<number> {
  const body = JSON.stringify(payloadOf(eventShown(event, { origin: deps.origin, owner: ownerKind })))
  const headers = signedHeaders(deps.secret, hook, { id: event.id, body, now: deps.technicalClock.now() })
  return (deps.post ?? postHook)({ url: hook.url, headers, body }, deps.hookTargets)
}

/** As Standard Webhooks recommends: the event itself is in `data`. */
function payloadOf(event: EventShown) {
  return { type: event.type, timestamp: event.at, data: event }
}

async function failed(deps: DeliverDeps, delivery: Delivery, error: unknown, next: Instant | null): Promise<void> {
  const { sql } = deps.database
  const at = deps.technicalClock.now()
  const status = error instanceof Unwanted ? error.status : null
  const since = await markFailed(sql, delivery, { at, status, fault: status === null ? faultOf(error) : null }, next)
  if (status === 410) return disable(deps, delivery, 'gone')
  if (msFromInstant(at) - msFromInstant(since) >= DISABLED_AFTER_DAYS * DAY_MS) return disable(deps, delivery, 'failing')
  const isOfThisEvent = status !== null && status >= 400 && status < 500 && status !== 429 && status !== 408
  if (!isOfThisEvent) await pauseHook(sql, delivery, next ?? laterBy(deps.technicalClock, HOOK_BACK_OFF.longestMs))
}

/** The code of the connection: `ECONNREFUSED`, `ENOTFOUND`, `CERT_HAS_EXPIRED`, `closed-address`. */
function faultOf(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: string }
  return String(typeof code === 'string' ? code : (name ?? 'Error')).slice(0, 100)
}

async function disable({ database, log, technicalClock }: DeliverDeps, { clientId, name }: Delivery, why: HookDisabled): Promise<void> {
  const at = technicalClock.now()
  const isDone = await database.sql.begin(async (tx) => {
    const isDisabled = await disableHook(tx, { clientId, name }, why, at)
    if (isDisabled) await keepClientEvent(tx, { clientId, at, kind: 'hookDisabled', by: 'system', facts: { name, why } })
    return isDisabled
  })
  if (isDone) log.warn({ event: 'web-hook', client: clientId, hook: name, why }, 'a web hook is disabled: its receiver takes nothing')
}
