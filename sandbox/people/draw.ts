import { createHmac } from 'node:crypto'
import {
  type BIN,
  checkDigit,
  Fault,
  type IIN,
  type LocalDate,
  orFault,
  parseBIN,
  parseIIN,
  parseMobileNumber,
  type MobileNumber,
} from '@ruqsat/foundation'

/** What differs from installation to installation is drawn from its seed: the same seed gives the same republic, another installation another one. */
export type Draw = (what: string, below: number) => number

export function drawFrom(seed: Uint8Array): Draw {
  return (what, below) => createHmac('sha256', seed).update(what).digest().readUIntBE(0, 6) % below
}

export type Sex = 'female' | 'male'

/** A tenth of all numbers has no check digit, so a few tries always do. */
const TRIES = 50

/** Birth date, century and sex, four digits drawn, check digit. Fictional: that somebody has it would be chance. */
export function drawIin(draw: Draw, personId: string, bornOn: LocalDate, sex: Sex): IIN {
  const [year, month, day] = bornOn.split('-') as [string, string, string]
  const century = (year < '2000' ? 3 : 5) + (sex === 'female' ? 1 : 0)
  return orFault(parseIIN(withCheckDigit(draw, `iin ${personId}`, `${year.slice(2)}${month}${day}${century}`, 4)))
}

/** Year and month of registration, resident legal entity (4), head office (0), five digits drawn, check digit. */
export function drawBin(draw: Draw, entityId: string, registeredOn: LocalDate): BIN {
  return orFault(parseBIN(withCheckDigit(draw, `bin ${entityId}`, `${registeredOn.slice(2, 4)}${registeredOn.slice(5, 7)}40`, 5)))
}

function withCheckDigit(draw: Draw, what: string, head: string, digits: number): string {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const eleven = head + String(draw(`${what} ${attempt}`, 10 ** digits)).padStart(digits, '0')
    const check = checkDigit(eleven)
    if (check !== null) return `${eleven}${check}`
  }
  throw new Fault(`Expected a check digit within ${TRIES} tries for ${what} but found none`)
}

/** A made-up number of the right shape. The sandbox carries its messages to its own page only, so none can reach anybody. */
export function drawPhone(draw: Draw, personId: string): MobileNumber {
  return orFault(parseMobileNumber(`+7700${String(draw(`phone ${personId}`, 10_000_000)).padStart(7, '0')}`))
}

const WORDS = [
  'bulaq',
  'zhusan',
  'samal',
  'tulpar',
  'kerben',
  'shanyraq',
  'dombyra',
  'qyran',
  'aqqu',
  'betege',
  'arman',
  'zhuldyz',
] as const

/** Two words and a number: easy to type on a phone, and long enough. */
export function drawPassword(draw: Draw, personId: string): string {
  const first = draw(`password first ${personId}`, WORDS.length)
  const second = (first + 1 + draw(`password second ${personId}`, WORDS.length - 1)) % WORDS.length
  return `${WORDS[first]}-${WORDS[second]}-${draw(`password number ${personId}`, 9000) + 1000}`
}

/** Common names, mixed by chance: that somebody has exactly this one would be chance too. */
const GIVEN: Readonly<Record<Sex, readonly string[]>> = {
  female: ['Айнұр', 'Ботагөз', 'Гүлмира', 'Жанар', 'Камила', 'Меруерт', 'Перизат', 'Раушан', 'Сандуғаш', 'Шолпан'],
  male: ['Азамат', 'Бауыржан', 'Ғалымжан', 'Ерболат', 'Жасұлан', 'Қуаныш', 'Мұрат', 'Нұржан', 'Рүстем', 'Саян'],
}
const SURNAMES = ['Әлібек', 'Байжан', 'Досжан', 'Есен', 'Жүніс', 'Қасым', 'Мұқан', 'Омар', 'Сапар', 'Тәжібай', 'Шәріп', 'Ысқақ']
const FATHERS = ['Айдар', 'Болат', 'Дәурен', 'Ербол', 'Жомарт', 'Қайрат', 'Марат', 'Нұрлан', 'Серік', 'Талғат']

/** A full name for somebody whom no list of ours knows; the same for the same id and seed. */
export function drawName(draw: Draw, personId: string, sex: Sex) {
  const pick = (what: string, from: readonly string[]) => from[draw(`${what} ${personId}`, from.length)]!
  return {
    surname: pick('surname', SURNAMES),
    givenName: pick('given name', GIVEN[sex]),
    patronymic: `${pick('father', FATHERS)}${sex === 'female' ? 'қызы' : 'ұлы'}`,
  }
}
