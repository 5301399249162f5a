import { userInfo } from 'node:os'
import { EVENT_TYPES } from '@ruqsat/api/command'
import { type CliCommand, EXIT, needed, refuse } from './command.ts'
import { withHooks } from './hook-place.ts'

export const command: CliCommand = {
  purpose: 'Have the events of a program’s firm or authority sent to an address, or change the address. A new secret is printed once.',
  options: [
    { name: 'client', value: 'ID', isNeeded: true, meaning: 'the program, as `npx ruqsat clients list` shows it' },
    { name: 'name', value: 'NAME', isNeeded: true, meaning: 'of the web hook: small letters, digits and hyphens' },
    {
      name: 'url',
      value: 'ADDRESS',
      isNeeded: true,
      meaning: 'where they are sent; of https, and public unless RUQSAT_HOOKS allows others',
    },
    { name: 'type', value: 'TYPE', isRepeated: true, meaning: `only these: ${EVENT_TYPES.join(', ')}; all where absent` },
  ],
  exits: { 0: 'set', 1: 'refused; the reason is said' },
  notes: ['Works while everything runs. The record keeps who set it: the user of this machine.'],
  async run(call) {
    const asked = {
      clientId: needed(call, 'client'),
      name: needed(call, 'name'),
      url: needed(call, 'url'),
      types: call.texts('type'),
      by: userInfo().username,
    }
    const made = await withHooks(call, (hooks) => hooks.set(asked))
    if ('text' in made) return refuse(call, `${made.text.en} ${made.remedy.en}`)
    call.say(`Web hook: ${made.hook.name} of ${made.hook.clientId} to ${made.hook.url}`)
    call.say(made.secret === null ? 'The secret is as it was.' : `Secret, printed once: ${made.secret}`)
    return EXIT.done
  },
}
