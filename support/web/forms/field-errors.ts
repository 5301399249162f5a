import type { Refusal } from '@ruqsat/foundation'
import type { Text } from '../page/language.ts'

/** One thing to correct. Without a field it concerns the whole form. */
export type FieldError = { readonly field?: string; readonly text: Text }

/** A refusal as the page shows it at its field: what is wrong and what to do. */
export function fieldErrorOf(refusal: Refusal): FieldError {
  const { text, remedy } = refusal
  return {
    ...(refusal.field !== undefined && { field: refusal.field }),
    text: { kk: joined(text.kk, remedy.kk), ru: joined(text.ru, remedy.ru), en: joined(text.en, remedy.en) },
  }
}

export function fieldErrorsOf(refusals: readonly Refusal[]): FieldError[] {
  return refusals.map(fieldErrorOf)
}

/** The error of one field, for its `error` attribute. */
export function errorAt(errors: readonly FieldError[], field: string): Text | undefined {
  return errors.find((error) => error.field === field)?.text
}

function joined(text: string, remedy: string): string {
  if (remedy === '') return text
  return `${/[.!?]$/.test(text) ? text : `${text}.`} ${remedy}`
}
