import { nextStep, stepById, type Outcome, type Step, type View } from '@ruqsat/law'

export { firstDraftStep, isWalkable, signingStep, stepsAhead } from '@ruqsat/law'

export type Mark = { readonly stepId: string; readonly outcome: Outcome | null }

/** The step reached by this outcome, with the marks that the trace keeps. Null past the end of the table. */
export function advance(view: View, stepId: string, outcome: Outcome): { readonly marks: readonly Mark[]; readonly step: Step | null } {
  const step = stepById(view.steps, stepId)
  return { marks: [{ stepId, outcome: step.shape === 'condition' ? outcome : null }], step: nextStep(view.steps, step, outcome) }
}
