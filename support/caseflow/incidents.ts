// What does not go on by itself: seen by a person with its reason, tried again, or given up. Each act of theirs is an event of the case.
import type { Sql, TechnicalClock } from '@ruqsat/database'
import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { refuseEngine, type Actor, type IncidentSettled } from '@ruqsat/engine'
import type { CaseflowCore } from './caseflow.ts'
import { abandon, closeIncident, incidentById, listIncidents, nudge, type Incident } from './store/incidents.ts'

export type SettleIncident = { readonly incidentId: string; readonly how: IncidentSettled; readonly reason: string }

export type Incidents = {
  /** Open incidents of the authority that need a person, the oldest first. */
  list(authority: string): Promise<readonly Incident[]>
  /** `nudged`: tries it again now. `abandoned`: gives it up for ever, with a reason. */
  settle(asked: SettleIncident, actor: Extract<Actor, { readonly kind: 'staff' }>): Promise<Incident | Refusal>
}

const MOST_LISTED = 200

export function openIncidents(deps: {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  readonly core: CaseflowCore
  /** Wakes whatever does the work. */
  readonly wake: (kind: Incident['kind']) => void
}): Incidents {
  const { sql, schema, technicalClock, core, wake } = deps
  return {
    list: (authority) => listIncidents(sql, schema, authority, MOST_LISTED),
    async settle({ incidentId, how, reason }, actor) {
      const incident = await incidentById(sql, schema, actor.authority, incidentId)
      if (incident === null) return refuseEngine('incident-over')
      const { caseId, kind } = incident
      // The intent comes first: where the house dies behind it, the incident is still open, and the person does the same again.
      const answer = await core.step({
        caseId,
        actor,
        plan: () => ({ command: { kind: 'settleIncident', incidentId, incident: kind, how, reason } }),
      })
      if (isRefusal(answer)) return answer
      const now = technicalClock.now()
      if (how === 'nudged') await nudge(sql, schema, incident, now)
      else
        await sql.begin(async (tx) => {
          await abandon(tx, schema, incident, now)
          await closeIncident(tx, schema, incident, 'abandoned', now)
        })
      if (how === 'nudged') wake(kind)
      return incident
    },
  }
}
