import { randomBytes } from 'node:crypto'
import { CONTACT_SCHEMA } from '@ruqsat/contact'
import { openOperatorsByCommand } from '@ruqsat/contact/command'
import { parseMailAddress, parseMobileNumber } from '@ruqsat/foundation'
import { openSecrets, secretIn } from '@ruqsat/installation'
import { type CliCommand, contactIn, EXIT, needed, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Give an operator of the contact centre an account: they see the stage of a request of a caller who answers two questions, and no more.',
  options: [
    { name: 'login', value: 'LOGIN', isNeeded: true, meaning: 'by which the operator signs in' },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'surname, name and patronymic' },
    { name: 'phone', value: 'NUMBER', meaning: 'for codes and notices' },
    { name: 'email', value: 'ADDRESS', meaning: 'for notices' },
    { name: 'supervisor', meaning: 'reads the log of all operators too' },
    { name: 'password-file', value: 'FILE', meaning: 'one line with the first password; without it one is made and printed once' },
  ],
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs.'],
  async run(call) {
    const file = call.text('password-file')
    const made = file === undefined ? randomBytes(15).toString('base64url') : null
    const wanted = {
      login: needed(call, 'login'),
      name: needed(call, 'name'),
      phone: contactIn(call, 'phone', parseMobileNumber),
      email: contactIn(call, 'email', parseMailAddress),
      password: made ?? secretIn(file!),
      isSupervisor: call.has('supervisor'),
    }
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('contact-accounts'))
    const answer = await withDatabase(workplace, (database) => openOperatorsByCommand(database, secret).add(wanted), [
      CONTACT_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en} ${answer.remedy.en}`)
    call.say(`${answer.id}  ${answer.name}`)
    if (made !== null) call.say(`First password, printed once: ${made}`)
    return EXIT.done
  },
}
