import { Fault, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import { officeOpening } from '@ruqsat/law'
import { totalDue } from './due.ts'
import { Course } from './course.ts'
import type { Bodies } from './scene.ts'
import { registrationStep } from './view/walk.ts'
import { emptyCase } from './apply.ts'
import { refuseEngine } from './refusals.ts'
import type { Actor, CommandOf, DecideContext } from './model.ts'
import { placeOf, unitOf, type CasePlace } from './place.ts'
import { orderDayFault } from './order.ts'
import { decidedBySilence } from './provider-silence.ts'

/** The request is registered, or the authority begins by itself: the case opens, the view is at its registration step, the staff procedure begins. */
export function open(command: CommandOf<'open'>, now: Instant, actor: Actor, context: DecideContext): Bodies {
  const { opening } = command
  const { regulation } = context.edition
  if (opening.regulation !== regulation.id)
    throw new Fault(`Expected an opening under '${regulation.id}' but it names '${opening.regulation}'`)
  if (opening.authority !== regulation.authority.id)
    throw new Fault(`Expected the authority '${regulation.authority.id}' but the opening names '${opening.authority}'`)
  const place = placeOf(opening, context)
  const unopened = basisFault(command, actor, place, context, now)
  if (unopened !== null) return unopened
  const { complains } = place.variant
  if (
    (command.about === undefined) !== (complains === undefined) ||
    (command.about && !complains?.of.some(({ what }) => what === command.about!.what))
  )
    throw new Fault(`Expected '${place.variant.id}' to be opened about what its package lists but it was not`)
  if (command.barred && complains?.officials === undefined)
    throw new Fault(`Expected '${place.variant.id}' to bar officials by its package but it does not`)
  const { total, isSum } = totalDue(place.variant, now, context)
  if (isRefusal(total)) return total
  const first = place.procedure.steps[0]
  if (first === undefined) throw new Fault(`Expected a first step in '${place.procedure.id}' but it has none`)
  const { barred } = command
  const state = barred === undefined ? emptyCase : { ...emptyCase, barred }
  const course = new Course({ state, place, now, newIds: command.newIds, actor, context })
  const refused = course.start(first)
  if (refused !== null) return refused
  const registration = registrationStep(place)
  const opened = {
    opening,
    total,
    totalIsSum: isSum,
    source: command.basis === undefined ? place.procedure.source : place.variant.proceedings!.source,
  }
  return [
    command.basis === undefined
      ? { kind: 'caseOpened', ...opened, ...(decidedBySilence(place.variant) !== null && { silenceDecides: true }) }
      : { kind: 'proceedingsOpened', basis: command.basis, ...opened },
    ...(command.about === undefined
      ? []
      : [{ kind: 'complaintAbout' as const, subject: command.about, source: place.variant.complains!.source }]),
    ...(barred === undefined ? [] : [{ kind: 'officialsBarred' as const, ...barred, source: complains!.officials!.source }]),
    { kind: 'viewStepReached', stepId: registration.id, outcome: 'done', source: registration.source },
    ...course.bodies,
  ]
}

/** Why nobody, or not this person, may open the case in this way; null where they may. Whoever applies is the host's to know. */
function basisFault({ basis }: CommandOf<'open'>, actor: Actor, place: CasePlace, context: DecideContext, now: Instant): Refusal | null {
  const { proceedings } = place.variant
  if ((basis === undefined) !== (proceedings === undefined))
    throw new Fault(`Expected '${place.variant.id}' to be opened as its package says but it was not`)
  if (basis === undefined || proceedings === undefined) return null
  const office = officeOpening(place.variant, context.edition.regulation)
  if (office === null || office.view.id !== place.view.id)
    throw new Fault(`Expected '${place.variant.id}' to be opened in a channel of the office but it came in '${place.view.id}'`)
  if (actor.kind !== 'staff') return refuseEngine('not-staff')
  const over = orderDayFault(actor, { now, context })
  if (over !== null) return over
  if (actor.authority !== place.opening.authority) return refuseEngine('not-your-authority')
  if (actor.role !== unitOf(office.opens, context).role) return refuseEngine('not-your-role')
  if (basis.groundIds.length === 0) return refuseEngine('proceedings-without-ground', { field: 'groundIds', source: proceedings.source })
  const known = proceedings.grounds.map(({ id }) => id)
  const ground = basis.groundIds.find((id) => !known.includes(id))
  if (ground !== undefined) return refuseEngine('grounds-unknown', { field: 'groundIds', facts: { ground } })
  return basis.reason.trim() === '' ? refuseEngine('proceedings-without-reason', { field: 'reason' }) : null
}
