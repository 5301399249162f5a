import { Fault } from '@ruqsat/foundation'
import { nextStep, registeringStep, type Step } from '@ruqsat/law'
import type { Decision, EventBody } from '../model.ts'
import type { CasePlace } from '../place.ts'
import { viewOutcome } from './index.ts'

/** The view walks on to its own end by what was decided. */
export function walkView(decision: Decision, place: CasePlace): readonly EventBody[] {
  const { steps } = place.view
  const marks: EventBody[] = []
  let before = registrationStep(place)
  let step = nextStep(steps, before, 'done')
  while (step !== null) {
    if (marks.length > steps.length) throw new Fault(`Expected the view '${place.view.id}' to reach an end but it goes in a circle`)
    const outcome = viewOutcome(step, decision)
    marks.push({ kind: 'viewStepReached', stepId: step.id, outcome, source: step.source })
    before = step
    step = nextStep(steps, before, outcome)
  }
  return marks
}

/** The row of the view in which a request is registered: there the case opens and there the view waits for the procedure. */
export function registrationStep(place: Pick<CasePlace, 'view'>): Step {
  const step = registeringStep(place.view)
  if (step === null) throw new Fault(`Expected a step that registers the request in the view '${place.view.id}' but it has none`)
  return step
}
