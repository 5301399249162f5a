// Words of a package that several sections of a service page use.
import { formFor, inAll, type LocalText } from '@ruqsat/foundation'
import type { Span, Variant } from '@ruqsat/law'
import texts from '../texts.yaml'

/** `30 дней`, `1 год`. */
export function spanText({ amount, unit }: Span): LocalText {
  return inAll((language) => `${amount} ${formFor(amount, texts.spans[unit], language)}`)
}

/** How the form calls a question, as it is named within a sentence. */
export function fieldLabel({ sections }: Variant['form'], id: string): LocalText {
  const field = sections.flatMap(({ fields }) => fields).find((each) => each.id === id)!
  return inAll((language) => field.label[language].replace(/[:?]$/, ''))
}
