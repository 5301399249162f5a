// Who acts for somebody else by an order: whose work that is, on which days, and what nobody may do with a draft of their own.
import { toLocal } from '@ruqsat/clock'
import { formatDate, inAll, type Facts, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { stepById, zoneOf, type Action, type Step } from '@ruqsat/law'
import type { StaffCommand } from './actions/action.ts'
import { refuseEngine } from './refusals.ts'
import type { Actor, DoneTask, OnBehalfOf, Task } from './model.ts'
import type { Scene } from './scene.ts'

type Staff = Extract<Actor, { readonly kind: 'staff' }>

/** Whose tasks somebody does: their own, or those of the person for whom they act. */
export function worksFor({ id, onBehalfOf }: Pick<Staff, 'id' | 'onBehalfOf'>): string {
  return onBehalfOf?.id ?? id
}

/** An order holds on its days by the clock of the authority, and on no other. */
export function orderDayFault({ onBehalfOf }: Staff, { now, context }: Pick<Scene, 'now' | 'context'>): Refusal | null {
  if (onBehalfOf === undefined) return null
  const { order } = onBehalfOf
  const today = toLocal(now, zoneOf(context.edition.regulation, context.tables)).date
  return order.from <= today && today <= order.until ? null : refuseEngine('order-not-in-force', { facts: factsOf(onBehalfOf) })
}

/**
 * Which commands sign something, or set what is to be signed: a result, a letter, minutes, a refusal to accept, which is written for the signature
 * alone. A new one does not compile until it says so.
 */
const IS_SIGNING: { readonly [K in StaffCommand]: boolean } = {
  accept: false,
  refuseAcceptance: true,
  prepareNonAcceptance: true,
  signNonAcceptance: true,
  assign: false,
  declineAssignment: false,
  extendTerm: false,
  examine: false,
  askCorrection: false,
  approve: false,
  conclude: false,
  returnToOfficer: false,
  prepareResult: true,
  signResult: true,
  handOver: false,
  writeWork: false,
  prepareWork: true,
  signWork: true,
  answerWork: false,
}
/** What is done with somebody's draft, by whoever answers for it after them. */
const OVER_A_DRAFT: ReadonlySet<StaffCommand> = new Set(['approve', 'conclude', 'prepareResult', 'signResult'])
const DRAFTING: readonly Action[] = ['examine', 'conclude']

/** Why this may not be done by an order: it does not include the signature, or the draft is this very person's own. */
export function orderFault(command: StaffCommand, task: Task, actor: Actor, scene: Scene): Refusal | null {
  if (actor.kind !== 'staff') return null
  const { onBehalfOf } = actor
  if (onBehalfOf !== undefined && !onBehalfOf.order.signs && IS_SIGNING[command])
    return refuseEngine('order-without-signing', { facts: factsOf(onBehalfOf) })
  return OVER_A_DRAFT.has(command) && isOwnDraft(task, actor, scene) ? refuseEngine('own-draft') : null
}

/**
 * Whether the act gives the draft to one unit and this step to another, and one person does both because of an order. Only the draft
 * that holds counts, not one that another officer wrote again.
 */
function isOwnDraft(task: Task, actor: Staff, { state, place }: Scene): boolean {
  const { steps } = place.procedure
  const { unit } = stepById(steps, task.stepId)
  return DRAFTING.some((action) => {
    const last = state.doneTasks.findLast(({ stepId, withdrawn }) => withdrawn === undefined && stepById(steps, stepId).action === action)
    return last !== undefined && isSeparate(last, unit, steps) && last.by.id === actor.id && isByOrder(last.by, actor)
  })
}

function isSeparate({ stepId }: DoneTask, unit: string, steps: readonly Step[]): boolean {
  return stepById(steps, stepId).unit !== unit
}

function isByOrder(...actors: readonly Actor[]): boolean {
  return actors.some((actor) => actor.kind === 'staff' && actor.onBehalfOf !== undefined)
}

function factsOf({ id, order: { number, from, until } }: OnBehalfOf): Facts {
  const day = (date: LocalDate) => inAll((language) => formatDate(date, language))
  return { for: { kind: 'official', id }, number: { kind: 'typed', text: number }, from: day(from), until: day(until) }
}
