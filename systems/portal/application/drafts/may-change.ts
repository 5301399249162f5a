// What of a correction may be changed, and what of it is sent.
import type { CorrectionSubmission, Submission } from '@ruqsat/caseflow'
import type { MissingItem } from '@ruqsat/engine'
import type { Draft } from './model.ts'

/** Whether this field or document may be changed in the draft: all of a first request, of a correction what was asked for. */
export function mayChange({ corrects }: Pick<Draft, 'corrects'>, on: 'field' | 'document', id: string): boolean {
  return corrects === null || corrects.missing.some((item) => item.on === on && item.id === id)
}

/** What was asked at this place, in the words of the official. */
export function askedAt({ corrects }: Pick<Draft, 'corrects'>, isHere: (item: MissingItem) => boolean): readonly MissingItem[] {
  return corrects?.missing.filter(isHere) ?? []
}

/** What is sent is what was signed. */
export function correctionOf(draft: Draft, { party, contentBase64, cmsBase64, attachments }: Submission): CorrectionSubmission {
  return { askedId: draft.corrects!.askedId, party, contentBase64, cmsBase64, attachments }
}
