import { isRefusal, type Refusal } from '../errors.ts'
import type { Branded } from './brand.ts'
import { parsePrintable, type PrintableText } from './printable.ts'
import { refuseValue } from './refusals.ts'
import { isVisible, tidyLine } from './typed-text.ts'

/** What a person or an organisation is called: on one line, and whole on every paper. Made by `parseName`, or by `ownName` of what this house wrote itself. */
export type Name = Branded<'name', PrintableText>

/** The longest names of organisations in the state's registers have some four hundred signs. */
export const MAX_NAME_LENGTH = 500

/** Reads a name: one composition, one space between words, nothing that nobody sees. Refuses an empty one, one that is no name by its length, and a sign that no paper can print. */
export function parseName(given: string): Name | Refusal {
  const text = tidyLine(given)
  if (!isVisible(text)) return refuseValue('name-empty')
  if ([...text].length > MAX_NAME_LENGTH) return refuseValue('name-long', { facts: { most: MAX_NAME_LENGTH } })
  const printable = parsePrintable(text)
  return isRefusal(printable) ? printable : (printable as Name)
}

/** A name out of a row that this house wrote: as it is, because an older release may have taken it otherwise. Papers ask for printable signs once more. */
export function ownName(kept: string): Name {
  return kept as Name
}
