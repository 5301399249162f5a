// What the register shows to whom. Numbers follow one another, so a number alone must open no list of people: it shows whether the licence is
// in force, what for and of which authority, and of a person no more than initials and the last digits of the IIN. The paper's QR address
// carries a code that nobody guesses: who holds the paper may compare the name on it. No page shows a whole IIN.
import { createHmac, timingSafeEqual } from 'node:crypto'

/** Crockford's letters: none is taken for another. Ten of them are fifty bits, tried at most as fast as the door's limit of rate lets. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CODE_LETTERS = 10
const SHOWN_DIGITS = 4

export function codeOf(secret: Buffer, number: string): string {
  const bytes = createHmac('sha256', secret).update(`licence ${number}`).digest()
  return [...bytes.subarray(0, CODE_LETTERS)].map((byte) => LETTERS[byte % 32]).join('')
}

export function codeHolds(secret: Buffer, number: string, code: string): boolean {
  const expected = Buffer.from(codeOf(secret, number))
  const given = Buffer.from(code.toUpperCase())
  return expected.length === given.length && timingSafeEqual(expected, given)
}

/** `А••• Ә•••`: the same length whatever the name, so that it reveals no more. */
export function maskedName(name: string): string {
  return (name.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? []).map((word) => `${[...word][0]}•••`).join(' ')
}

/** The last digits, with which whoever holds the paper compares. */
export function maskedIin(iin: string): string {
  return '•'.repeat(Math.max(0, iin.length - SHOWN_DIGITS)) + iin.slice(-SHOWN_DIGITS)
}
