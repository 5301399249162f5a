// What every command asks that gives somebody an account.
import { randomBytes } from 'node:crypto'
import { parseMailAddress, parseMobileNumber } from '@ruqsat/foundation'
import { secretIn } from '@ruqsat/installation'
import { contactIn, needed, type Call, type CliCommand } from './command.ts'

type Options = CliCommand['options']

/** `more` come between the name and the contacts. */
export function accountOptions(login: string, name: string, more: Options = []): Options {
  return [
    { name: 'login', value: 'LOGIN', isNeeded: true, meaning: login },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: name },
    ...more,
    { name: 'phone', value: 'NUMBER', meaning: 'for codes and notices' },
    { name: 'email', value: 'ADDRESS', meaning: 'for notices' },
    { name: 'password-file', value: 'FILE', meaning: 'one line with the first password; without it one is made and printed once' },
  ]
}

/** The account as it was asked for. `sayMade` prints the first password, where none was given. */
export function accountIn(call: Call) {
  const file = call.text('password-file')
  const made = file === undefined ? randomBytes(15).toString('base64url') : null
  const account = {
    login: needed(call, 'login'),
    name: needed(call, 'name'),
    phone: contactIn(call, 'phone', parseMobileNumber),
    email: contactIn(call, 'email', parseMailAddress),
    password: made ?? secretIn(file!),
  }
  const sayMade = () => {
    if (made !== null) call.say(`First password, printed once: ${made}`)
  }
  return { account, sayMade }
}
