/** National identifiers keep their Latin initials. Rules: Government decrees P030000565_ (IIN) and P070000406_ (BIN); domain facts B.4. */
export type IIN = string & { readonly __iin?: never }
export type BIN = string & { readonly __bin?: never }

export type IdentifierFault = 'not-12-digits' | 'wrong-check-digit' | 'impossible-date' | 'impossible-kind'

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

/** What is wrong with an IIN, or null. An impossible birth date only warns elsewhere: such numbers are said to exist ([GK]). */
export function iinFault(value: string): IdentifierFault | null {
  if (!/^\d{12}$/.test(value)) return 'not-12-digits'
  return checkDigit(value.slice(0, 11)) === Number(value[11]) ? null : 'wrong-check-digit'
}

/** What is wrong with a BIN, or null: YYMM, type 4-6, kind 0-3, serial, check digit. */
export function binFault(value: string): IdentifierFault | null {
  if (!/^\d{12}$/.test(value)) return 'not-12-digits'
  if (checkDigit(value.slice(0, 11)) !== Number(value[11])) return 'wrong-check-digit'
  const month = Number(value.slice(2, 4))
  if (month < 1 || month > 12) return 'impossible-date'
  return /^....[456][0123]/.test(value) ? null : 'impossible-kind'
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

export function licenceNumberIsWellFormed(value: string): boolean {
  return /^KZ\d{2}[A-Z]{3}\d{8}$/.test(value) && mod97(value.slice(4) + value.slice(0, 4)) === 1
}

function mod97(text: string): number {
  let rest = 0
  for (const character of text) {
    const digits = character >= 'A' ? String(character.charCodeAt(0) - 55) : character
    for (const digit of digits) rest = (rest * 10 + Number(digit)) % 97
  }
  return rest
}
