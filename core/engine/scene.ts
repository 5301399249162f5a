import type { Instant, Refusal } from '@ruqsat/foundation'
import type { Actor, CaseState, DecideContext, EventBody } from './model.ts'
import { placeOfState, type CasePlace } from './place.ts'

/** What an action may look at. `newIds` come with the command; randomness never starts in here. */
export type Scene = {
  readonly state: CaseState
  readonly place: CasePlace
  readonly now: Instant
  readonly newIds: readonly string[]
  readonly actor: Actor
  readonly context: DecideContext
}

export type Bodies = readonly EventBody[] | Refusal

export function sceneOf(state: CaseState, now: Instant, newIds: readonly string[], actor: Actor, context: DecideContext): Scene {
  return { state, place: placeOfState(state, context), now, newIds, actor, context }
}
