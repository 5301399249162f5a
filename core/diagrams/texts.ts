import type { Language, LocalText } from '@ruqsat/foundation'
import { type Outcome, outcomeTimeTexts, type Step, timeAsWritten, unitWord } from '@ruqsat/law'
import type { LegendSign } from './model.ts'
import texts from './texts.yaml'

export const SIGN_NAMES: Readonly<Record<LegendSign, LocalText>> = texts.texts.signNames

export const TITLES: Readonly<Record<'interaction' | 'reference' | 'flowchart' | 'legend', LocalText>> = texts.texts.titles

export const OUTCOME_LABELS: Readonly<Record<Outcome, LocalText>> = texts.texts.outcomeLabels

/** Questions that a table keeps in a row of a step and a diagram shows as a choice of its own. */
export const QUESTIONS = texts.texts.questions satisfies Record<string, LocalText>

export const SILENCE = texts.texts.silence
export const WORDS = texts.texts.page satisfies Record<string, LocalText>

/** Titles that a document prints in capitals, as a sentence writes them; a short word in capitals next to others is an abbreviation. */
export function calm(title: string): string {
  const lower = title === title.toUpperCase() ? title.toLowerCase() : title.replaceAll(/\p{Lu}{5,}/gu, (word) => word.toLowerCase())
  return `${title.charAt(0)}${lower.slice(1)}`
}

/** `10–15 seconds`, `7 working days; incomplete: 1 working day`, in the units of the act; empty where it gives no time. */
export function timeText(step: Step, language: Language): string {
  const own = step.time === null ? [] : [`${step.time.duration.amount} ${unitWord(timeAsWritten(step.time), language)}`]
  const from = step.time?.from === undefined ? '' : `${step.time.from}–`
  return [...own.map((time) => `${from}${time}`), ...outcomeTimeTexts(step).map((text) => text[language])].join('; ')
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
