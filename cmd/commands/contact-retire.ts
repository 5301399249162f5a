import { CONTACT_SCHEMA } from '@ruqsat/contact'
import { openOperatorsByCommand } from '@ruqsat/contact/command'
import { openSecrets } from '@ruqsat/installation'
import { type CliCommand, EXIT, onlyWord, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'An operator of the contact centre leaves: they sign in no more, and their calls keep their name.',
  usage: '<login>',
  options: [],
  exits: { 0: 'retired', 1: 'no operator of this login works here' },
  async run(call) {
    const login = onlyWord(call, 'login')
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('contact-accounts'))
    const answer = await withDatabase(workplace, (database) => openOperatorsByCommand(database, secret).retire(login), [
      CONTACT_SCHEMA.schema,
    ])
    if (answer === null) return refuse(call, `No operator with the login '${login}' works here.`)
    call.say(`${answer.name} has left.`)
    return EXIT.done
  },
}
