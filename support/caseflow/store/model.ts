import type { AnySql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'
import type { CaseEvent, CaseState } from '@ruqsat/engine'

/** What the database said of legal time: the instant, and its distance from the machine's, which changes with a move of the clock alone. */
export type LegalReading = { readonly now: Instant; readonly offsetMs: number }

/**
 * A case as it is, with legal time as it was looked at. `state` is null where there is no such case, or its version is known; `party` is what
 * is kept of its applicant, null where that was erased.
 */
export type Seen = LegalReading & { readonly version: number; readonly state: CaseState | null; readonly party: Json | null }

export type OutboxRow = { readonly key: string; readonly kind: string; readonly payload: Json; readonly notBefore: Instant }
export type PartyRow = { readonly digest: string; readonly accountId: string; readonly salt: string; readonly data: Json }
/** The next value of a counter of this authority, written wherever the marker is: prefix and at least `width` digits. */
export type NumberOrder = { readonly marker: string; readonly counter: string; readonly prefix: string; readonly width: number }

/** Everything that one step of a case writes. */
export type CaseStep = {
  readonly authority: string
  readonly caseId: string
  readonly expectedVersion: number
  readonly at: Instant
  /** Where `at` is by the process's own watch: the offset of the legal clock that the commit has to find. Null where the database said `at`. */
  readonly watchedOffsetMs: number | null
  readonly events: readonly CaseEvent[]
  readonly after: CaseState
  readonly tasks: readonly TaskRow[]
  readonly closedTasks: readonly string[]
  readonly timers: readonly { readonly taskId: string; readonly dueAt: Instant }[]
  readonly stoppedTimers: readonly string[]
  readonly outbox: readonly OutboxRow[]
  readonly numbers: readonly NumberOrder[]
  readonly party: PartyRow | null
  readonly host: Json | null
}

export type TaskRow = {
  readonly taskId: string
  readonly stepId: string
  readonly unit: string
  readonly unitAuthority: string | null
  readonly role: string
  readonly assignee: string | null
  readonly startedAt: Instant
  readonly dueAt: Instant | null
  readonly late: boolean
}

export type Committed = { readonly clock: LegalReading } & (
  | { readonly kind: 'committed'; readonly version: number; readonly numbers: Readonly<Record<string, string>> }
  | { readonly kind: 'conflict' }
)

/** SQL that is committed with the step, after it; a throw undoes the step. Not called where the step is in conflict. */
export type Within = (tx: AnySql) => Promise<void>

/**
 * Where cases are kept. `load` is one round trip and answers with the state only where its version is not `knownVersion`.
 * `commit` is one round trip where nothing else belongs to its transaction, which steps of other cases may share: durable when it answers
 * `committed`; `conflict` changes nothing: the case went on, or the legal clock does not confirm the instant. Where it throws, the step either
 * happened whole or not at all, and the caller finds out which by loading again.
 */
export interface Store {
  load(caseId: string, knownVersion: number | null): Promise<Seen>
  commit(step: CaseStep, within?: Within): Promise<Committed>
}
