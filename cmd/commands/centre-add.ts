import { randomBytes } from 'node:crypto'
import { CENTRE_SCHEMA } from '@ruqsat/centre'
import { openHallOperators } from '@ruqsat/centre/command'
import { parseMailAddress, parseMobileNumber, type LocalText } from '@ruqsat/foundation'
import { openSecrets, secretIn } from '@ruqsat/installation'
import texts from '../texts.yaml'
import { officeOfCall } from './centre-office.ts'
import { type CliCommand, contactIn, EXIT, needed, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** What the front office calls the post of who sits at a window. */
const POSITION: LocalText = texts.centre.operator

export const command: CliCommand = {
  purpose: 'Give an operator of the halls an account: they serve at a window, sign what they enter, and hand results over.',
  options: [
    { name: 'login', value: 'LOGIN', isNeeded: true, meaning: 'by which the operator signs in' },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'surname, name and patronymic, as on papers' },
    { name: 'iin', value: 'IIN', isNeeded: true, meaning: 'of the operator; the signing certificate must state it' },
    { name: 'bin', value: 'BIN', meaning: 'of the organisation; the signing certificate must then state it too' },
    { name: 'phone', value: 'NUMBER', meaning: 'for codes and notices' },
    { name: 'email', value: 'ADDRESS', meaning: 'for notices' },
    { name: 'password-file', value: 'FILE', meaning: 'one line with the first password; without it one is made and printed once' },
  ],
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. The organisation is the one that RUQSAT_FRONT_OFFICE names.'],
  async run(call) {
    const office = await officeOfCall(call)
    if (typeof office === 'string') return refuse(call, office)
    const file = call.text('password-file')
    const made = file === undefined ? randomBytes(15).toString('base64url') : null
    const wanted = {
      login: needed(call, 'login'),
      name: needed(call, 'name'),
      iin: needed(call, 'iin'),
      bin: call.text('bin') ?? null,
      position: POSITION,
      phone: contactIn(call, 'phone', parseMobileNumber),
      email: contactIn(call, 'email', parseMailAddress),
      password: made ?? secretIn(file!),
    }
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('centre-accounts'))
    const answer = await withDatabase(workplace, (database) => openHallOperators(database, office, secret).add(wanted), [
      CENTRE_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en}. ${answer.remedy.en}`)
    call.say(`${answer.id}  ${answer.name}, ${office.name.en}`)
    if (made !== null) call.say(`First password, printed once: ${made}`)
    return EXIT.done
  },
}
