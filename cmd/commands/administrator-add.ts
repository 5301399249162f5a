import { ADMINISTRATION_SCHEMA } from '@ruqsat/administration'
import { openAdministratorsByCommand } from '@ruqsat/administration/command'
import { openSecrets } from '@ruqsat/installation'
import { type CliCommand, EXIT, refuse } from './command.ts'
import { accountIn, accountOptions } from './new-account.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Give an administrator an account: they keep the directory of staff and what is on offer, by the pages under /administration; they decide nothing.',
  options: accountOptions('by which the administrator signs in', 'surname, name and patronymic'),
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. The first one adds the others by the pages.'],
  async run(call) {
    const { account, sayMade } = accountIn(call)
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('administration-accounts'))
    const answer = await withDatabase(workplace, async (database) => (await openAdministratorsByCommand(database, secret)).add(account), [
      ADMINISTRATION_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en} ${answer.remedy.en}`)
    call.say(`${answer.id}  ${answer.name}`)
    sayMade()
    return EXIT.done
  },
}
