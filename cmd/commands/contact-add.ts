import { CONTACT_SCHEMA } from '@ruqsat/contact'
import { openOperatorsByCommand } from '@ruqsat/contact/command'
import { openSecrets } from '@ruqsat/installation'
import { type CliCommand, EXIT, refuse } from './command.ts'
import { accountIn, accountOptions } from './new-account.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Give an operator of the contact centre an account: they see the stage of a request of a caller who answers two questions, and no more.',
  options: accountOptions('by which the operator signs in', 'surname, name and patronymic', [
    { name: 'supervisor', meaning: 'reads the log of all operators too' },
  ]),
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs.'],
  async run(call) {
    const { account, sayMade } = accountIn(call)
    const wanted = {
      ...account,
      isSupervisor: call.has('supervisor'),
    }
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('contact-accounts'))
    const answer = await withDatabase(workplace, (database) => openOperatorsByCommand(database, secret).add(wanted), [
      CONTACT_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en} ${answer.remedy.en}`)
    call.say(`${answer.id}  ${answer.name}`)
    sayMade()
    return EXIT.done
  },
}
