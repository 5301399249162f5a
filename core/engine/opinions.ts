import type { Refusal } from '@ruqsat/foundation'
import { stepById, type Step } from '@ruqsat/law'
import { refuseEngine } from './refusals.ts'
import type { Scene } from './scene.ts'
import type { CaseState, DraftResult, GivenOpinion } from './model.ts'

/** What the bodies said, in the order in which they did; of a case of an earlier release, the one opinion that it holds. */
export function opinionsOf({ opinions, opinion, doneTasks }: CaseState, steps: readonly Step[]): readonly GivenOpinion[] {
  if (opinions !== undefined || opinion === null) return opinions ?? []
  const isGiven = (stepId: string) => stepById(steps, stepId).action === 'approve'
  const done = doneTasks.findLast(({ stepId, withdrawn }) => withdrawn === undefined && isGiven(stepId))
  return done === undefined ? [] : [{ ...opinion, stepId: done.stepId, unit: stepById(steps, done.stepId).unit, by: done.by, at: done.at }]
}

/** Why this may not be the conclusion: a body objected, and its objection binds; or the refusal does not name the ground that this is. */
export function objectionFault(draft: Pick<DraftResult, 'decision' | 'groundIds'>, { state, place, context }: Scene): Refusal | null {
  // What silence has decided, no body's objection undoes.
  if (state.deemed !== undefined) return null
  const { steps } = place.procedure
  for (const { stepId, unit: id, opinion, bySilence } of opinionsOf(state, steps)) {
    const { objection, silence } = stepById(steps, stepId)
    if (opinion !== 'objects' || objection?.effect !== 'binds') continue
    const facts = { unit: context.edition.regulation.units.find((unit) => unit.id === id)?.name ?? id }
    if (draft.decision === 'grant') return refuseEngine('objection-binds', { field: 'decision', source: objection.source, facts })
    const ground = place.variant.grounds.find((each) => each.id === boundGround(objection, silence, bySilence === true))
    if (ground !== undefined && !draft.groundIds.includes(ground.id))
      return refuseEngine('objection-ground-missing', {
        field: 'groundIds',
        source: objection.source,
        facts: { ...facts, ground: ground.text },
      })
  }
  return null
}

/** The ground that a binding objection gives the refusal; silence may have one of its own. */
function boundGround(objection: NonNullable<Step['objection']>, silence: Step['silence'], bySilence: boolean): string | undefined {
  return (bySilence ? silence?.ground : undefined) ?? objection.ground
}

/** The grounds that a refusal must name: of what silence decided, of a correction that never came, of objections that bind. */
export function demandedGrounds(state: CaseState, steps: readonly Step[]): readonly string[] {
  if (state.deemed !== undefined) return state.deemed.ground === null ? [] : [state.deemed.ground]
  const bound = opinionsOf(state, steps).flatMap(({ stepId, opinion, bySilence }) => {
    const { objection, silence } = stepById(steps, stepId)
    if (opinion !== 'objects' || objection?.effect !== 'binds') return []
    return boundGround(objection, silence, bySilence === true) ?? []
  })
  return [...new Set([...(state.missedGround ? [state.missedGround] : []), ...bound])]
}
