import type { CaseState, DraftResult } from './model.ts'

/** What was concluded: the completed result, or the draft where the procedure has no step that completes it. */
export function conclusionOf(state: CaseState): DraftResult | null {
  return state.conclusion ?? state.draft
}
