// Numbers, sums and days as official papers write them in words: "қырық үш мың екі жүз елу теңге", "екі мың жиырма алтыншы жылғы отызыншы
// қараша". Kazakh ordinals follow the last sound and the vowels of the number's last word (`kazakh.ts` knows both).

import { Fault } from './errors.ts'
import { ordinalEnding } from './kazakh.ts'
import { type Tiyn, TIYN_PER_TENGE } from './money.ts'
import { type Language, LANGUAGES } from './texts.ts'
import type { LocalDate } from './time.ts'
import texts from './texts.yaml'

/** The largest number that is written in words: no fee and no year is larger. */
export const MOST_IN_WORDS = 999_999_999

const W = texts.numberWords

type Gender = 'masculine' | 'feminine'

/** A whole number from 0 to `MOST_IN_WORDS` in words; a fault of the program where it is no such number. */
export function numberInWords(value: number, language: Language): string {
  checked(value)
  return value === 0 ? W.ones[language][0] : groupsOf(value, language).join(' ')
}

/** A sum in tiyn: 4 325 000 is "қырық үш мың екі жүз елу теңге"; tiyn follow in digits where there are any. */
export function tengeInWords(amountTiyn: Tiyn, language: Language): string {
  const tenge = numberInWords(Math.floor(amountTiyn / TIYN_PER_TENGE), language)
  const rest = amountTiyn % TIYN_PER_TENGE
  return `${tenge} ${W.tenge[language]}${rest === 0 ? '' : ` ${String(rest).padStart(2, '0')} ${W.tiyn[language]}`}`
}

/** A day: the year as an ordinal, then the day as one. `2026-11-30` is "екі мың жиырма алтыншы жылғы отызыншы қараша". */
export function dayInWords(day: LocalDate, language: Language): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Fault(`Expected a day as YYYY-MM-DD but found '${String(day)}'`)
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const name = texts.dates.months[language][month - 1]!
  if (language === 'kk') return `${ordinalInWords(year, 'kk')} жылғы ${ordinalInWords(date, 'kk')} ${name}`
  if (language === 'ru') return `${ordinalInWords(date, 'ru', 'oe')} ${name} ${ordinalInWords(year, 'ru', 'ogo')} года`
  return `the ${ordinalInWords(date, 'en')} of ${name} ${numberInWords(year, 'en')}`
}

const KNOWN = inAllAs((language) => Object.fromEntries(W.ordinals[language].map((pair) => pair.split('=') as [string, string])))

function inAllAs<T>(of: (language: Language) => T): Readonly<Record<Language, T>> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, of(language)])) as Record<Language, T>
}

/** Which form a Russian ordinal has: neuter nominative ("тридцатое") or genitive ("двадцать шестого"). */
type RussianForm = 'oe' | 'ogo'

/** A whole number as an ordinal: its last word alone changes, the words before it stay as they are. */
export function ordinalInWords(value: number, language: Language, form: RussianForm = 'oe'): string {
  const [last = '', ...before] = numberInWords(value, language).split(' ').reverse()
  const first = before.reverse().join(' ')
  const ordinal = language === 'kk' ? kazakhOrdinal(last) : language === 'ru' ? russianOrdinal(value, last, form) : englishOrdinal(last)
  // Of a round thousand the words run together in Russian: "двухтысячного".
  if (language === 'ru' && value % 1000 === 0 && value > 0) return ordinal
  return first === '' ? ordinal : `${first} ${ordinal}`
}

function checked(value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > MOST_IN_WORDS)
    throw new Fault(`Expected a whole number from 0 to ${MOST_IN_WORDS} but found ${value}`)
}

/** Millions, thousands and the rest, each with the name of what it counts. */
function groupsOf(value: number, language: Language): readonly string[] {
  const [millions, thousands, rest] = [Math.floor(value / 1_000_000), Math.floor(value / 1000) % 1000, value % 1000]
  return [
    ...(millions === 0 ? [] : [...below1000(millions, language, 'masculine'), counted(W.million[language], millions)]),
    ...(thousands === 0 ? [] : [...below1000(thousands, language, 'feminine'), counted(W.thousand[language], thousands)]),
    ...(rest === 0 ? [] : below1000(rest, language, 'masculine')),
  ]
}

function below1000(value: number, language: Language, gender: Gender): readonly string[] {
  const [ones, feminine, teens]: readonly (readonly string[])[] = [W.ones[language], W.feminine[language], W.teens[language]]
  const [tens, hundreds]: readonly (readonly string[])[] = [W.tens[language], W.hundreds[language]]
  const [hundred, ten, one] = [Math.floor(value / 100), Math.floor(value / 10) % 10, value % 10]
  const single = (gender === 'feminine' ? (feminine![one - 1] ?? '') : '') || ones![one]!
  const head = hundred === 0 ? [] : [hundreds![hundred - 1]!]
  if (language === 'en' && ten > 1 && one > 0) return [...head, `${tens![ten - 1]!}-${ones![one]!}`]
  if (ten === 1) return [...head, teens![one]!]
  return [...head, ...(ten === 0 ? [] : [tens![ten - 1]!]), ...(one === 0 ? [] : [single])]
}

/** One form, or the three of Slavic languages. */
function counted(forms: readonly string[], amount: number): string {
  const [ten, one] = [amount % 100, amount % 10]
  const form = one === 1 && ten !== 11 ? 0 : one >= 2 && one <= 4 && (ten < 12 || ten > 14) ? 1 : 2
  return forms[form] ?? forms[0]!
}

function kazakhOrdinal(last: string): string {
  return KNOWN.kk[last] ?? last + ordinalEnding(last)
}

function russianOrdinal(value: number, last: string, form: RussianForm): string {
  const round = value > 0 && value % 1000 === 0
  const stem = round ? `${russianPrefix(value / 1000)}тысячн` : KNOWN.ru[last]
  if (stem === undefined) throw new Fault(`Expected a Russian ordinal of '${last}' but the list has none`)
  // The third alone is soft.
  if (stem === 'трет') return form === 'oe' ? 'третье' : 'третьего'
  return stem + (form === 'oe' ? 'ое' : 'ого')
}

/** "Двух" of "двухтысячный"; of one thousand nothing. Years need one to nine. */
function russianPrefix(thousands: number): string {
  return thousands === 1 ? '' : (W.roundThousands.ru[thousands - 2] ?? '')
}

function englishOrdinal(last: string): string {
  const [head, tail] = last.includes('-') ? [`${last.split('-')[0]!}-`, last.split('-')[1]!] : ['', last]
  const known = KNOWN.en[tail]
  return head + (known ?? (tail.endsWith('y') ? `${tail.slice(0, -1)}ieth` : `${tail}th`))
}
