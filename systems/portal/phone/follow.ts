// An exchange is followed by one process, which asks the service again and again until it ends: first whether the application has fetched the
// document, then for its signature. A lease in the row is renewed with each question; where a process dies, another goes on.
import { setTimeout as sleep } from 'node:timers/promises'
import { type AnySql, laterBy, type TechnicalClock } from '@ruqsat/database'
import type { PhoneFault, PhoneSigning } from '@ruqsat/signing/phone'
import { type KeptExchange, takeOpen, writeExchange } from './store.ts'

/** Longer than the longest question. */
export const LEASE_MS = 60_000
/** A service that is away is asked again after this; the person sees that it is away. */
const AGAIN_MS = 2_000
const MOST_AT_ONCE = 200

export type Followers = {
  /** Follows one that was just begun. */
  follow(exchange: KeptExchange): void
  /** Takes over those that nobody follows. */
  takeOver(): Promise<void>
  /** Ends every question; what is open stays open for the next start. */
  stop(): Promise<void>
}

export type FollowerDeps = {
  readonly sql: AnySql
  readonly technicalClock: TechnicalClock
  readonly service: PhoneSigning
  readonly warn: (about: object, text: string) => void
}

export function openFollowers(deps: FollowerDeps): Followers {
  const { sql, technicalClock } = deps
  const ending = new AbortController()
  const under = new Map<string, Promise<void>>()
  const follow = (exchange: KeptExchange): void => {
    if (under.has(exchange.id) || ending.signal.aborted) return
    const work = untilEnd(deps, exchange, ending.signal)
      .catch((error: unknown) =>
        deps.warn({ event: 'phone-signing', err: error }, 'an exchange with eGov Mobile was cut off and is taken up again'),
      )
      .finally(() => under.delete(exchange.id))
    under.set(exchange.id, work)
  }
  return {
    follow,
    async takeOver() {
      const claim = { now: technicalClock.now(), leaseUntil: laterBy(technicalClock, LEASE_MS), limit: MOST_AT_ONCE }
      for (const exchange of await takeOpen(sql, claim)) follow(exchange)
    },
    async stop() {
      ending.abort()
      await Promise.all(under.values())
    },
  }
}

async function untilEnd(deps: FollowerDeps, begun: KeptExchange, signal: AbortSignal): Promise<void> {
  let exchange = begun
  while (exchange.state === 'waiting' || exchange.state === 'fetched') {
    const next = await step(deps, exchange, signal)
    if (signal.aborted) return
    // The person has begun again meanwhile: nobody waits for this one any more.
    if (!(await writeExchange(deps.sql, exchange.id, next, laterBy(deps.technicalClock, LEASE_MS)))) return
    exchange = next
    if (exchange.fault === 'unreachable') await sleep(AGAIN_MS, undefined, { signal }).catch(() => undefined)
  }
}

async function step({ service, technicalClock }: FollowerDeps, exchange: KeptExchange, signal: AbortSignal): Promise<KeptExchange> {
  if (exchange.expiresAt <= technicalClock.now()) return { ...exchange, state: 'ended', fault: exchange.fault ?? 'expired' }
  const { state, title, content } = exchange
  const answer =
    state === 'waiting' ? await service.offer(exchange, { title, bytes: content }, signal) : await service.collect(exchange, signal)
  if (answer.kind === 'held') return { ...exchange, fault: null }
  if (answer.kind === 'fetched') return { ...exchange, state: 'fetched', fault: null }
  if (answer.kind === 'signed') return { ...exchange, state: 'signed', fault: null, signature: answer.cms }
  return isPassing(answer) ? { ...exchange, fault: 'unreachable' } : { ...exchange, state: 'ended', fault: answer.fault }
}

/** A broken line or a service that is away ends nothing: the person may be signing at this moment. */
function isPassing({ fault }: PhoneFault): boolean {
  return fault === 'unreachable'
}
