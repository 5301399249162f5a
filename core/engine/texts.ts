import { refuseEngine, type EngineRefusalCode } from './refusals.ts'
import { isRefusal, parsePrintable, type Refusal, type Source } from '@ruqsat/foundation'
import type { Step, Variant } from '@ruqsat/law'
import type { DraftResult, EventBody, WrittenBesides, WrittenText } from './model.ts'

/** Reasons and explanations are read on one page and go into a signed document: more than this is an attachment. */
export const TEXT_LIMIT = 4_000

/** What is wrong with a text that a person wrote, or null. */
export function textFault(text: string, field: string, whenEmpty: EngineRefusalCode | null): Refusal | null {
  if (whenEmpty !== null && text.trim() === '') return refuseEngine(whenEmpty, { field })
  if (text.length > TEXT_LIMIT) return refuseEngine('text-too-long', { field, facts: { most: TEXT_LIMIT } })
  // The head who prepares the document could not correct a character that it cannot print.
  const read = parsePrintable(text.normalize('NFC'))
  return isRefusal(read) ? { ...read, field } : null
}

/** The event that keeps a text in the state language; none where nobody wrote one. */
export function inStateLanguage(of: WrittenText, text: string | undefined, source: Source): readonly EventBody[] {
  return text === undefined || text.trim() === '' ? [] : [{ kind: 'writtenInStateLanguage', of, text, source }]
}

export function besidesFault({ inStateLanguage: stated = '', alsoIn }: WrittenBesides): Refusal | null {
  return textFault(stated, 'inStateLanguage', null) ?? textFault(alsoIn?.text ?? '', 'alsoIn', null)
}

/** Only what has words. */
export function besides({ inStateLanguage: stated, alsoIn }: WrittenBesides): WrittenBesides {
  return { ...(stated?.trim() && { inStateLanguage: stated }), ...(alsoIn?.text.trim() && { alsoIn }) }
}

/** The events that keep a draft's text in other languages than its own. */
export function inOtherLanguages(of: 'draft' | 'conclusion', written: WrittenBesides, source: Source): readonly EventBody[] {
  const { alsoIn } = besides(written)
  return [
    ...inStateLanguage(of, written.inStateLanguage, source),
    ...(alsoIn === undefined ? [] : [{ kind: 'alsoWritten' as const, of, ...alsoIn, source }]),
  ]
}

/** A step at which nothing but a grant may be drafted. */
export function grantFault({ decision }: DraftResult, { onlyGrants, source }: Step): Refusal | null {
  return onlyGrants === true && decision === 'refuse' ? refuseEngine('only-grants', { field: 'decision', source }) : null
}

/** What is wrong with a draft of the result, or null: grounds only from the closed list, none for a grant, at least one for a refusal. */
export function draftFault(draft: DraftResult, variant: Variant): Refusal | null {
  const unknown = draft.groundIds.find((id) => !variant.grounds.some((ground) => ground.id === id))
  if (unknown !== undefined) return refuseEngine('grounds-unknown', { field: 'groundIds', facts: { ground: unknown } })
  if (draft.decision === 'grant') {
    if (draft.groundIds.length > 0) return refuseEngine('grounds-with-grant', { field: 'groundIds' })
    return textFault(draft.explanation, 'explanation', null)
  }
  if (draft.groundIds.length === 0) return refuseEngine('grounds-missing', { field: 'groundIds' })
  return textFault(draft.explanation, 'explanation', 'explanation-empty')
}
