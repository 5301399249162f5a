import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { resetSandbox } from '@ruqsat/sandbox'
import { STATEMENTS_FOLDER } from '../house/banks.ts'
import { checkpointFile } from './checkpoint-lines.ts'
import { type CliCommand, EXIT, refuse } from './command.ts'
import { hasDatabase, openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'Start the fictional republic over: every case, account, payment and key is deleted; the same people come back.',
  options: [{ name: 'yes', meaning: 'do not ask' }],
  exits: { 0: 'started over, or there was nothing to delete', 1: 'not done: not confirmed, something runs, or this is production' },
  async run(call) {
    const workplace = await openWorkplace(call)
    const { running, settings, state } = workplace
    if (settings.mode === 'production') return refuse(call, 'This is production: there is no sandbox to reset, and nothing was touched.')
    if (running !== null)
      return refuse(call, `Ruqsat runs here (pid ${running.pid}). Stop it first (Ctrl-C where it was started), then reset.`)
    if (!(await hasDatabase(workplace))) {
      call.say(`Nothing was started in ${state} yet: there is nothing to delete.`)
      return EXIT.done
    }
    if (!call.has('yes') && !(await confirmed(state))) return refuse(call, 'Not confirmed: nothing was deleted. (--yes does not ask.)')
    const schemas = await withDatabase(workplace, resetSandbox)
    // They name cases that are gone now; the audit of the next republic would miss them.
    await rm(checkpointFile(state), { force: true })
    // The banks of the next republic give the same numbers to other payments.
    await rm(join(state, STATEMENTS_FOLDER), { recursive: true, force: true })
    call.say(schemas.length === 0 ? 'There was nothing to delete.' : `Deleted: ${schemas.join(', ')}. npm start makes the republic anew.`)
    return EXIT.done
  },
}

async function confirmed(state: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`Delete everything of the sandbox in ${state}? Type yes: `)
    return answer.trim().toLowerCase() === 'yes'
  } finally {
    terminal.close()
  }
}
