import { stepById, type Step } from '@ruqsat/law'
import type { CaseState, GivenOpinion } from './model.ts'

/** What the bodies said, in the order in which they did; of a case of an earlier release, the one opinion that it holds. */
export function opinionsOf({ opinions, opinion, doneTasks }: CaseState, steps: readonly Step[]): readonly GivenOpinion[] {
  if (opinions !== undefined || opinion === null) return opinions ?? []
  const isGiven = (stepId: string) => stepById(steps, stepId).action === 'approve'
  const done = doneTasks.findLast(({ stepId, withdrawn }) => withdrawn === undefined && isGiven(stepId))
  return done === undefined ? [] : [{ ...opinion, stepId: done.stepId, unit: stepById(steps, done.stepId).unit, by: done.by, at: done.at }]
}
