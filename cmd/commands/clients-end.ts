import { userInfo } from 'node:os'
import { API_SCHEMA } from '@ruqsat/api'
import { openClientsByCommand } from '@ruqsat/api/command'
import { type CliCommand, EXIT, onlyWord, refuse } from './command.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'End a program’s access: its tokens open nothing from this moment on.',
  usage: '<id>',
  options: [],
  exits: { 0: 'ended', 1: 'no client of this id works' },
  notes: ['The id is in `npx ruqsat clients list`.'],
  async run(call) {
    const id = onlyWord(call, 'the id of a client')
    const end = (database: Parameters<typeof openClientsByCommand>[0]) => openClientsByCommand(database, []).end(id, userInfo().username)
    const ended = await withDatabase(await openWorkplace(call), end, [API_SCHEMA.schema])
    if (ended === null) return refuse(call, `No client ${id} works here.`)
    call.say(`Ended: ${ended.name}`)
    return EXIT.done
  },
}
