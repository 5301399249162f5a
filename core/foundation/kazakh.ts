// Kazakh endings of words that a sentence is built from: dates, times, numbers, abbreviations. A text asks for one as `{day:ablative}`
// (texts.ts). Endings follow the last sound and the vowels before it, so that no list of months or numbers has to be kept.

export const KAZAKH_CASES = ['genitive', 'dative', 'accusative', 'locative', 'ablative', 'instrumental', 'attributive'] as const
/** `attributive` is the locative turned into an adjective: `1 қазандағы № 5 акт`. */
export type KazakhCase = (typeof KAZAKH_CASES)[number]

export function isKazakhCase(word: string): word is KazakhCase {
  return KAZAKH_CASES.some((each) => each === word)
}

/** How the last sound of a word shapes its ending. */
type Sound = 'vowel' | 'nasal' | 'm' | 'liquid' | 'hissing' | 'voiced' | 'voiceless'

const SOUNDS: readonly (readonly [Sound, string])[] = [
  ['vowel', 'аәоөұүыіеэяёию'],
  ['nasal', 'нң'],
  ['m', 'м'],
  ['liquid', 'лруй'],
  ['hissing', 'зж'],
  ['voiced', 'бвгд'],
  ['voiceless', 'пфкқтсшщчцхһғ'],
]

const BACK = 'аоұыяёһқғ'
const FRONT = 'әөүіеэ'

/** Back and front form of each ending by the sound before it. */
const ENDINGS: Readonly<Record<KazakhCase, (sound: Sound) => readonly [string, string]>> = {
  genitive: (sound) => pair(sound === 'vowel' || sound === 'nasal' || sound === 'm' ? 'н' : isHard(sound) ? 'т' : 'д', 'ың', 'ің'),
  dative: (sound) => (isHard(sound) ? ['қа', 'ке'] : ['ға', 'ге']),
  accusative: (sound) => pair(sound === 'vowel' ? 'н' : isHard(sound) ? 'т' : 'д', 'ы', 'і'),
  locative: (sound) => pair(isHard(sound) ? 'т' : 'д', 'а', 'е'),
  ablative: (sound) => pair(sound === 'nasal' || sound === 'm' ? 'н' : isHard(sound) ? 'т' : 'д', 'ан', 'ен'),
  instrumental: (sound) => pair(isHard(sound) ? 'п' : sound === 'hissing' ? 'б' : 'м', 'ен', 'ен'),
  attributive: (sound) => pair(isHard(sound) ? 'т' : 'д', 'ағы', 'егі'),
}

function pair(first: string, back: string, front: string): readonly [string, string] {
  return [first + back, first + front]
}

/** A voiced stop at a word's end is pronounced voiceless, and takes the endings of one. */
function isHard(sound: Sound): boolean {
  return sound === 'voiceless' || sound === 'voiced'
}

const ONES = ['нөл', 'бір', 'екі', 'үш', 'төрт', 'бес', 'алты', 'жеті', 'сегіз', 'тоғыз']
const TENS = ['', 'он', 'жиырма', 'отыз', 'қырық', 'елу', 'алпыс', 'жетпіс', 'сексен', 'тоқсан']

/** The last word of a number as it is spoken: of 1 930 `отыз`, of 500 `жүз`. */
function lastWordOf(digits: string): string {
  const zeros = /0*$/.exec(digits)![0].length
  const digit = Number(digits[digits.length - 1 - zeros] ?? 0)
  if (zeros === digits.length) return ONES[0]!
  return [ONES[digit]!, TENS[digit]!, 'жүз'][zeros] ?? (zeros < 6 ? 'мың' : zeros < 9 ? 'миллион' : 'миллиард')
}

/** Spoken as the words that they stand for. */
const ABBREVIATIONS: Readonly<Record<string, string>> = { МБ: 'мегабайт', КБ: 'килобайт', ГБ: 'гигабайт' }

/**
 * The value with the ending of the case: `1 қазан` → `1 қазаннан`, `30` → `30-ға`, `10 МБ` → `10 МБ-қа`. A date with a time of day,
 * `15 желтоқсан, 09:30`, becomes `15 желтоқсан сағат 09:30-ға`. What ends in no Kazakh word and no number stays as it is.
 */
export function inKazakhCase(value: string, wanted: KazakhCase): string {
  const words = value.replace(/,\s(?=\d{1,2}:\d{2}$)/, '\u00a0сағат\u00a0')
  const number = /\d+$/.exec(words)?.[0]
  if (number !== undefined) return `${words}-${endingAfter(lastWordOf(number), wanted)}`
  const word = /\p{Script=Cyrillic}+(?=[»”"]?$)/u.exec(words)?.[0]
  if (word === undefined) return value
  const spoken = ABBREVIATIONS[word]
  if (spoken !== undefined || word === word.toUpperCase()) return `${words}-${endingAfter(spoken ?? word, wanted)}`
  return words + endingAfter(word, wanted)
}

function endingAfter(word: string, wanted: KazakhCase): string {
  const letters = [...word.toLowerCase()].filter((letter) => letter !== 'ь' && letter !== 'ъ')
  const last = letters.at(-1) ?? ''
  const sound = SOUNDS.find(([, all]) => all.includes(last))?.[0] ?? 'voiced'
  const [back, front] = ENDINGS[wanted](sound)
  return isFront(letters.join('')) ? front : back
}

/** What makes a number's last word an ordinal: `отыз` takes `ыншы`, `алты` takes `ншы`, `елу`, whose last sound is no vowel, `інші`. */
export function ordinalEnding(word: string): string {
  const [back, front] = endsInVowel(word) ? ['ншы', 'нші'] : ['ыншы', 'інші']
  return isFront(word) ? front : back
}

function endsInVowel(word: string): boolean {
  return SOUNDS.find(([, all]) => all.includes(word.at(-1) ?? ''))?.[0] === 'vowel'
}

function isFront(word: string): boolean {
  const deciding = [...word].findLast((letter) => BACK.includes(letter) || FRONT.includes(letter))
  return deciding !== undefined && FRONT.includes(deciding)
}

/** Words that follow a case: between a place and one of them the text has to name it. */
const GOVERNING: Readonly<Record<string, KazakhCase>> = {
  дейін: 'dative',
  дейінгі: 'dative',
  қарай: 'dative',
  бастап: 'ablative',
  кейін: 'ablative',
  кейінгі: 'ablative',
  бері: 'ablative',
  соң: 'ablative',
  ерте: 'ablative',
  кеш: 'ablative',
  бұрын: 'ablative',
  асады: 'ablative',
  аспауы: 'ablative',
}

const PLACE_AND_WORD = /\{(\w+)(?::(\w+))?\}[»”"]?[\s\u00a0]+(\p{Script=Cyrillic}+)/gu

/** Places of a Kazakh text whose next word wants a case that the place does not name: `{day} бастап` for `{day:ablative} бастап`. */
export function placesWithoutCase(
  text: string,
): readonly { readonly place: string; readonly word: string; readonly wanted: KazakhCase; readonly at: number }[] {
  return [...text.matchAll(PLACE_AND_WORD)].flatMap(({ 1: place, 2: named, 3: word, index: at }) => {
    const wanted = Object.hasOwn(GOVERNING, word!) ? GOVERNING[word!]! : undefined
    return wanted === undefined || named === wanted ? [] : [{ place: place!, word: word!, wanted, at }]
  })
}
