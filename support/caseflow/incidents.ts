// What does not go on by itself: seen by a person with its reason, tried again, or given up. Each act of theirs is an event of the case.
import type { AnySql, Sql, TechnicalClock } from '@ruqsat/database'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { refuseEngine, type Actor, type IncidentSettled, type OfAnswer } from '@ruqsat/engine'
import type { CaseflowCore } from './caseflow.ts'
import { abandon, closeIncident, incidentById, listIncidents, nudge, type Incident, type IncidentPlace } from './store/incidents.ts'

export type SettleIncident = { readonly incidentId: string; readonly how: IncidentSettled; readonly reason: string }

/** What else ends with a message that is given up: the answer of the applicant that waits for it, and rows of the host. */
export type GivenUp = { readonly drops: OfAnswer; within(tx: AnySql): Promise<void> }
/** Of one kind of message; null where nothing else ends. */
export type OnGiveUp = (incident: Incident) => Promise<GivenUp | null>

export type IncidentQuery = { readonly limit?: number; readonly after?: IncidentPlace | null; readonly incidentId?: string }

export type Incidents = {
  /** Open incidents of the authority that need a person, the oldest first: a page of them, or the one of this id. */
  list(authority: string, query?: IncidentQuery): Promise<readonly Incident[]>
  /** `nudged`: tries it again now. `abandoned`: gives it up for ever, with a reason. */
  settle(asked: SettleIncident, actor: Extract<Actor, { readonly kind: 'staff' }>): Promise<Incident | Refusal>
}

const MOST_LISTED = 200

export function openIncidents(deps: {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  readonly core: CaseflowCore
  /** By the kind of message. */
  readonly onGiveUp?: Readonly<Record<string, OnGiveUp>>
  /** Wakes whatever does the work. */
  readonly wake: (kind: Incident['kind']) => void
}): Incidents {
  const { sql, schema, technicalClock, core, onGiveUp = {}, wake } = deps
  return {
    async list(authority, { incidentId, limit = MOST_LISTED, after = null } = {}) {
      if (incidentId === undefined) return listIncidents(sql, schema, authority, { limit: Math.min(limit, MOST_LISTED), after })
      const incident = await incidentById(sql, schema, authority, incidentId)
      return incident === null ? [] : [incident]
    },
    async settle({ incidentId, how, reason }, actor) {
      const incident = await incidentById(sql, schema, actor.authority, incidentId)
      if (incident === null) return refuseEngine('incident-over')
      const { caseId, kind } = incident
      const givenUp = how === 'abandoned' && kind === 'outbox' ? ((await onGiveUp[incident.neighbour]?.(incident)) ?? null) : null
      const command = { kind: 'settleIncident', incidentId, incident: kind, how, reason, ...(givenUp && { drops: givenUp.drops }) } as const
      const now = technicalClock.now()
      // The event and what it says are one transaction: whoever was cut off does the same again, or finds it done.
      const answer = await core.step({
        caseId,
        actor,
        plan: () => ({ command }),
        within: async (tx) => {
          if (how === 'nudged') return nudge(tx, schema, incident, now)
          await abandon(tx, schema, incident, now)
          await closeIncident(tx, schema, incident, 'abandoned', now)
          await givenUp?.within(tx)
        },
      })
      if (isRefusal(answer)) return answer
      if (how === 'nudged') wake(kind)
      return incident
    },
  }
}
