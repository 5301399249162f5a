import type { CaseState } from './model.ts'

/** Steps that start with the next assignment: their officer's assignment ended, or they would have started while there was none. */
export function heldSteps({ held, resumeStepId }: CaseState): readonly string[] {
  return held ?? (resumeStepId === null ? [] : [resumeStepId])
}
