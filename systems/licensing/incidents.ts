// What of this room's cases does not go on by itself: for the heads of the authority.
import type { Incident, IncidentOfCase, IncidentQuery, SettleIncident } from '@ruqsat/caseflow'
import { type Actor, refuseEngine } from '@ruqsat/engine'
import type { Refusal } from '@ruqsat/foundation'
import type { LicensingParts } from './deps.ts'
import { isByKeptOrder } from './views.ts'
import { refuseLicensing } from './refusals.ts'

export async function listIncidents(room: LicensingParts, head: Actor, query?: IncidentQuery): Promise<readonly IncidentOfCase[]> {
  if (head.kind !== 'staff' || head.role !== 'head' || !(await isByKeptOrder(room, head))) return []
  const incidents = await room.caseflow.incidents.list(head.authority, query)
  return Promise.all(
    incidents.map(async (incident) => ({
      ...incident,
      requestNumber: (await room.caseflow.read(incident.caseId))?.state.opening?.requestNumber ?? '',
    })),
  )
}

export async function settleIncident(room: LicensingParts, asked: SettleIncident, head: Actor): Promise<Incident | Refusal> {
  if (head.kind !== 'staff') return refuseEngine('not-staff')
  if (!(await isByKeptOrder(room, head))) return refuseLicensing('licensing.order-ended')
  return room.caseflow.incidents.settle(asked, head)
}
