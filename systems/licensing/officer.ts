// Whom a head may name for a case: the engine does not know the people, so it is asked here, before the act. What was decided before stays.
import type { StaffAct } from '@ruqsat/caseflow/host'
import type { Actor } from '@ruqsat/engine'
import type { Refusal } from '@ruqsat/foundation'
import type { LicensingParts } from './deps.ts'
import { refuseLicensing } from './refusals.ts'
import type { OpenedCase } from './views.ts'

/**
 * Why this person may not be given the case; null where they may, or where the engine refuses the act anyway: only to a head of the authority
 * is it said who works here.
 */
export async function officerFault(
  { deps }: LicensingParts,
  { opening }: OpenedCase,
  act: StaffAct,
  actor: Actor,
): Promise<Refusal | null> {
  if ((act.kind !== 'assign' && act.kind !== 'reassign') || deps.post === undefined || act.officerId.trim() === '') return null
  if (actor.kind !== 'staff' || actor.role !== 'head' || actor.authority !== opening.authority) return null
  const post = await deps.post(act.officerId)
  if (post === null) return refuseLicensing('licensing.officer-unknown', { field: 'officerId' })
  const about = { field: 'officerId', facts: { by: { kind: 'official', id: act.officerId } } } as const
  if (post.retiredAt !== null) return refuseLicensing('licensing.officer-left', about)
  const isOfficer = post.role === 'officer' && post.authority === opening.authority
  return isOfficer ? null : refuseLicensing('licensing.officer-of-another-post', about)
}
