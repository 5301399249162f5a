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

/** Latin letters for folded Cyrillic ones: what a word sounds like, whichever letters it is typed in. */
const SOUNDS_OF: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  е: 'e',
  ж: 'j',
  з: 'z',
  и: 'i',
  й: 'i',
  к: 'k',
  л: 'l',
  м: 'm',
  н: 'n',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'ts',
  ч: 'ch',
  ш: 'sh',
  щ: 'sh',
  ъ: '',
  ы: 'i',
  ь: '',
  э: 'e',
  ю: 'iu',
  я: 'ia',
}
/** How people write these sounds in Latin letters; the longer first. */
const WRITTEN_AS: readonly (readonly [RegExp, string])[] = [
  [/shch|sch/g, 'sh'],
  [/zh/g, 'j'],
  [/kh/g, 'h'],
  [/gh/g, 'g'],
  [/ya/g, 'ia'],
  [/yu/g, 'iu'],
  [/yo/g, 'e'],
  [/q/g, 'k'],
  [/w/g, 'u'],
  [/y/g, 'i'],
  [/x/g, 'h'],
  [/ii/g, 'i'],
]

/** A word by its sounds: `тау`, `tau` and `taw` are one, `қала`, `кала` and `qala` too. */
function soundOf(word: string): string {
  const spelled = /\p{Script=Cyrillic}/u.test(word) ? [...word].map((letter) => SOUNDS_OF[letter] ?? letter).join('') : latin(word)
  return WRITTEN_AS.reduce((text, [written, sound]) => text.replace(written, sound), spelled)
}

/** Letters of the Kazakh Latin alphabets without their marks. */
function latin(word: string): string {
  return word.replaceAll('ş', 'sh').replaceAll('ı', 'i').replaceAll('ç', 'ch').normalize('NFD').replace(/\p{M}/gu, '')
}

/** Endings of Kazakh and Russian words, by their sounds; the longest first. Taken off what somebody types, never more than two. */
const ENDINGS = (
  'lardin lerdin dardin derdin tardin terdin larga lerge darga derge tarka terke lari leri dari deri tari teri lar ler dar der tar ter ' +
  'nin din tin men ben pen nan nen dan den tan ten dagi degi tagi tegi ga ge ka ke da de ta te ni di ti si ' +
  'iami ami iah ah iam am ogo ego omu emu imi ih oi ei ov ev om em ie ia iu a e i o u'
).split(' ')
/** A shorter rest says nothing. */
const SHORTEST_STEM = 3

function stemOf(sound: string): string {
  const ending = ENDINGS.find((each) => sound.endsWith(each) && sound.length - each.length >= SHORTEST_STEM)
  return ending === undefined ? sound : sound.slice(0, -ending.length)
}

/**
 * Whether each word that is sought begins a word of the texts: as it is typed, in Latin letters, or without its Kazakh or Russian ending
 * (`уйлер` finds `үй`, `домами` finds `домовой`). True where nothing is sought.
 */
export function findsAll(sought: string, texts: readonly string[]): boolean {
  const sounds = [...new Set(texts.flatMap((text) => searchWords(text).map(soundOf)))]
  return searchWords(sought)
    .map(soundOf)
    .every((word) => begins(word, sounds) || begins(stemOf(word), sounds))
}

function begins(word: string, sounds: readonly string[]): boolean {
  return sounds.some((sound) => sound.startsWith(word))
}
