// What must hold of the texts that go onto a reasoned refusal, asked where they are written and again where the paper is made: grounds that somebody
// answers for, and words that both the applicant and the state language have.
import { refusalsOf, type Language, type Refusal } from '@ruqsat/foundation'
import type { Opinion, WrittenDraft, WrittenNonAcceptance } from '@ruqsat/engine'
import { usableSource, type Confirmation, type Ground, type Regulation, type Variant } from '@ruqsat/law'
import texts from './texts.yaml'

/** The state language (Law on Languages, articles 4 and 8): official papers are written in it, next to the language of the request. */
export const STATE_LANGUAGE: Language = 'kk'

/** Used by state bodies next to the state language (the same law, article 5): nobody has to write in it where a request is in Kazakh, and may. */
export const SECOND_LANGUAGE: Language = 'ru'

const refusePaper = refusalsOf('', texts.paper.paperRefusals)

export type PaperScene = {
  readonly regulation: Regulation
  readonly variant: Variant
  /** Language of the request as it was signed. */
  readonly language: Language
  readonly confirmations: readonly Confirmation[]
}

/** Everything that keeps a draft from becoming a paper; fields by the engine's names. */
export function draftPaperFaults(draft: WrittenDraft, scene: PaperScene): readonly Refusal[] {
  if (draft.decision !== 'refuse') return []
  return refusingFaults(draft, scene.variant.grounds, scene)
}

/** The same of a refusal to accept, whose grounds are a list of their own. */
export function nonAcceptanceFaults(refused: WrittenNonAcceptance, scene: PaperScene): readonly Refusal[] {
  return refusingFaults(refused, scene.variant.nonAcceptance?.grounds ?? [], scene)
}

function refusingFaults(
  { groundIds, inStateLanguage }: WrittenNonAcceptance,
  grounds: readonly Ground[],
  { regulation, confirmations, language }: PaperScene,
): readonly Refusal[] {
  const unconfirmed = grounds.filter((ground) => groundIds.includes(ground.id) && usableSource(regulation, ground, confirmations) === null)
  return [
    ...unconfirmed.map(({ text }) => refusePaper('documents.ground-unconfirmed', { field: 'groundIds', facts: { ground: text } })),
    ...stateLanguageFaults(inStateLanguage, language),
  ]
}

/** An objection is printed with its reasons, so that they are needed in both languages as well. */
export function opinionPaperFaults(
  { opinion, inStateLanguage }: { readonly opinion: Opinion; readonly inStateLanguage?: string },
  language: Language,
): readonly Refusal[] {
  return opinion === 'objects' ? stateLanguageFaults(inStateLanguage, language) : []
}

function stateLanguageFaults(text: string | undefined, language: Language): readonly Refusal[] {
  const isMissing = language !== STATE_LANGUAGE && (text ?? '').trim() === ''
  return isMissing ? [refusePaper('documents.state-language-missing', { field: 'inStateLanguage' })] : []
}
