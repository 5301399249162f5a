import { heedComplaint } from './complaint.ts'
import { refuseEngine } from './refusals.ts'
import { isRefusal, type Instant } from '@ruqsat/foundation'
import { stepById } from '@ruqsat/law'
import { STAFF_ACTIONS, type StaffAction, type StaffCommand } from './actions/index.ts'
import { giveCorrection } from './applicant/correction.ts'
import { withdraw } from './applicant/end.ts'
import { answerHearing, askOralHearing } from './applicant/hearing.ts'
import { dropAnswer, presentAnswer } from './applicant/presented.ts'
import { reassign, takeBackAssignment } from './assignment.ts'
import { AVAILABILITY } from './availability.ts'
import { changeCalendar } from './calendar-change.ts'
import { sceneOf, type Bodies, type Scene } from './scene.ts'
import { settleIncident } from './incident.ts'
import { markLate } from './late.ts'
import type { Actor, CaseEvent, CaseState, Command, CommandOf, Decided, DecideContext } from './model.ts'
import { open } from './open.ts'
import { orderFault } from './order.ts'
import { silenceFault } from './provider-silence.ts'
import { staleness, taskFor } from './standing.ts'

/**
 * What follows from a command: events, or a Refusal that says why not; an empty list where nothing is to be done.
 * Pure: the instant, the ids and the edition come in. A Fault means that the edition or the caller is defective.
 */
export function decide(state: CaseState, command: Command, actor: Actor, now: Instant, context: DecideContext): Decided {
  const availability = AVAILABILITY[state.status][command.kind]
  if (availability === 'ignored') return []
  if (availability !== 'may') return refuseEngine(availability)
  const bodies =
    command.kind === 'open'
      ? open(command, now, actor, context)
      : decideOpened(command, actor, sceneOf(state, now, command.newIds, actor, context))
  return isRefusal(bodies) ? bodies : bodies.map((body): CaseEvent => ({ ...body, at: now, actor }))
}

function decideOpened(command: Exclude<Command, { kind: 'open' }>, actor: Actor, scene: Scene): Bodies {
  if (command.kind === 'markLate') return markLate(command.taskId, actor, scene)
  if (command.kind === 'changeCalendar') return changeCalendar(actor, scene)
  if (command.kind === 'heedComplaint') return heedComplaint(command, actor, scene)
  if (command.kind === 'settleIncident') return settleIncident(command, actor, scene)
  if (command.kind === 'giveCorrection') return giveCorrection(command, actor, scene)
  if (command.kind === 'answerHearing') return answerHearing(command, actor, scene)
  if (command.kind === 'askOralHearing') return askOralHearing(command, actor, scene)
  if (command.kind === 'presentAnswer') return presentAnswer(command, actor, scene)
  if (command.kind === 'dropAnswer') return dropAnswer(command, actor, scene)
  if (command.kind === 'withdraw') return staleness(command.expectedVersion, scene) ?? withdraw(command, actor, scene)
  if (command.kind !== 'takeBackAssignment' && command.kind !== 'reassign') return decideTask(command, actor, scene)
  const stale = staleness(command.expectedVersion, scene)
  if (stale !== null) return stale
  return command.kind === 'reassign' ? reassign(command, actor, scene) : takeBackAssignment(command.reason, actor, scene)
}

function decideTask(command: CommandOf<StaffCommand>, actor: Actor, scene: Scene): Bodies {
  const task = taskFor(command.taskId, actor, scene)
  if (isRefusal(task)) return task
  const stale = staleness(command.expectedVersion, scene)
  if (stale !== null) return stale
  const staffAction = STAFF_ACTIONS[command.kind] as StaffAction<StaffCommand>
  const { action } = stepById(scene.place.procedure.steps, task.stepId)
  if (staffAction.action !== null && staffAction.action !== action) return refuseEngine('wrong-action')
  const barred = silenceFault(command.kind, scene) ?? orderFault(command.kind, task, actor, scene)
  if (barred !== null) return barred
  return staffAction.decide(command, task, scene, actor)
}
