import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { Step } from '@ruqsat/law'
import { countAt, stepDue, totalDue } from '../due.ts'
import type { CommandOf } from '../model.ts'
import { countsFrom } from '../reopened.ts'
import { refuseEngine } from '../refusals.ts'
import type { Scene } from '../scene.ts'
import { textFault } from '../texts.ts'
import type { StaffAction } from './action.ts'
import { stepOf } from './step-of.ts'

type Extension = NonNullable<Step['extension']>

/** Where the table allows it: once, on a ground of its list, and before the term is over. */
export const extendTerm: StaffAction<'extendTerm'> = {
  command: 'extendTerm',
  action: null,
  decide(command, task, scene) {
    const step = stepOf(task, scene)
    const { extension } = step
    if (extension === undefined) return refuseEngine('wrong-action')
    const { state, place, context, now } = scene
    if (state.total === null || task.due === null) throw new Fault(`Expected '${step.id}' and its case to have a term`)
    const fault = extensionFault(command, extension, scene)
    if (fault !== null) return fault
    const { amount, ground, reason } = command
    const count = countAt(now, context)
    const { total } = totalDue(place.variant, countsFrom(state), context, { count, stops: state.stops, extended: amount })
    const own = stepDue(step, task.startedAt, count, amount)
    if (isRefusal(total)) return total
    if (own === null || isRefusal(own)) return own ?? refuseEngine('wrong-action')
    const terms = { total: { due: total, was: state.total }, task: { due: own, was: task.due } }
    return [{ kind: 'termExtended', taskId: task.id, stepId: step.id, amount, ground, reason, ...terms, source: extension.source }]
  },
}

function extensionFault(
  { amount, ground, reason }: CommandOf<'extendTerm'>,
  { most, grounds, source }: Extension,
  { state, now }: Scene,
): Refusal | null {
  if (state.extended !== undefined) return refuseEngine('term-extended-already', { source })
  if (state.total === null || now > state.total.due) return refuseEngine('term-over', { source })
  if (!Number.isInteger(amount) || amount < 1 || amount > most.amount)
    return refuseEngine('extension-too-long', { field: 'amount', facts: { most: most.amount }, source })
  if (grounds.every(({ id }) => id !== ground)) return refuseEngine('extension-ground-missing', { field: 'ground', source })
  return textFault(reason, 'reason', 'reason-empty')
}
