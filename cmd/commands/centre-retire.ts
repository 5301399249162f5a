import { CENTRE_SCHEMA } from '@ruqsat/centre'
import { openHallOperators } from '@ruqsat/centre/command'
import { openSecrets } from '@ruqsat/installation'
import { officeOfCall } from './centre-office.ts'
import { type CliCommand, EXIT, onlyWord, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'An operator of the halls leaves: they sign in no more, and what they did keeps their name.',
  usage: '<login>',
  options: [],
  exits: { 0: 'retired', 1: 'no operator of this login works here' },
  async run(call) {
    const login = onlyWord(call, 'login')
    const office = await officeOfCall(call)
    if (typeof office === 'string') return refuse(call, office)
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('centre-accounts'))
    const answer = await withDatabase(workplace, (database) => openHallOperators(database, office, secret).retire(login), [
      CENTRE_SCHEMA.schema,
    ])
    if (answer === null) return refuse(call, `No operator with the login '${login}' works here.`)
    call.say(`${answer.name} has left.`)
    return EXIT.done
  },
}
