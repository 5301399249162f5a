import type { GivenWay } from './given-way.ts'
import type { CaseState } from './model.ts'

/** Steps that start with the next assignment: their officer's assignment ended, or they would have started while there was none. */
export function heldSteps({ held, resumeStepId }: CaseState): readonly string[] {
  return held ?? (resumeStepId === null ? [] : [resumeStepId])
}

/** The ways that the work of a step was on when it began to wait. */
export function heldWays({ waysHeld = [] }: CaseState, stepId: string): readonly GivenWay[] {
  return waysHeld.find((each) => each.stepId === stepId)?.ways ?? []
}
