import type { Text } from '../../language/language.ts'
import { say } from '../../language/view.ts'

/** The line above the h1 of each page of a longer way: what all these pages are about. */
export function Caption({ texts }: { readonly texts: readonly Text[] }) {
  return <p class="caption">{texts.map((text) => say(text)).join(' · ')}</p>
}
