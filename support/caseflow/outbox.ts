import { laterBy, type Sql, type TechnicalClock } from '@ruqsat/database'
import { Fault, type Json } from '@ruqsat/foundation'
import { type BackOff, type Failure, runDue } from '@ruqsat/jobs'
import { passIncident, reportIncident } from './store/incidents.ts'
import { claimOutbox, forgetDelivered, settleDelivered, settleFailed, type OutboxMessage } from './store/outbox.ts'

/** Carries one message to its neighbour. Called at least once for each key: what it does must be idempotent by `key`. A throw means "not delivered". */
export type OutboxHandler = (message: {
  readonly key: string
  readonly caseId: string
  readonly payload: Json
  readonly attempt: number
}) => Promise<void>

/** With these pauses the last attempt comes about a day after the first: what is down longer needs a person. */
export const BACK_OFF = { firstMs: 2_000, longestMs: 4 * 3_600_000, attempts: 14 } as const satisfies BackOff
/** A handler that takes longer is taken for dead, and its message is offered again. */
const LEASE_MS = 120_000
const AT_ONCE = 20

export type OutboxDeps = {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  readonly onOutbox: Readonly<Record<string, OutboxHandler>>
  readonly onFault: (error: unknown) => void
}

/** Delivers what waits; answers how many messages were looked at. Any number of processes may run it at once. */
export function runOutbox({ sql, schema, technicalClock, onOutbox, onFault }: OutboxDeps): Promise<number> {
  const failed = (message: OutboxMessage, { at, error }: Failure, isStuck: boolean) => {
    onFault(error)
    return settleFailed(sql, schema, message, { at, isStuck, error: String((error as Error).message ?? error).slice(0, 500) })
  }
  const incidentOf = ({ authority, caseId, key }: OutboxMessage) => ({ authority, caseId, kind: 'outbox', subject: key }) as const
  return runDue<OutboxMessage>({
    technicalClock,
    leaseMs: LEASE_MS,
    atOnce: AT_ONCE,
    backOff: BACK_OFF,
    claim: (claim) => claimOutbox(sql, schema, claim),
    attempt: async ({ key, caseId, kind, payload, attempts }) => {
      const handler = onOutbox[kind]
      if (handler === undefined) throw new Fault(`Expected a handler for messages of kind '${kind}' but there is none`, { retry: 'never' })
      await handler({ key, caseId, payload, attempt: attempts })
    },
    // A crash before this delivers once more: the neighbour knows the key.
    done: async (message) => {
      await settleDelivered(sql, schema, message, technicalClock.now())
      await passIncident(sql, schema, incidentOf(message), technicalClock.now())
    },
    later: (message, failure) => failed(message, failure, false),
    giveUp: async (message, failure) => {
      await failed(message, failure, true)
      const at = technicalClock.now()
      await reportIncident(sql, schema, { ...incidentOf(message), neighbour: message.kind, error: failure.error, at, shownAfter: 1 })
    },
  })
}

/** There is a month to find out why a message was sent, or sent late. The text is kept by the neighbour; the event stays in the case. */
export const DELIVERED_KEPT_MS = 31 * 24 * 3_600_000
/** Small enough to finish quickly next to the delivery. */
const FORGET_AT_ONCE = 500

/** Removes one batch of notices that were delivered long ago; answers how many. Any number of processes may run it at once. */
export function forgetOutbox({ sql, schema, technicalClock }: Pick<OutboxDeps, 'sql' | 'schema' | 'technicalClock'>): Promise<number> {
  return forgetDelivered(sql, schema, laterBy(technicalClock, -DELIVERED_KEPT_MS), FORGET_AT_ONCE)
}
