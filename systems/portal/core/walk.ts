import { nextStep, stepById, stepWithAction, type Action, type Outcome, type Step, type View } from '@ruqsat/law'

/**
 * A draft stands at one step of its view's table. Sign-in steps belong to the session, so a draft begins at `fill`.
 * Which step comes next is the package's word alone.
 */
export function firstDraftStep(view: View): Step {
  const fill = stepWithAction(view.steps, 'fill')
  return fill ?? view.steps[0]!
}

export type Mark = { readonly stepId: string; readonly outcome: Outcome | null }

/** The step reached by this outcome, with the marks that the trace keeps. Null past the end of the table. */
export function advance(view: View, stepId: string, outcome: Outcome): { readonly marks: readonly Mark[]; readonly step: Step | null } {
  const step = stepById(view.steps, stepId)
  return { marks: [{ stepId, outcome: step.shape === 'condition' ? outcome : null }], step: nextStep(view.steps, step, outcome) }
}

/** Steps that a draft still has before it, in the table's order of success, from the given one to the registration. */
export function stepsAhead(view: View, stepId: string): readonly Step[] {
  const ahead: Step[] = []
  let step: Step | null = stepById(view.steps, stepId)
  while (step !== null && !ahead.includes(step)) {
    ahead.push(step)
    if (step.action === 'registerRequest') break
    step = nextStep(view.steps, step, step.shape === 'condition' ? 'yes' : 'done')
  }
  return ahead
}

/** What a person's own browser can do on the way from the form to the number. */
const WALKED: readonly Action[] = ['fill', 'pay', 'checkPayment', 'chooseCertificate', 'checkCertificate', 'sign', 'registerRequest']

/** Whether a draft can be led along this table: from a form over a signature to the registration, by actions that have their page. */
export function isWalkable(view: View): boolean {
  if (stepWithAction(view.steps, 'fill') === null) return false
  const ahead = stepsAhead(view, firstDraftStep(view).id)
  return (
    ahead.every((step) => WALKED.includes(step.action)) &&
    ahead.at(-1)?.action === 'registerRequest' &&
    ahead.some((step) => step.action === 'chooseCertificate' || step.action === 'sign')
  )
}

/** Where a person signs: the choice of the certificate where the table has one. */
export function signingStep(steps: readonly Step[]): Step | null {
  return stepWithAction(steps, 'chooseCertificate') ?? stepWithAction(steps, 'sign')
}
