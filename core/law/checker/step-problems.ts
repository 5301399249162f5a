// A table of actions that the engine and the pages can follow: actions at home, rows that lead somewhere, outcomes that all have a row.
import { inAll, type LocalText } from '@ruqsat/foundation'
import { ACTION_RULES, RETURNING_ACTIONS, type ActionRule } from '../package/actions.ts'
import { anyOf, NOTHING } from '../package/errors.ts'
import type { Next, Regulation, Step, Variant, View } from '../package/model.ts'
import { isElectronic } from '../package/systems.ts'
import { splitRows } from '../package/steps.ts'
import { TIMED_OUTCOMES } from '../package/vocabulary.ts'
import { firstDraftStep, isWalkable, registeringStep, requestProofs, stepsAhead } from '../package/walk.ts'
import { branchesOf } from '../tables/branches.ts'
import { leadingTo, reach } from '../tables/paths.ts'
import { surelyLonger, termText } from '../tables/sums.ts'
import { idsOf, problem, problemIf, strangers, type Problem } from './problem.ts'
import { writingProblems } from './writing-problems.ts'
import texts from '../texts.yaml'

export function stepProblems(regulation: Regulation, steps: readonly Step[], place: ActionRule['place']): readonly Problem[] {
  const here = Object.entries(ACTION_RULES).flatMap(([action, rule]) => (rule.place === place ? [action] : []))
  return steps.flatMap((step) => {
    const rule: ActionRule = ACTION_RULES[step.action]
    const unit = regulation.units.find(({ id }) => id === step.unit)
    return [
      ...strangers('action-not-here', step, 'action', here, [step.action]),
      ...strangers('wrong-shape', step, 'shape', [rule.shape], [step.shape]),
      ...strangers('unknown-unit', step, 'unit', idsOf(regulation.units), [step.unit]),
      ...problemIf(
        place === 'procedure' && unit?.role === null,
        'unit-without-role',
        step,
        'unit',
        texts.stepProblems.aUnitThatHasA,
        step.unit,
      ),
      ...step.next.flatMap((row) => strangers('unknown-next', row, 'to', [...idsOf(steps), 'end'], [row.to])),
      ...outcomeProblems(step, rule),
      ...step.next.flatMap((row) => (['within', 'given'] as const).flatMap((key) => timedProblems(row, key))),
      ...step.next.flatMap((row) => withinProblems(step, row, regulation)),
      ...returnProblems(step, steps),
      ...waitProblems(step, steps),
      ...answerProblems(step),
      ...extensionProblems(step, place),
      ...barredProblems(step, steps, place),
      ...writingProblems(step, steps, regulation),
    ]
  })
}

/** The work goes on at a later step of the procedure, so that it comes to an end whoever is complained of. */
function barredProblems({ id, barred }: Step, steps: readonly Step[], place: ActionRule['place']): readonly Problem[] {
  if (barred === undefined) return []
  const later = place === 'procedure' ? steps.slice(steps.findIndex((each) => each.id === id) + 1) : []
  return strangers('unknown-next', barred, 'to', [...idsOf(later), 'end'], [barred.to])
}

/** What is extended is counted in the unit of the extension: days are not added to hours. */
function extensionProblems({ extension, time, ...step }: Step, place: ActionRule['place']): readonly Problem[] {
  if (extension === undefined) return []
  const { unit } = extension.most
  const own = time?.duration.unit
  return [
    ...problemIf(
      place !== 'procedure' || own === undefined,
      'extension-impossible',
      extension,
      'most',
      texts.stepProblems.aTimeToExtend,
      step.id,
    ),
    ...problemIf(own !== undefined && own !== unit, 'extension-impossible', extension, 'most', own ?? '', unit),
  ]
}

/** Every outcome that the action gives leads somewhere, once, and no other does. The rows of a split all start at once. */
function outcomeProblems(step: Step, rule: ActionRule): readonly Problem[] {
  const [first, ...others] = splitRows(step)
  // One row of a split stands for all of them: they have no outcome of their own.
  const rows = first === undefined ? step.next : step.next.filter((row) => !others.includes(row))
  const covered = rows.map(({ when }) => when)
  // A written answer leads by yes and by no, or by one row for both.
  const all = rows.some(({ when }) => when === 'yes' || when === 'no') ? (['yes', 'no'] as const) : rule.needs
  const needed = covered.includes(undefined) && rule.shape === 'process' ? [] : all
  return [
    ...rows.flatMap((row, index) => [
      ...strangers('extra-outcome', row, 'when', [...rule.needs, ...rule.may], [row.when]),
      // Each answer to a question has a row of its own: one for any answer would never be taken.
      ...problemIf(
        rule.shape === 'condition' && row.when === undefined && rule.needs.every((outcome) => covered.includes(outcome)),
        ...(['extra-outcome', row, 'to', anyOf(rule.needs), texts.stepProblems.noCondition] as const),
      ),
      ...problemIf(
        covered.indexOf(row.when) !== index,
        ...(['duplicate-id', row, row.when === undefined ? 'to' : 'when', texts.problem.different, row.when ?? row.to] as const),
      ),
    ]),
    ...needed
      .filter((outcome) => !covered.includes(outcome))
      .map((outcome) => problem('missing-outcome', step, 'next', `when: ${outcome}`, outcomesOf(covered))),
  ]
}

