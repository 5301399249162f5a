// What keeps an offered channel of a counter from being done there: a row that no page does, a register that nobody there can ask, an applicant
// who would be asked something that they could not answer.
import { NOTHING } from '../package/errors.ts'
import type { Regulation, Step, Variant, View } from '../package/model.ts'
import { counterSeat, isAtCounter } from '../package/systems.ts'
import { firstDraftStep, isServable, stepsAhead } from '../package/walk.ts'
import { problem, problemIf, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.stepProblems

export function counterProblems(variant: Variant, regulation: Regulation): readonly Problem[] {
  return variant.views
    .filter((view) => variant.offered && view.offered && isAtCounter(view, regulation))
    .flatMap((view) => {
      const ahead = stepsAhead(view, firstDraftStep(view).id)
      return [
        ...wayProblems(view, ahead),
        ...knownProblems(variant),
        ...openerProblems(view, variant, regulation),
        ...ahead.flatMap((step) => registerProblems(step, regulation)),
        ...answerProblems(variant),
      ]
    })
}

/** A table that never comes to its registration is the checker's matter; here is one that comes there on a way that has no pages. */
function wayProblems(view: View, ahead: readonly Step[]): readonly Problem[] {
  const way = ahead.map(({ action }) => action)
  const isLost = way.at(-1) === 'registerRequest' && !isServable(view)
  return problemIf(isLost, 'counter-not-servable', view, 'steps', WORDS.serve, way.join(' → '))
}

/** Who sits at the counter is of the provider, or an operator of an organisation outside it; nobody else has a page there. */
function openerProblems(view: View, variant: Variant, regulation: Regulation): readonly Problem[] {
  const opens = firstDraftStep(view)
  return problemIf(counterSeat(view, variant, regulation) === null, 'counter-not-servable', opens, 'unit', WORDS.counterUnit, opens.unit)
}

function registerProblems(step: Step, { systems = [] }: Regulation): readonly Problem[] {
  if (step.action !== 'askRegisters') return []
  const answering = systems.filter(({ register, holds }) => register || holds !== undefined).map(({ id }) => id)
  const strange = (step.asks ?? []).filter((system) => !answering.includes(system))
  return [
    ...problemIf(step.asks === undefined, 'missing-key', step, 'action', 'asks', NOTHING),
    ...strange.map((system) => problem('counter-not-servable', step, 'asks', WORDS.counterRegister, system)),
  ]
}

/** Nobody here has an account: what the request says of the applicant is what the form asks. */
function knownProblems({ form }: Variant): readonly Problem[] {
  const known = form.sections.flatMap(({ fields }) => fields.map((field) => field.known))
  return (['applicant.name', 'applicant.identifier'] as const)
    .filter((name) => !known.includes(name))
    .map((name) => problem('counter-not-servable', form, 'id', WORDS.counterKnown, `known: ${name}`))
}

/** Who applied at a counter has no cabinet in which they would read a question and sign an answer. */
function answerProblems({ procedure }: Variant): readonly Problem[] {
  return procedure.steps.flatMap((step) => [
    ...problemIf(step.hearing !== undefined, 'counter-not-servable', step, 'hearing', WORDS.counterApplicant, step.id),
    ...step.next
      .filter(({ when }) => when === 'correction')
      .map((row) => problem('counter-not-servable', row, 'when', WORDS.counterApplicant, step.id)),
  ])
}
