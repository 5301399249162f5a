import type { Source } from '@ruqsat/foundation'
import { keepsNumber } from '@ruqsat/law'
import type { Scene } from './scene.ts'
import type { DraftResult, EventBody } from './model.ts'

/**
 * A number that was reserved for a grant is voided, on the record, when the conclusion turns into a refusal. It is never used again. The number
 * that an extension or a duplicate bears is another result's and stays; one that it got in place of a number from elsewhere is its own.
 */
export function voidedNumber(draft: DraftResult, source: Source, scene: Scene): readonly EventBody[] {
  const number = scene.state.reservedNumber
  const isOwn = number !== null && (scene.state.isOwnNumber === true || !keepsNumber(scene.place.variant.results.grant))
  return isOwn && draft.decision === 'refuse' ? [{ kind: 'numberVoided', number, reason: 'conclusionChanged', source }] : []
}
