import { inAll, type Language, type Refusal, wordsOf } from '@ruqsat/foundation'
import type { Text } from './language.ts'
import { say } from './view.ts'

/** One thing to correct. Without a field it concerns the whole form. */
export type FieldError = { readonly field?: string; readonly text: Text }

/** A refusal as the page shows it at its field: what is wrong and what to do. */
export function fieldErrorOf(refusal: Refusal): FieldError {
  const { text, remedy } = wordsOf(refusal)
  return {
    ...(refusal.field !== undefined && { field: refusal.field }),
    text: inAll((language) => joined(text[language], remedy[language])),
  }
}

export function fieldErrorsOf(refusals: readonly Refusal[]): FieldError[] {
  return refusals.map(fieldErrorOf)
}

/** The error of one field, for its `error` attribute. */
export function errorAt(errors: readonly FieldError[], field: string): Text | undefined {
  return errors.find((error) => error.field === field)?.text
}

/**
 * The lines of an error summary, in the order of the fields on the page: each names its field, unless the sentence does so itself; none comes
 * twice. `labels` has the fields as they were drawn.
 */
export function linesOf(
  errors: readonly FieldError[],
  labels: ReadonlyMap<string, Text>,
  language: Language,
): readonly { readonly field?: string; readonly text: string }[] {
  const places = new Map([...labels.keys()].map((name, place) => [name, place]))
  const placeOf = ({ field }: FieldError) => (field === undefined ? places.size : (places.get(field) ?? places.size))
  const lines = errors
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map(({ field, text }) => {
      const label = field === undefined ? undefined : labels.get(field)
      return { ...(field !== undefined && { field }), text: label === undefined ? say(text, language) : namedLine(label, text, language) }
    })
  return [...Map.groupBy(lines, ({ text }) => text).values()].map(([first]) => first!)
}

function namedLine(label: Text, text: Text, language: Language): string {
  const [name, sentence] = [say(label, language).replace(/[:?]$/, ''), say(text, language)]
  return sentence.toLowerCase().includes(name.toLowerCase()) ? sentence : `${name}: ${sentence}`
}

function joined(text: string, remedy: string): string {
  return remedy === '' ? text : `${/[.!?]$/.test(text) ? text : `${text}.`} ${remedy}`
}
