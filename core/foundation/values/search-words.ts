// What a search compares: words as somebody remembers or types them, not as they are written. The only fold of names in the house; numbers
// have their own (`codeKey`).
import { tidyNumber } from './typed-text.ts'

/** Kazakh letters by the Russian letters that are typed for them, and ё. */
const TWINS: Readonly<Record<string, string>> = { ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и', ё: 'е' }
/** Latin letters that somebody typed among Cyrillic ones. */
const LATIN_TWINS: Readonly<Record<string, string>> = {
  a: 'а',
  c: 'с',
  e: 'е',
  h: 'х',
  i: 'и',
  k: 'к',
  o: 'о',
  p: 'р',
  t: 'т',
  x: 'х',
  y: 'у',
}

/** A name has fewer; a pasted page is no search. */
const MOST_WORDS = 20
const LONGEST_WORD = 60

/**
 * The words of a text, each once, in small letters: Kazakh letters and ё as the Russian ones that look alike, Latin look-alikes inside a
 * Cyrillic word as Cyrillic ones. Hyphens, quotes and everything else that is no letter or digit part words. Nothing where there is none.
 */
export function searchWords(text: string): readonly string[] {
  const words =
    tidyNumber(text.replaceAll('№', ' '))
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  return [...new Set(words.map(folded))].slice(0, MOST_WORDS)
}

function folded(word: string): string {
  const isCyrillic = /\p{Script=Cyrillic}/u.test(word)
  const letters = [...word]
    .slice(0, LONGEST_WORD)
    .map((letter) => TWINS[letter] ?? (isCyrillic ? LATIN_TWINS[letter] : undefined) ?? letter)
  return letters.join('')
}
