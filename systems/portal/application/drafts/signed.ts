import type { Refusal } from '@ruqsat/foundation'
import { refusePortal } from '../../refusals.ts'
import type { DraftDeps } from './deps.ts'
import * as store from './store.ts'

/** What became of a signature that was sent in. */
export type Signed =
  | { readonly kind: 'registered' }
  /** Kept; the background round goes on with it. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/** Whether the person who signed is there to see the answer, or is to be informed of it. */
export type Present = 'present' | 'away'

/**
 * The work is over. Who was there has seen how it ended; a person who was not is informed, and that is work of its own that outlives a
 * crash.
 */
export async function afterEnd(deps: DraftDeps, tx: store.DraftSql, draftId: string, present: Present): Promise<void> {
  if (present === 'present') return store.forgetRetry(tx, draftId)
  return store.rememberRetry(tx, draftId, 'tell', deps.technicalClock.now())
}

/** What the draft says where somebody else was faster. */
export async function stored(deps: DraftDeps, draftId: string): Promise<Signed> {
  const draft = await store.readDraft(deps.database.sql, draftId)
  if (draft?.status === 'registered' || draft?.status === 'waiting') return { kind: draft.status }
  return { kind: 'refused', refusal: refusePortal('draft-busy') }
}
