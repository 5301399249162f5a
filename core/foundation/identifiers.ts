import { Fault, isRefusal, type Refusal } from './errors.ts'
import type { Branded } from './values/brand.ts'
import { isDayOfCalendar } from './values/day.ts'
import { refuseValue } from './values/refusals.ts'
import { readDocumentNumber } from './values/typed-code.ts'
import { foreignSign, signFacts, tidyNumber } from './values/typed-text.ts'

// National identifiers keep their Latin initials. Rules: Government decrees P030000565_ (IIN) and P070000406_ (BIN); domain facts B.4.

/** A number of a person that can exist. Made by `parseIIN`, or by `ownIIN` of what this house wrote itself. */
export type IIN = Branded<'iin'>
/** The same of an organisation: `parseBIN`, `ownBIN`. */
export type BIN = Branded<'bin'>

const FIRST_WEIGHTS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
const SECOND_WEIGHTS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2]

/** The twelfth digit for eleven digits, or null where such a number is not issued. */
export function checkDigit(elevenDigits: string): number | null {
  const first = weighted(elevenDigits, FIRST_WEIGHTS)
  if (first < 10) return first
  const second = weighted(elevenDigits, SECOND_WEIGHTS)
  return second < 10 ? second : null
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * Number(digits[place]), 0) % 11
}

/**
 * Reads an IIN as a person types it, spaces and hyphens between the digits: YYMMDD, a digit for century and sex, serial, check digit. Refuses a
 * BIN in its place, and a birth date that no calendar has: all zeros pass the check digit. Numbers with such dates are said to have been given out
 * ([GK], domain facts B.4); none has been shown, and decision 0019 says what would follow.
 */
export function parseIIN(typed: string): IIN | Refusal {
  const digits = twelveDigits(typed, 'iin')
  if (isRefusal(digits)) return digits
  if (looksLikeBin(digits)) return refuseValue('iin-is-bin')
  if (!hasBirthDate(digits)) return refuseValue('iin-no-birth-date')
  return hasCheckDigit(digits) ? (digits as IIN) : refuseValue('iin-check-digit')
}

/** Reads a BIN as a person types it: YYMM, type 4-6, kind 0-3, serial, check digit. Refuses an IIN in its place. */
export function parseBIN(typed: string): BIN | Refusal {
  const digits = twelveDigits(typed, 'bin')
  if (isRefusal(digits)) return digits
  if (!looksLikeBin(digits) && hasBirthDate(digits)) return refuseValue('bin-is-iin')
  const month = Number(digits.slice(2, 4))
  if (month < 1 || month > 12 || !/^....[456][0123]/.test(digits)) return refuseValue('bin-impossible')
  return hasCheckDigit(digits) ? (digits as BIN) : refuseValue('bin-check-digit')
}

/**
 * An IIN out of a row or a session that this house wrote after `parseIIN` had read it: only its form is looked at again, so that what an older
 * release took can still be shown. Never for what came from outside: a form, a certificate, a neighbour's answer.
 */
export function ownIIN(kept: string): IIN {
  return ownDigits(kept) as IIN
}

/** The same for a BIN. */
export function ownBIN(kept: string): BIN {
  return ownDigits(kept) as BIN
}

function ownDigits(kept: string): string {
  if (/^\d{12}$/.test(kept)) return kept
  throw new Fault(`Expected twelve digits in a number that we kept but found ${kept.length} signs`)
}

function twelveDigits(typed: string, which: 'iin' | 'bin'): string | Refusal {
  const digits = tidyNumber(typed).replace(/[ ()-]/g, '')
  const foreign = foreignSign(digits, /^\d$/)
  if (foreign !== null) return refuseValue(`${which}-sign`, { facts: signFacts(foreign) })
  return digits.length === 12 ? digits : refuseValue(`${which}-length`, { facts: { count: digits.length } })
}

function hasCheckDigit(digits: string): boolean {
  return checkDigit(digits.slice(0, 11)) === Number(digits[11])
}

/** Centuries by the seventh digit; a foreigner's 0 of some old data names none, and then a leap day is believed. */
const CENTURIES: Readonly<Record<string, string>> = { 0: '20', 1: '18', 2: '18', 3: '19', 4: '19', 5: '20', 6: '20' }

function hasBirthDate(digits: string): boolean {
  const century = CENTURIES[digits[6]!]
  const [year, month, day] = [digits.slice(0, 2), digits.slice(2, 4), digits.slice(4, 6)]
  return century !== undefined && isDayOfCalendar(digits[6] === '0' ? 2000 : Number(century + year), Number(month), Number(day))
}

/** A twelve-digit number is a BIN where its fifth digit is 4, 5 or 6: an IIN has a day of the month (0-3) there. */
export function looksLikeBin(value: string): boolean {
  return /^\d{4}[456]\d{7}$/.test(value)
}

/**
 * A licence number `KZ` + 2 check digits + 3 letters + 8 digits, whose check digits follow ISO 7064 mod 97-10 as an IBAN's do
 * (verified on published numbers; domain facts B.4).
 */
export function licenceNumber(letters: string, serial: number): string {
  const body = `${letters}${String(serial).padStart(8, '0')}`
  return `KZ${String(98 - mod97(`${body}KZ00`)).padStart(2, '0')}${body}`
}

/** A number that the licence register can be asked about. Made by `parseLicenceNumber` alone. */
export type LicenceNumber = Branded<'licenceNumber'>

/** Reads the number of a licence as it is typed or pasted, also out of the address of its check. Refuses what is built otherwise, or whose check digits do not fit. */
export function parseLicenceNumber(typed: string): LicenceNumber | Refusal {
  const { number } = readDocumentNumber(typed)
  if (!/^KZ\d{2}[A-Z]{3}\d{8}$/.test(number)) return refuseValue('licence-number')
  return mod97(number.slice(4) + number.slice(0, 4)) === 1 ? (number as LicenceNumber) : refuseValue('licence-check-digit')
}

function mod97(text: string): number {
  const digits = text.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55))
  return [...digits].reduce((rest, digit) => (rest * 10 + Number(digit)) % 97, 0)
}
