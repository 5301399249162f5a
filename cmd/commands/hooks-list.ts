import type { HookState } from '@ruqsat/api/command'
import { type CliCommand, EXIT } from './command.ts'
import { withHooks } from './hook-place.ts'

export const command: CliCommand = {
  purpose: 'List the web hooks of programs: where each sends, what waits, what was given up.',
  options: [],
  exits: { 0: 'each of them works', 1: 'at one of them nothing arrives, or something was given up' },
  notes: ['`npx ruqsat hooks retry` sends again what was given up.'],
  async run(call) {
    const hooks = await withHooks(call, (all) => all.list())
    for (const hook of hooks) call.say(lineOf(hook))
    if (hooks.length === 0) call.say('No program has a web hook.')
    return hooks.some(({ failingSince, disabledAt, dead }) => failingSince !== null || disabledAt !== null || dead > 0)
      ? EXIT.refused
      : EXIT.done
  },
}

function lineOf({ clientId, clientName, name, url, types, waiting, dead, failingSince, disabledAt, disabledWhy }: HookState): string {
  const state =
    disabledAt !== null ? `disabled ${disabledAt} (${disabledWhy})` : failingSince !== null ? `failing since ${failingSince}` : 'works'
  return `${clientId} ${name}  ${clientName}, ${url}, ${types.length === 0 ? 'every type' : types.join(' ')}: ${state}, ${waiting} waiting, ${dead} given up`
}
