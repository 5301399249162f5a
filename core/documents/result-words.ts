// The house's own words on results, and what is said where one may not be signed yet.
import type { LocalText } from '@ruqsat/foundation'
import texts from './texts.yaml'

export const RESULT_LABELS: Readonly<Record<string, LocalText>> = texts.resultWords.resultLabels

export const SIGNATURE_NOTE: LocalText = texts.resultWords.signatureNote

export const OPINIONS = texts.resultWords.opinions satisfies Record<string, LocalText>

export const LINTS = texts.resultWords.lints satisfies Record<string, LocalText>
