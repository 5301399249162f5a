import { tasksHeldBy } from '@ruqsat/caseflow'
import { openSecrets } from '@ruqsat/installation'
import { LICENSING_MIGRATIONS } from '@ruqsat/licensing'
import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { openStaffByCommand } from '@ruqsat/workstation/command'
import { type CliCommand, EXIT, onlyWord, refuse } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

/** More than one head gives to others in a day; the overview of the workstation has all. */
const MOST_SHOWN = 1_000

export const command: CliCommand = {
  purpose: 'An official leaves: from now on they sign in no more and get no work, and substitutions for and by them end.',
  usage: '<login>',
  options: [],
  exits: { 0: 'retired; their open cases are listed', 1: 'refused: nobody of this login, left already, or the last head of an authority' },
  notes: [
    'Works while everything runs. What they did keeps their name; `npx ruqsat staff list --left` shows since when.',
    'Their open cases wait for a head, who gives them to others on the page "Overview" of the workstation.',
  ],
  async run(call) {
    const login = onlyWord(call, 'login')
    const regulations = await regulationsOf(call)
    const workplace = await openWorkplace(call)
    const secret = Buffer.from(await openSecrets(workplace.state).secret('workstation-accounts'))
    const { schema } = LICENSING_MIGRATIONS
    const answer = await withDatabase(
      workplace,
      async (database) => {
        const left = await (await openStaffByCommand(database, regulations)).retire(login, secret)
        return 'text' in left ? left : { left, tasks: await tasksHeldBy(database.sql, schema, left, MOST_SHOWN) }
      },
      [WORKSTATION_SCHEMA.schema, schema],
    )
    if ('text' in answer) return refuse(call, `${answer.text.en}. ${answer.remedy.en}`)
    call.say(`${answer.left.name} has left.`)
    for (const { requestNumber, stepId, dueAt } of answer.tasks) call.say(`${requestNumber}  ${stepId}  due ${dueAt ?? 'not limited'}`)
    if (answer.tasks.length > 0) call.say('These cases wait for a head, who gives them to others on the page "Overview".')
    return EXIT.done
  },
}
