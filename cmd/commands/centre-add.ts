import { CENTRE_SCHEMA } from '@ruqsat/centre'
import { openHallOperators } from '@ruqsat/centre/command'
import type { LocalText } from '@ruqsat/foundation'
import { openSecrets } from '@ruqsat/installation'
import texts from '../texts.yaml'
import { officeOfCall } from './centre-office.ts'
import { type CliCommand, EXIT, needed, refuse } from './command.ts'
import { accountIn, accountOptions } from './new-account.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** What the front office calls the post of who sits at a window. */
const POSITION: LocalText = texts.centre.operator

export const command: CliCommand = {
  purpose: 'Give an operator of the halls an account: they serve at a window, sign what they enter, and hand results over.',
  options: accountOptions('by which the operator signs in', 'surname, name and patronymic, as on papers', [
    { name: 'iin', value: 'IIN', isNeeded: true, meaning: 'of the operator; the signing certificate must state it' },
    { name: 'bin', value: 'BIN', meaning: 'of the organisation; the signing certificate must then state it too' },
  ]),
  exits: { 0: 'added', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. The organisation is the one that RUQSAT_FRONT_OFFICE names.'],
  async run(call) {
    const office = await officeOfCall(call)
    if (typeof office === 'string') return refuse(call, office)
    const { account, sayMade } = accountIn(call)
    const wanted = {
      ...account,
      iin: needed(call, 'iin'),
      bin: call.text('bin') ?? null,
      position: POSITION,
    }
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('centre-accounts'))
    const answer = await withDatabase(workplace, (database) => openHallOperators(database, office, secret).add(wanted), [
      CENTRE_SCHEMA.schema,
    ])
    if ('text' in answer) return refuse(call, `${answer.text.en}. ${answer.remedy.en}`)
    call.say(`${answer.id}  ${answer.name}, ${office.name.en}`)
    sayMade()
    return EXIT.done
  },
}
