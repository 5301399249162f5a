import { WORKSTATION_SCHEMA } from '@ruqsat/workstation'
import { openStaffByCommand } from '@ruqsat/workstation/command'
import { type CliCommand, EXIT, LANGUAGE_OPTION } from './command.ts'
import { regulationsOf } from './regulations.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'List who works in each authority, with their logins, and who acts for whom by which order.',
  options: [LANGUAGE_OPTION, { name: 'left', meaning: 'who has left instead, since when, and who recorded it' }],
  exits: { 0: 'listed' },
  notes: ['The id before a substitution is what `npx ruqsat staff end` takes. Those that are over are not listed.'],
  async run(call) {
    const regulations = await regulationsOf(call)
    await withDatabase(
      await openWorkplace(call),
      async (database) => {
        const desk = await openStaffByCommand(database, regulations)
        if (call.has('left')) {
          for (const { authority, role, login, name, retiredAt, retiredBy } of await desk.left())
            call.say(`${authority}  ${role.padEnd(14)}  ${login}  ${name}, left ${retiredAt}, recorded by ${retiredBy ?? 'unknown'}`)
          return
        }
        for (const { authority, role, login, name, position } of await desk.list())
          call.say(`${authority}  ${role.padEnd(14)}  ${login}  ${name}, ${position[call.language()]}`)
        for (const { id, absent, substitute, order } of await desk.substitutions())
          call.say(
            `${id}  ${substitute} for ${absent}, ${order.from} to ${order.until}, order ${order.number} of ${order.date}${order.signs ? ', signs' : ''}`,
          )
      },
      [WORKSTATION_SCHEMA.schema],
    )
    return EXIT.done
  },
}
