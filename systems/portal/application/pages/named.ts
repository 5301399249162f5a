import { inAll, type LocalText, type Refusal } from '@ruqsat/foundation'

/** A fault away from its field: what it is about, and what is wrong. What to do is at the field itself. */
export function named(label: LocalText | null, { text }: Refusal): LocalText {
  if (label === null) return text
  return inAll((language) => `${label[language].replace(/[:?]$/, '')}: ${text[language]}`)
}
