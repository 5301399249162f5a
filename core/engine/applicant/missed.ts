import type { Refusal } from '@ruqsat/foundation'
import { refuseEngine } from '../refusals.ts'
import type { Scene } from '../scene.ts'
import type { DraftResult } from '../model.ts'

/** Why this may not be the conclusion: the applicant did not correct the request in time, and the act says on which ground it is refused. */
export function missedFault(draft: Pick<DraftResult, 'decision' | 'groundIds'>, { state, place }: Scene): Refusal | null {
  const ground = place.variant.grounds.find(({ id }) => id === state.missedGround)
  if (ground === undefined || (draft.decision === 'refuse' && draft.groundIds.includes(ground.id))) return null
  const field = draft.decision === 'grant' ? 'decision' : 'groundIds'
  return refuseEngine('correction-missed', { field, source: ground.source, facts: { ground: ground.text } })
}
