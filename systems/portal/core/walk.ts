import { nextStep, stepById, stepWithAction, type Action, type Outcome, type Step, type View } from '@ruqsat/law'

/**
 * A draft stands at one step of its view's table. Sign-in steps belong to the session, so a draft begins at `fill`.
 * Which step comes next is the package's word alone.
 */
export function firstDraftStep(view: Pick<View, 'steps'>): Step {
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
export function stepsAhead(view: Pick<View, 'steps'>, stepId: string): readonly Step[] {
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

/**
 * Whether a draft can be led along this table: from a form over a signature to the registration, by actions that have their page. What is
 * signed goes on to the registration at once, so payment stands before the signature.
 */
export function isWalkable(view: View): boolean {
  if (stepWithAction(view.steps, 'fill') === null) return false
  const ahead = stepsAhead(view, firstDraftStep(view).id)
  const signing = signingStep(view.steps)
  return (
    ahead.every((step) => WALKED.includes(step.action)) &&
    ahead.at(-1)?.action === 'registerRequest' &&
    signing !== null &&
    ahead.slice(ahead.indexOf(signing)).every((step) => step.action !== 'pay' && step.action !== 'checkPayment')
  )
}

/** Where a person signs: the choice of the certificate where the table has one after the form. What stands before the form is the session's. */
export function signingStep(steps: readonly Step[]): Step | null {
  const ahead = stepsAhead({ steps }, firstDraftStep({ steps }).id)
  return stepWithAction(ahead, 'chooseCertificate') ?? stepWithAction(ahead, 'sign')
}
