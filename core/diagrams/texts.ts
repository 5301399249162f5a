import { fillString, type Language, type LocalText } from '@ruqsat/foundation'
import type { Outcome } from '@ruqsat/law'
import type { LegendSign } from './model.ts'
import texts from './texts.yaml'

export const SIGN_NAMES: Readonly<Record<LegendSign, LocalText>> = texts.texts.signNames

export const TITLES: Readonly<Record<'interaction' | 'reference' | 'flowchart' | 'legend', LocalText>> = texts.texts.titles

export const OUTCOME_LABELS: Readonly<Record<Outcome, LocalText>> = texts.texts.outcomeLabels

/** Questions that a table keeps in a row of a step and a diagram shows as a choice of its own. */
export const QUESTIONS = texts.texts.questions satisfies Record<string, LocalText>

export const WORDS = texts.texts.page satisfies Record<string, LocalText>

/** `1-процесс`, `Процесс 1`, `Process 1`. */
export function processNumber(number: number, language: Language): string {
  return fillString(WORDS.process[language], { number })
}

export function conditionNumber(number: number, language: Language): string {
  return fillString(WORDS.condition[language], { number })
}

/** Titles that a document prints in capitals, as a sentence writes them; a short word in capitals next to others is an abbreviation. */
export function calm(title: string): string {
  const lower = title === title.toUpperCase() ? title.toLowerCase() : title.replaceAll(/\p{Lu}{5,}/gu, (word) => word.toLowerCase())
  return `${title.charAt(0)}${lower.slice(1)}`
}
