import { Fault, instantFromMs, type Json } from '@ruqsat/foundation'
import type { Sql, TechnicalClock } from '@ruqsat/database'
import { forgetDelivered, leaseOutbox, settleDelivered, settleFailed, type OutboxMessage } from './store/outbox.ts'

/** Carries one message to its neighbour. Called at least once for each key: what it does must be idempotent by `key`. A throw means "not delivered". */
export type OutboxHandler = (message: {
  readonly key: string
  readonly caseId: string
  readonly payload: Json
  readonly attempt: number
}) => Promise<void>

/** With the delays below the last attempt comes about a day after the first: what is down longer needs a person. */
export const MAX_ATTEMPTS = 14
const FIRST_RETRY_DELAY_MS = 2_000
const MAX_RETRY_DELAY_MS = 4 * 3_600_000
/** A handler that takes longer is taken for dead, and its message is offered again. */
const LEASE_MS = 120_000
const BATCH_SIZE = 20

export type OutboxDeps = {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  readonly onOutbox: Readonly<Record<string, OutboxHandler>>
  readonly onFault: (error: unknown) => void
}

/** Delivers what waits; answers how many messages were looked at. Any number of processes may run it at once. */
export async function runOutbox(deps: OutboxDeps): Promise<number> {
  const { sql, schema, technicalClock } = deps
  const leaseUntil = instantFromMs(technicalClock.ms() + LEASE_MS)
  const messages = await leaseOutbox(sql, schema, technicalClock.now(), leaseUntil, BATCH_SIZE)
  await Promise.all(messages.map((message) => deliver(message, deps)))
  return messages.length
}

async function deliver(message: OutboxMessage, deps: OutboxDeps): Promise<void> {
  try {
    const handler = deps.onOutbox[message.kind]
    if (handler === undefined)
      throw new Fault(`Expected a handler for messages of kind '${message.kind}' but there is none`, { retry: 'never' })
    await handler({ key: message.key, caseId: message.caseId, payload: message.payload, attempt: message.attempts })
    // A crash before this line delivers once more: the neighbour knows the key.
    await settleDelivered(deps.sql, deps.schema, message, deps.technicalClock.now())
  } catch (error) {
    deps.onFault(error)
    const isStuck = message.attempts >= MAX_ATTEMPTS || (error instanceof Fault && error.retry === 'never')
    const at = instantFromMs(deps.technicalClock.ms() + retryDelayMs(message.attempts))
    await settleFailed(deps.sql, deps.schema, message, { at, isStuck, error: String((error as Error).message ?? error).slice(0, 500) })
  }
}

/** Whoever looks into why somebody was told, or late, has a month. What was said lies with the neighbour; the event stays in the case. */
const DELIVERED_KEPT_MS = 31 * 24 * 3_600_000
const FORGET_EVERY_MS = 3_600_000
/** Small enough to be through at once beside the delivery. */
const FORGET_BATCH_SIZE = 500

/** Removes one batch of notices that were delivered long ago; answers how many. Any number of processes may run it at once. */
export function forgetOutbox({ sql, schema, technicalClock }: Pick<OutboxDeps, 'sql' | 'schema' | 'technicalClock'>): Promise<number> {
  return forgetDelivered(sql, schema, instantFromMs(technicalClock.ms() - DELIVERED_KEPT_MS), FORGET_BATCH_SIZE)
}

/** What the loop does: delivers, and once an hour removes what is old, batch by batch with the delivery between them. */
export function outboxWork(deps: OutboxDeps): () => Promise<number> {
  let forgetAgainMs = 0
  return async () => {
    const looked = await runOutbox(deps)
    if (deps.technicalClock.ms() < forgetAgainMs) return looked
    const forgotten = await forgetOutbox(deps)
    if (forgotten < FORGET_BATCH_SIZE) forgetAgainMs = deps.technicalClock.ms() + FORGET_EVERY_MS
    return looked + forgotten
  }
}

export function retryDelayMs(attempts: number): number {
  return Math.min(FIRST_RETRY_DELAY_MS * 2 ** (attempts - 1), MAX_RETRY_DELAY_MS)
}
