import { randomBytes } from 'node:crypto'
import { ADMINISTRATION_SCHEMA } from '@ruqsat/administration'
import { openAdministratorsByCommand } from '@ruqsat/administration/command'
import { parseMailAddress, parseMobileNumber } from '@ruqsat/foundation'
import { openSecrets, secretIn } from '@ruqsat/installation'
import { type CliCommand, contactIn, EXIT, needed, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Give an administrator an account: they keep the directory of staff and what is on offer, by the pages under /administration; they decide nothing.',
  options: [
    { name: 'login', value: 'LOGIN', isNeeded: true, meaning: 'by which the administrator signs in' },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'surname, name and patronymic' },
    { name: 'phone', value: 'NUMBER', meaning: 'for codes and notices' },
    { name: 'email', value: 'ADDRESS', meaning: 'for notices' },
    { name: 'password-file', value: 'FILE', meaning: 'one line with the first password; without it one is made and printed once' },
  ],
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. The first one adds the others by the pages.'],
  async run(call) {
    const file = call.text('password-file')
    const made = file === undefined ? randomBytes(15).toString('base64url') : null
    const wanted = {
      login: needed(call, 'login'),
      name: needed(call, 'name'),
      phone: contactIn(call, 'phone', parseMobileNumber),
      email: contactIn(call, 'email', parseMailAddress),
      password: made ?? secretIn(file!),
    }
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('administration-accounts'))
    const answer = await withDatabase(workplace, async (database) => (await openAdministratorsByCommand(database, secret)).add(wanted), [
      ADMINISTRATION_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en} ${answer.remedy.en}`)
    call.say(`${answer.id}  ${answer.name}`)
    if (made !== null) call.say(`First password, printed once: ${made}`)
    return EXIT.done
  },
}
