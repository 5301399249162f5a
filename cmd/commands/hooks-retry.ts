import { type CliCommand, EXIT, needed, refuse } from './command.ts'
import { withHooks } from './hook-place.ts'

export const command: CliCommand = {
  purpose: 'Send again what was given up at a web hook, and have it work again.',
  options: [
    { name: 'client', value: 'ID', isNeeded: true, meaning: 'the program whose web hook it is' },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'of the web hook' },
  ],
  exits: { 0: 'it works again', 1: 'there is no such web hook' },
  notes: ['The running house sends; where none runs, the next one does.'],
  async run(call) {
    const key = { clientId: needed(call, 'client'), name: needed(call, 'name') }
    const waiting = await withHooks(call, (hooks) => hooks.retry(key))
    if (typeof waiting !== 'number') return refuse(call, waiting.text.en)
    call.say(`Waiting to be sent again: ${waiting}.`)
    return EXIT.done
  },
}
