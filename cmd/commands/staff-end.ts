import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { openStaffByCommand } from '@ruqsat/workstation/command'
import { type CliCommand, EXIT, onlyWord, refuse } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'End a substitution now, before its last day. What was done by it keeps its order.',
  usage: '<id>',
  options: [],
  exits: { 0: 'ended', 1: 'there is none of this id, or it has ended already' },
  notes: ['`npx ruqsat staff list` shows the ids.'],
  async run(call) {
    const id = onlyWord(call, 'id')
    const regulations = await regulationsOf(call)
    const answer = await withDatabase(
      await openWorkplace(call),
      async (database) => (await openStaffByCommand(database, regulations)).end(id),
      [WORKSTATION_SCHEMA.schema],
    )
    if ('kind' in answer) return refuse(call, `${answer.text.en}. ${answer.remedy.en}`)
    call.say('Ended.')
    return EXIT.done
  },
}
