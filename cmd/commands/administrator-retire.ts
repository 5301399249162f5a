import { ADMINISTRATION_SCHEMA } from '@ruqsat/administration'
import { openAdministratorsByCommand } from '@ruqsat/administration/command'
import { openSecrets } from '@ruqsat/installation'
import { type CliCommand, EXIT, onlyWord, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'An administrator leaves: from now on they sign in no more. The last one stays.',
  usage: '<login>',
  options: [],
  exits: { 0: 'retired', 1: 'refused: no administrator of this login, or the last one' },
  notes: ['Works while everything runs. What they did keeps their name in the history.'],
  async run(call) {
    const login = onlyWord(call, 'login')
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('administration-accounts'))
    const answer = await withDatabase(workplace, async (database) => (await openAdministratorsByCommand(database, secret)).retire(login), [
      ADMINISTRATION_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en} ${answer.remedy.en}`)
    call.say(`${answer.name} has left.`)
    return EXIT.done
  },
}
