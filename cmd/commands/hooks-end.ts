import { userInfo } from 'node:os'
import { type CliCommand, EXIT, needed, refuse } from './command.ts'
import { withHooks } from './hook-place.ts'

export const command: CliCommand = {
  purpose: 'End a web hook of a program: nothing is sent there any more.',
  options: [
    { name: 'client', value: 'ID', isNeeded: true, meaning: 'the program whose web hook it is' },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'of the web hook' },
  ],
  exits: { 0: 'ended', 1: 'there is no such web hook' },
  async run(call) {
    const asked = { clientId: needed(call, 'client'), name: needed(call, 'name'), by: userInfo().username }
    const refused = await withHooks(call, (hooks) => hooks.end(asked))
    if (refused !== null) return refuse(call, refused.text.en)
    call.say(`Ended: ${asked.name}`)
    return EXIT.done
  },
}
