import { createRequire } from 'node:module'
import { type Refusal } from '@ruqsat/foundation'
import { refuseAccount } from '../refusals.ts'
import { COMMON_PASSWORDS } from './common-passwords.ts'

export const PASSWORD_MIN_LENGTH = 10
/** Longer texts only cost the hash's time. */
export const PASSWORD_MAX_LENGTH = 200

/** What is wrong with a new password; empty where it will do. `field` is the form field that the refusals point to. */
export function passwordFaults(password: string, login: string, field = 'password'): Refusal[] {
  const length = [...password].length
  const plain = password.toLowerCase()
  if (length < PASSWORD_MIN_LENGTH) return [refuseAccount('password-short', { field, facts: { length: PASSWORD_MIN_LENGTH } })]
  if (length > PASSWORD_MAX_LENGTH) return [refuseAccount('password-long', { field, facts: { length: PASSWORD_MAX_LENGTH } })]
  if (login !== '' && plain.includes(login.toLowerCase())) return [refuseAccount('password-is-login', { field })]
  return isCommon(plain) ? [refuseAccount('password-common', { field })] : []
}

type KnownWords = { readonly dictionary: Readonly<Record<'passwords-common', readonly string[]>> }

let known: ReadonlySet<string> | null = null

/** Some fifty thousand, the most used first. Read by the first password that somebody sets, because most processes never need them. */
function knownPasswords(): ReadonlySet<string> {
  if (known !== null) return known
  const { dictionary } = createRequire(import.meta.url)('@zxcvbn-ts/language-common') as KnownWords
  return (known = new Set([...COMMON_PASSWORDS, ...dictionary['passwords-common']]))
}

/** A known one, a known one with digits or signs around it, one short piece repeated, or a run along the keyboard. */
function isCommon(plain: string): boolean {
  if (knownPasswords().has(plain) || knownPasswords().has(plain.replace(/^\P{L}+|\P{L}+$/gu, ''))) return true
  return /^(.{1,4})\1+.{0,3}$/u.test(plain) || RUNS.some((run) => run.includes(plain))
}

const KEYBOARD = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'йцукенгшщзхъ',
  'фывапролджэ',
  'ячсмитьбю',
  'abcdefghijklmnopqrstuvwxyz',
  'абвгдеёжзийклмнопрстуфхцчшщъыьэюя',
]
const FORWARD = [
  ...KEYBOARD,
  KEYBOARD.slice(1, 4).join(''),
  KEYBOARD.slice(4, 7).join(''),
  '1234567890'.repeat(3),
  '1q2w3e4r5t6y7u8i9o0p',
  '1qaz2wsx3edc4rfv5tgb',
]
const RUNS = [...FORWARD, ...FORWARD.map((run) => [...run].reverse().join(''))]
