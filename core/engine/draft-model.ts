// What officials decide and in which words.
import type { Instant, Language } from '@ruqsat/foundation'

export type Decision = 'grant' | 'refuse'
export type Opinion = 'agrees' | 'objects'

/** What an officer drafts and later completes. Grounds come from the package's closed list, none for a grant and at least one for a refusal. */
export type DraftResult = { readonly decision: Decision; readonly groundIds: readonly string[]; readonly explanation: string }

/** A text that goes onto a paper, and the same in the state language where the first is in the language of another request. */
type InStateLanguage = { readonly inStateLanguage?: string }
/** The same once more in a language in which nobody has to write it. */
export type AlsoWritten = { readonly alsoIn?: { readonly language: Language; readonly text: string } }
/** What an official wrote besides the text itself. */
export type WrittenBesides = InStateLanguage & AlsoWritten
export type WrittenDraft = DraftResult & WrittenBesides
export type WrittenOpinion = { readonly opinion: Opinion; readonly reason: string } & WrittenBesides
/** What a text in the state language belongs to. */
export type WrittenText = 'draft' | 'opinion' | 'conclusion'

/** A decision that nobody made: the act takes the silence of the provider for it, from this instant on. */
export type Deemed = { readonly decision: Decision; readonly ground: string | null; readonly since: Instant }
