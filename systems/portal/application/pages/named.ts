import { inAll, wordsOf, type LocalText, type Refusal } from '@ruqsat/foundation'

/** A fault away from its field: what it is about, and what is wrong. What to do is at the field itself. */
export function named(label: LocalText | null, refusal: Refusal): LocalText {
  const { text } = wordsOf(refusal)
  return label === null ? text : inAll((language) => `${label[language].replace(/[:?]$/, '')}: ${text[language]}`)
}
