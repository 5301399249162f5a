// What a correction says otherwise than the request before it.
import { requestChanges, type SignedRequest } from '@ruqsat/documents'
import type { Instant, Refusal } from '@ruqsat/foundation'
import type { Person } from '../../registration/people/person.ts'
import { refusePortal } from '../../refusals.ts'
import { freezeRequest, ownRequest } from './frozen.ts'
import type { OpenDraft } from './model.ts'

/** The request as it would be signed now, for the comparison with the one before. */
export function requestNow(open: OpenDraft, person: Person, at: Instant): SignedRequest {
  return ownRequest(freezeRequest(open, person, at).bytes)
}

/** A correction that corrects nothing would be refused by the host, after the person has signed it. */
export function emptyCorrection(open: OpenDraft, person: Person, at: Instant): Refusal | null {
  const { corrects } = open.draft
  if (corrects === null || corrects.note.trim() !== '') return null
  const changes = requestChanges(corrects.before, requestNow(open, person, at))
  return changes.length > 0 ? null : refusePortal('nothing-corrected', { field: 'note' })
}