function outcomesOf(covered: readonly Next['when'][]): LocalText {
  return inAll((language) => [...new Set(covered.map((when) => when ?? texts.stepProblems.noCondition[language]))].join(', '))
}

/** A time of an outcome is that of an outcome that somebody finds. */
function timedProblems(row: Next, key: 'within' | 'given'): readonly Problem[] {
  const timed: readonly Next['when'][] = key === 'given' ? ['incomplete'] : TIMED_OUTCOMES
  const isLost = row[key] !== undefined && !timed.includes(row.when)
  const expected = anyOf(timed.map((each) => `when: ${each}`))
  return problemIf(isLost, 'outcome-not-timed', row, key, expected, row.when ?? texts.stepProblems.noCondition)
}

/** And it is no longer than the step's. */
function withinProblems({ time }: Step, row: Next, { authority }: Regulation): readonly Problem[] {
  if (row.within === undefined || timedProblems(row, 'within').length > 0) return []
  const { duration } = row.within
  return time !== null && surelyLonger(duration, time.duration, authority.officeHours)
    ? [problem('outcome-time-too-long', row, 'within', termText(time.duration), termText(duration))]
    : []
}

/** Only signing and approving send the work back, and to a step from which a path leads here. */
function returnProblems(step: Step, steps: readonly Step[]): readonly Problem[] {
  if (step.returnTo === undefined)
    return step.returnSource === undefined ? [] : [problem('missing-key', step, 'returnSource', 'returnTo', NOTHING)]
  const action = strangers('wrong-return', step, 'returnTo', RETURNING_ACTIONS, [step.action])
  return action.length > 0 ? action : strangers('wrong-return', step, 'returnTo', stepsLeadingTo(step, steps), [step.returnTo])
}

/** Silence and objection are those of a body that is asked, and silence begins where a term ends. */
function answerProblems(step: Step): readonly Problem[] {
  const said = [...(step.silence === undefined ? [] : ['silence']), ...(step.objection === undefined ? [] : ['objection'])]
  if (step.action !== 'approve') return said.map((key) => problem('action-not-here', step, key, 'approve', step.action))
  return problemIf(step.silence !== undefined && step.time === null, 'missing-key', step, 'silence', 'time', NOTHING)
}

/** A step that joins waits for branches that meet at it; they are named by steps in them. */
function waitProblems(step: Step, steps: readonly Step[]): readonly Problem[] {
  if (step.waitsFor === undefined) return []
  const known = idsOf(steps)
  // Rows that lead nowhere have a problem of their own.
  if (steps.some(({ next }) => next.some(({ to }) => to !== 'end' && !known.includes(to)))) return []
  const { lies, joinOf } = branchesOf(steps)
  const meetHere = known.filter((id) => lies(id).some(({ split }) => joinOf(split)?.id === step.id))
  return strangers('unknown-reference', step, 'waitsFor', meetHere, step.waitsFor)
}

/** Ids of the other steps from which a path leads to this one, in the order of the table. */
function stepsLeadingTo(step: Step, steps: readonly Step[]): readonly string[] {
  const leading = reach([step.id], leadingTo(steps))
  return idsOf(steps).filter((id) => id !== step.id && leading.has(id))
}

/** A table that never comes to its registration is the checker's matter; here is one that comes there on a way that has no pages. */
export function wayProblems({ offered, views, procedure }: Variant, regulation: Regulation): readonly Problem[] {
  return views
    .filter((view) => offered && view.offered && isElectronic(view, regulation))
    .flatMap((view) => [...walkProblems(view), ...proofProblems(view, procedure.steps)])
}

function walkProblems(view: View): readonly Problem[] {
  const ahead = stepsAhead(view, firstDraftStep(view).id)
  const isLost = ahead.at(-1) === registeringStep(view) && !isWalkable(view)
  return problemIf(isLost, 'portal-not-walkable', view, 'steps', texts.stepProblems.walk, ahead.map(({ action }) => action).join(' → '))
}

/** What a one-time password confirms is checked where the certificate would be; and nothing later may ask for a signature that the person cannot make. */
function proofProblems(view: View, procedure: readonly Step[]): readonly Problem[] {
  const elsewhere = view.steps.filter(({ accepts, action }) => accepts !== undefined && action !== 'checkCertificate')
  const asksAgain = procedure.filter(({ hearing, next }) => hearing !== undefined || next.some(({ when }) => when === 'correction'))
  return [
    ...elsewhere.map((step) => problem('portal-not-walkable', step, 'accepts', texts.stepProblems.proof, step.action)),
    ...(requestProofs(view).includes('oneTimePassword') ? asksAgain : []).map((step) =>
      problem('portal-not-walkable', step, 'id', texts.stepProblems.proofAgain, step.id),
    ),
  ]
}
