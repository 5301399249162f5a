import { type Database } from '@ruqsat/database'
import { type CliCommand, EXIT } from './command.ts'
import { hasDatabase, type Workplace, openWorkplace, schemasOf, serverFolder, withDatabase } from './workplace.ts'

/** A health page that is slower than this is reported as silent. */
const HEALTH_WAIT_MS = 3_000

export const command: CliCommand = {
  purpose: 'Say what runs where: the process, its addresses, its health, the state folder, the database.',
  options: [],
  exits: { 0: 'it runs and says that it is well', 1: 'it does not run, or a part of it fails' },
  async run(call) {
    const workplace = await openWorkplace(call)
    const { running, settings, state } = workplace
    const isWell = await sayRunning(workplace, call.say)
    call.say(`state     ${state}`)
    call.say(`mode      ${settings.mode}`)
    call.say(`database  ${settings.databaseUrl === null ? `comes along, in ${serverFolder(state)}` : 'the server of DATABASE_URL'}`)
    if (await hasDatabase(workplace)) await withDatabase(workplace, (database) => sayDatabase(database, call.say))
    else call.say('          nothing there yet; npm start makes it')
    return running !== null && isWell ? EXIT.done : EXIT.refused
  },
}

async function sayRunning({ running }: Workplace, say: (line: string) => void): Promise<boolean> {
  if (running === null) {
    say('running   no')
    return false
  }
  say(`running   ${running.status}, pid ${running.pid}, since ${running.startedAt}`)
  for (const [name, address] of Object.entries(running.addresses)) say(`          ${name}: ${address}`)
  if (running.status === 'starting') return false
  const { line, isWell, warnings } = await healthOf(running.addresses['portal'])
  say(`health    ${line}`)
  for (const warning of warnings) say(`warning   ${warning}`)
  return isWell
}

async function healthOf(portal: string | undefined) {
  if (portal === undefined) return { line: 'the running process names no portal to ask', isWell: false, warnings: [] }
  try {
    const response = await fetch(new URL('/health', portal), { signal: AbortSignal.timeout(HEALTH_WAIT_MS) })
    const { parts = {}, warnings = [] } = (await response.json()) as { parts?: Record<string, string>; warnings?: string[] }
    const failing = Object.entries(parts).flatMap(([name, state]) => (state === 'ok' ? [] : [name]))
    return failing.length === 0 && response.ok
      ? { line: `ok (${Object.keys(parts).join(', ')})`, isWell: true, warnings }
      : { line: `failing: ${failing.join(', ') || `HTTP ${response.status}`}`, isWell: false, warnings }
  } catch (error) {
    const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
    return { line: `no answer (${cause})`, isWell: false, warnings: [] }
  }
}

async function sayDatabase({ sql }: Database, say: (line: string) => void): Promise<void> {
  const [server] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
  say(`          PostgreSQL ${server!.version}`)
  const schemas = await schemasOf(sql)
  say(`schemas   ${schemas.map(({ schema, migrations }) => `${schema} (${migrations})`).join(', ') || 'none'}`)
  if (!schemas.some(({ schema }) => schema === 'legal_time')) return
  const [clock] = await sql<{ mode: string; now: string; offsetMs: number }[]>`
    select mode, legal_time.now() as now, offset_ms as "offsetMs" from legal_time.clock`
  if (clock !== undefined)
    say(
      `legal     ${clock.now} (${clock.offsetMs === 0 ? 'the real time' : `moved by ${Math.round(clock.offsetMs / 60_000)} minutes`}), a ${clock.mode}'s database`,
    )
}
