import { isRefusal, type Refusal } from '../errors.ts'
import type { Branded } from './brand.ts'
import { foreignSign, signFacts, tidyNumber } from './typed-text.ts'
import { refuseValue } from './refusals.ts'

/** A telephone as networks write it (E.164): `+77172555555`. Made by `parsePhoneNumber` alone. */
export type PhoneNumber = Branded<'phoneNumber'>
/** A telephone that can be sent a text: a mobile of Kazakhstan, or a number of another country, whose plan is not ours to know. */
export type MobileNumber = Branded<'mobileNumber', PhoneNumber>

/**
 * The networks' codes in the national numbering plan: 700-709, 747, 75x, 76x, 77x. Other codes that begin with 7 are places (71xx, 72xx),
 * 800 is free of charge. Bug case "landline for codes"; domain facts B.4.
 */
const KAZAKH_MOBILE = /^\+77(0\d|47|5\d|6\d|7\d)\d{7}$/
/** Country code 7 is shared: 6 and 7 are Kazakhstan's, 9 the networks of Russia, the rest are places. */
const SHARED_WITHOUT_TEXTS = /^\+7[0-8]/

const SIGN = /^[\d+().\- /]$/

/**
 * Reads a telephone as a person types it: `8 (701) 123-45-67`, ten digits, dashes of any kind; another country's with `+` or `00`. Refuses what
 * no network knows. Landlines pass: who sends texts asks for a `MobileNumber`.
 */
export function parsePhoneNumber(typed: string): PhoneNumber | Refusal {
  const text = tidyNumber(typed)
  const foreign = foreignSign(text, SIGN)
  if (foreign !== null) return refuseValue('phone-sign', { facts: signFacts(foreign) })
  const digits = text.replace(/\D/g, '')
  const isInternational = /^\(?\+/.test(text) && !text.slice(text.indexOf('+') + 1).includes('+')
  if (text.includes('+') && !isInternational) return refuseValue('phone-malformed')
  if (isInternational) return international(digits)
  const [before, country] = DIALLED.find(([beginning]) => beginning.test(digits)) ?? []
  return before === undefined ? refuseValue('phone-malformed') : international(digits.replace(before, country!))
}

/** How a number begins that is dialled from here, and what networks write instead: abroad by 8~10 or 00, at home by 8 or 7 or neither. */
const DIALLED: readonly (readonly [RegExp, string])[] = [
  [/^810(?=[1-9]\d{7,}$)/, ''],
  [/^00(?=[1-9])/, ''],
  [/^[78](?=\d{10}$)/, '7'],
  [/^(?=7\d{9}$)/, '7'],
]

/** E.164: at most fifteen digits with the country; the shortest numbers in use have seven. Country 7 has ten digits after it. */
function international(digits: string): PhoneNumber | Refusal {
  const isWhole = digits.startsWith('7') ? digits.length === 11 : /^[1-9]\d{6,14}$/.test(digits)
  return isWhole ? (`+${digits}` as PhoneNumber) : refuseValue('phone-malformed')
}

/** The address of a link that dials it: with the country, so that it works from abroad. A text that is no number keeps its digits. */
export function telephoneHref(written: string): string {
  const phone = parsePhoneNumber(written)
  return `tel:${isRefusal(phone) ? written.replace(/[^\d+]/g, '') : phone}`
}

/** The same where texts and codes are to arrive: refuses a landline by its code. */
export function parseMobileNumber(typed: string): MobileNumber | Refusal {
  const phone = parsePhoneNumber(typed)
  if (isRefusal(phone)) return phone
  return isMobile(phone) ? phone : refuseValue('phone-landline')
}

/** Whether texts can arrive there, as far as the numbering plan says. */
export function isMobile(phone: PhoneNumber): phone is MobileNumber {
  return KAZAKH_MOBILE.test(phone) || !SHARED_WITHOUT_TEXTS.test(phone)
}

/** For what was kept before there was one rule: whether a stored text is such a number in its one form. */
export function isMobileNumber(value: string): value is MobileNumber {
  return parseMobileNumber(value) === value
}
