import type { Refusal } from '@ruqsat/foundation'
import { droppedAnswer } from './applicant/presented.ts'
import { orderDayFault } from './order.ts'
import { refuseEngine } from './refusals.ts'
import type { Actor, CommandOf } from './model.ts'
import type { Bodies, Scene } from './scene.ts'
import { textFault } from './texts.ts'

/**
 * The head of the authority tries again what did not go on by itself, or gives it up, with a reason. The case itself does not change, but for
 * an answer of the applicant that nobody judges any more.
 */
export function settleIncident(command: CommandOf<'settleIncident'>, actor: Actor, scene: Scene): Bodies {
  const { incidentId, incident, how, reason, drops } = command
  const fault = headFault(actor, scene) ?? textFault(reason, 'reason', how === 'abandoned' ? 'reason-empty' : null)
  if (fault !== null) return fault
  const dropped = how === 'abandoned' && drops !== undefined ? droppedAnswer(drops, 'abandoned', scene) : []
  return [{ kind: 'incidentSettled', incidentId, incident, how, reason, source: null }, ...dropped]
}

function headFault(actor: Actor, scene: Scene): Refusal | null {
  if (actor.kind !== 'staff') return refuseEngine('not-staff')
  if (actor.authority !== scene.place.opening.authority) return refuseEngine('not-your-authority')
  return actor.role === 'head' ? orderDayFault(actor, scene) : refuseEngine('not-your-role')
}
