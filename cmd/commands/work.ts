import { isLostConnection } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import type { RunningInstance, Settings } from '@ruqsat/installation'
import { type CliCommand, EXIT } from './command.ts'
import { openWorkplace } from './workplace.ts'

export const command: CliCommand = {
  purpose:
    'Do the background work of an installation in one more process: timers of terms, what leaves for other systems, messages, payments, checkpoints. It serves no page. Any number of processes may run at once, on any machine that reaches the database.',
  options: [],
  exits: { 0: 'it was asked to end, and what was under way is finished' },
  notes: [
    'The house itself (npm start) does the same work next to its pages; each piece of work is done by one process.',
    'A process that dies leaves its pieces to the others, which take them when their lease has run out.',
  ],
  async run(call) {
    const { settings, running } = await openWorkplace(call)
    if (settings.mode === 'sandbox' && running === null)
      throw new Fault('Expected the house to run, which serves the neighbours of the sandbox; start it with npm start')
    // Whoever keeps no pages needs the rooms all the same: a message of one is work for another.
    const [{ openInstallation }, { compose }] = await Promise.all([import('../house/installation.ts'), import('../house/compose.ts')])
    const installation = await openInstallation(settings)
    // The house keeps the server that comes along; a process that only works neither starts it again nor stops it.
    installation.server?.detach()
    outliveTheDatabase((error) => installation.log.error({ event: 'work', error: String(error) }, 'background work failed'))
    const house = await compose(installation, portsOf(running, settings), { isWorker: true })
    const asked = untilAsked()
    await house.startWork()
    call.say(`Working (process ${process.pid}). Stop with Ctrl+C: what is under way is finished first.`)
    await asked
    await house.stop()
    await installation.closePools()
    return EXIT.done
  },
}

function portsOf(running: RunningInstance | null, settings: Settings) {
  const { portal = settings.port, bank = 0, authority = 0 } = running?.ports ?? {}
  return { portal, bank, authority }
}

function untilAsked(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
}

/** PostgreSQL may be killed under us: the pool makes its connections again, and all that is a fault ends us. */
function outliveTheDatabase(report: (error: unknown) => void): void {
  for (const event of ['unhandledRejection', 'uncaughtException'] as const)
    process.on(event, (error: unknown) => {
      report(error)
      if (!isLostConnection(error)) process.exit(EXIT.fault)
    })
}
