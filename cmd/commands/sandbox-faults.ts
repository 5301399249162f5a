import { readFile } from 'node:fs/promises'
import type { ZoneRules } from '@ruqsat/clock'
import { openLegalClock } from '@ruqsat/database'
import { Fault, type Instant } from '@ruqsat/foundation'
import {
  MODES,
  type Neighbour,
  NEIGHBOURS,
  openSwitches,
  ownScript,
  type PlannedFault,
  readLength,
  readScript,
  SANDBOX_SCHEMA,
  SCRIPTS,
  type Switches,
} from '@ruqsat/sandbox'
import { type Call, type CliCommand, EXIT, refuse, UsageError } from './command.ts'
import { republicClock } from './republic-clock.ts'
import { openWorkplace, withDatabase } from './workplace.ts'

export const command: CliCommand = {
  purpose: 'Make the neighbours of the sandbox fail, at once or by a script, and mend them; without words: how each does now.',
  usage: '[neighbour=mode[:length] …]',
  options: [
    {
      name: 'script',
      value: 'NAME|FILE',
      meaning: `plan the faults of ${SCRIPTS.join(' or ')}, or of a YAML file, from the present legal time`,
    },
    { name: 'clear', meaning: 'mend every neighbour and drop what is planned, before all else' },
  ],
  exits: { 0: 'done', 1: 'refused: this is production' },
  notes: [
    `Neighbours: ${NEIGHBOURS.map((each) => `${each} (${MODES[each].join(', ')})`).join('; ')}.`,
    'bank=slow:40s is slow by forty seconds. A running house obeys at once; planned faults run in legal time (sandbox time).',
    'A script: name, and faults: [{ neighbour, mode, by: 40s, day: 2, at: 09:00, for: 4h }, …]; without day and at it begins at once.',
  ],
  async run(call) {
    const workplace = await openWorkplace(call)
    const { settings } = workplace
    if (settings.mode === 'production') return refuse(call, 'This is production: its neighbours are not made to fail.')
    const wanted = call.words.map(readWord)
    return withDatabase(
      workplace,
      async (database) => {
        const legalClock = await openLegalClock(database, { mode: 'sandbox' })
        const switches = await openSwitches(database, { legalClock })
        if (call.has('clear')) await clear(switches)
        for (const { neighbour, mode, slowMs } of wanted) await switches.set(neighbour, mode, slowMs)
        const script = call.text('script')
        if (script !== undefined)
          await switches.plan(await scripted(script, await legalClock.now(), (await republicClock(call, workplace)).zone))
        await say(call, switches)
        return EXIT.done
      },
      [SANDBOX_SCHEMA.schema],
    )
  },
}

async function clear(switches: Switches): Promise<void> {
  for (const neighbour of NEIGHBOURS) await switches.set(neighbour, 'ok')
  await switches.plan([])
}

function readWord(word: string): { readonly neighbour: Neighbour; readonly mode: string; readonly slowMs: number | null } {
  const [, name, mode, length] = /^(\w+)=([a-z-]+)(?::(\w+))?$/.exec(word) ?? []
  const neighbour = NEIGHBOURS.find((each) => each === name)
  if (neighbour === undefined || mode === undefined) throw new UsageError(`Expected NEIGHBOUR=MODE, like bank=down, but found '${word}'`)
  const slowMs = length === undefined ? null : readLength(length)
  if (length !== undefined && (slowMs === null || mode !== 'slow'))
    throw new UsageError(`Expected a length of a slow neighbour, like bank=slow:40s, but found '${word}'`)
  if (!(MODES[neighbour] as readonly string[]).includes(mode))
    throw new UsageError(`Expected ${neighbour} to be one of ${MODES[neighbour].join(', ')} but found '${mode}'`)
  return { neighbour, mode, slowMs }
}

async function scripted(script: string, now: Instant, zone: ZoneRules): Promise<readonly PlannedFault[]> {
  const own = SCRIPTS.find((name) => name === script)
  if (own !== undefined) return ownScript(own, { now, zone })
  const text = await readFile(script, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Fault(`Expected ${SCRIPTS.join(', ')} or a file but ${script} cannot be read (${error.code})`)
  })
  return readScript(text, script, { now, zone })
}

async function say(call: Call, switches: Switches): Promise<void> {
  for (const [neighbour, { mode, slowMs, isPlanned }] of Object.entries(await switches.states()))
    call.say(`${neighbour.padEnd(10)} ${mode}${slowMs === null ? '' : ` by ${slowMs / 1000} s`}${isPlanned ? ' (planned)' : ''}`)
  for (const { neighbour, mode, slowMs, from, until } of await switches.planned())
    call.say(`planned: ${neighbour} ${mode}${slowMs === null ? '' : ` by ${slowMs / 1000} s`} from ${from} to ${until}`)
}
