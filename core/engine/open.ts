import { Fault, isRefusal, type Instant } from '@ruqsat/foundation'
import { totalDue } from './due.ts'
import { Course } from './course.ts'
import type { Bodies } from './scene.ts'
import { registrationStep } from './view/walk.ts'
import { emptyCase } from './apply.ts'
import type { Actor, CommandOf, DecideContext } from './model.ts'
import { placeOf } from './place.ts'
import { decidedBySilence } from './provider-silence.ts'

/** The request is registered: the case opens, the view is at its registration step, the staff procedure begins. */
export function open(command: CommandOf<'open'>, now: Instant, actor: Actor, context: DecideContext): Bodies {
  const { opening } = command
  const { regulation } = context.edition
  if (opening.regulation !== regulation.id)
    throw new Fault(`Expected an opening under '${regulation.id}' but it names '${opening.regulation}'`)
  if (opening.authority !== regulation.authority.id)
    throw new Fault(`Expected the authority '${regulation.authority.id}' but the opening names '${opening.authority}'`)
  const place = placeOf(opening, context)
  const { total, isSum } = totalDue(place.variant, now, context)
  if (isRefusal(total)) return total
  const first = place.procedure.steps[0]
  if (first === undefined) throw new Fault(`Expected a first step in '${place.procedure.id}' but it has none`)
  const course = new Course({ state: emptyCase, place, now, newIds: command.newIds, actor, context })
  const refused = course.start(first)
  if (refused !== null) return refused
  const registration = registrationStep(place)
  return [
    {
      kind: 'caseOpened',
      opening,
      total,
      totalIsSum: isSum,
      ...(decidedBySilence(place.variant) !== null && { silenceDecides: true }),
      source: place.procedure.source,
    },
    { kind: 'viewStepReached', stepId: registration.id, outcome: 'done', source: registration.source },
    ...course.bodies,
  ]
}
