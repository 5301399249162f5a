import type { CaseState, WrittenDraft } from './model.ts'

/** What was concluded: the completed result, or the draft where the procedure has no step that completes it. */
export function conclusionOf(state: CaseState): WrittenDraft | null {
  return state.conclusion ?? state.draft
}
