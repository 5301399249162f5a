import type { Source } from '@ruqsat/foundation'
import type { Scene } from './scene.ts'
import type { DraftResult, EventBody } from './model.ts'

/** A number that was reserved for a grant is voided, on the record, when the conclusion turns into a refusal. It is never used again. */
export function voidedNumber(draft: DraftResult, source: Source, scene: Scene): readonly EventBody[] {
  const number = scene.state.reservedNumber
  return number !== null && draft.decision === 'refuse' ? [{ kind: 'numberVoided', number, reason: 'conclusionChanged', source }] : []
}
