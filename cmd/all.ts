// npm start: everything in one process. Prints where to go; a second start says what runs where.
import { flushCompileCache } from 'node:module'
import { isLostConnection, technicalClock } from '@ruqsat/database'
import { Fault } from '@ruqsat/foundation'
import {
  choosePorts,
  claimInstance,
  openStateFolder,
  readSettings,
  type RunningInstance,
  type Settings,
  settingsHelp,
  withoutPersonalData,
} from '@ruqsat/installation'
import type { Ports } from './house/site.ts'
import type { House } from './house/compose.ts'
import { openInstallation, type Installation } from './house/installation.ts'
import { requireReadyForMode } from './house/production.ts'

/** Exit codes that the boot's supervisor knows: 0 an orderly end, 1 a start that was refused; with this one it starts us again. */
const EXIT_CRASHED = 70
/** `2 SIGKILL` where the supervisor started us again: how many crashes there were recently, and how the last process ended. */
const RESTART = /^(\d+) (.+)$/.exec(process.env['RUQSAT_RESTART'] ?? '')

/** How long a graceful end may take before the process ends all the same. */
const STOP_WITHIN_MS = 15_000

/** What was opened, in that order; closed from the last to the first. */
const opened: (() => Promise<void>)[] = []
let ending: Promise<void> | null = null
let isUp = false

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal))

// PostgreSQL may be killed under us: what nobody waited for must not end a process that heals by itself. All else ends us, in order.
process.on('unhandledRejection', (error) => void (isLostConnection(error) || fail(error)))
process.on('uncaughtException', (error) => void (isLostConnection(error) || fail(error)))

main().catch(fail)

async function main(): Promise<void> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) return console.log(settingsHelp())
  const settings = settingsOfStart()
  requireReadyForMode(settings)
  const folder = openStateFolder(settings)
  const claim = await claimInstance(folder, technicalClock.now())
  if (claim.kind === 'running') return sayWhatRuns(claim.instance)
  opened.push(() => claim.release())
  const ports = await portsOf(RESTART === null ? settings : withPortsOf(claim.before, settings))
  // PostgreSQL starts while the rooms are loaded: each takes about a second.
  const opening = openInstallation(settings)
  opened.push(async () => (await opening.catch(() => null))?.close())
  report('starting')
  const [installation, { compose }] = await Promise.all([opening, import('./house/compose.ts')])
  await sayBroken(installation)
  await sayUndecided(installation)
  const house = await compose(installation, ports)
  opened.push(() => house.stop())
  await house.startWork()
  await claim.announce({ addresses: addressesOf(house), ports })
  if (RESTART !== null)
    installation.log.warn({ event: 'restart', count: Number(RESTART[1]), after: RESTART[2] }, 'the process before ended by itself')
  isUp = true
  report('up')
  sayWhereToGo(house, settings)
  for (const { en } of await tableNotes(house)) console.error(`Note: ${en}\n`)
  for (const { en } of house.unbound) console.error(`Note: ${en}\n`)
  flushCompileCache()
}

/** What is only said must not end a house that is up: where the database has just gone, the pages and the log say it. */
function tableNotes(house: House): ReturnType<House['tableWarnings']> {
  return house.tableWarnings().catch((error: unknown) => {
    if (isLostConnection(error)) return []
    throw error
  })
}

/** To the boot's supervisor, where there is one that still lives. */
function report(state: 'starting' | 'up'): void {
  process.send?.(state, undefined, undefined, () => undefined)
}

function settingsOfStart(): Settings {
  const { settings, rest } = readSettings(process.env, process.argv.slice(2))
  if (rest.length > 0) throw new Fault(`Expected only settings but found '${rest.join(' ')}'; docs/settings.md lists them`)
  return settings
}

/** Where any free port would do, what comes back after a crash comes back where people left it. */
function withPortsOf(before: RunningInstance | null, settings: Settings): Settings {
  const portOf = (name: keyof Ports, wanted: number) => (wanted === 0 ? (before?.ports[name] ?? 0) : wanted)
  return {
    ...settings,
    port: portOf('portal', settings.port),
    bankPort: portOf('bank', settings.bankPort),
    authorityPort: portOf('authority', settings.authorityPort),
  }
}

async function portsOf(settings: Settings): Promise<Ports> {
  const portal = { host: settings.host, port: settings.port, flag: '--port' }
  // The other sites are those of twins.
  if (settings.mode === 'production') return { ...(await choosePorts({ portal })), bank: 0, authority: 0 }
  return choosePorts({
    portal,
    bank: { host: '127.0.0.1', port: settings.bankPort, flag: '--bank-port' },
    authority: { host: '127.0.0.1', port: settings.authorityPort, flag: '--authority-port' },
  })
}

function addressesOf({ addresses, sandbox }: House): Readonly<Record<string, string>> {
  const own = { portal: `${addresses.portal}/kk`, work: `${addresses.portal}/kk/work` }
  if (sandbox === null) return own
  return { ...own, sandbox: `${addresses.portal}/kk/sandbox`, bank: addresses.bank, authority: addresses.authority }
}

function sayWhatRuns(instance: RunningInstance): void {
  if (instance.status === 'starting') return console.log(`Ruqsat is starting here already (process ${instance.pid}): wait a moment.`)
  console.log(`Ruqsat already runs here (process ${instance.pid}):`)
  for (const [name, address] of Object.entries(instance.addresses)) console.log(`  ${name.padEnd(10)} ${address}`)
}

/** A package that cannot be read is not offered; the others are. */
async function sayBroken({ regulations }: Installation): Promise<void> {
  if (regulations.broken.length === 0) return
  const { formatPackageError } = await import('@ruqsat/law')
  for (const { folder, errors } of regulations.broken) {
    console.error(`The regulation ${folder} is not offered:`)
    for (const error of errors) console.error(`  ${folder}/${formatPackageError(error, 'en')}`)
  }
}

/** A package with an undecided finding takes nobody's money: what it would do there, nobody has said. */
async function sayUndecided({ regulations }: Installation): Promise<void> {
  const { keptOut } = await import('./house/offers.ts')
  for (const { folder, findings } of keptOut(regulations.packages)) {
    console.error(`The regulation ${folder} is not offered: decide these findings in its findings.yaml first:`)
    for (const { code, subject, item, text } of findings) console.error(`  ${code} ${subject} (${item}): ${text.en}`)
  }
}

function sayWhereToGo({ addresses, sandbox }: House, settings: Settings): void {
  const phones =
    settings.host !== '0.0.0.0' || settings.tls ? '' : 'Phones in the network need --tls too: browsers sign on secure pages only.\n'
  const toTry =
    sandbox === null ? '' : `  Sandbox       ${addresses.portal}/kk/sandbox   people, keys, cards, messages, legal time: start here\n`
  const help = sandbox === null ? 'This is production.' : `${phones}Stop with Ctrl+C. Start over with: npx ruqsat sandbox reset`
  console.log(`
Рұқсат is up after ${(performance.now() / 1000).toFixed(1)} s.

  Portal        ${addresses.portal}/kk
${toTry}  Workstation   ${addresses.portal}/kk/work
  Health        ${addresses.portal}/health

${help}
`)
}

/** One sentence for what a person can fix; for everything else where in the program it broke. */
function tell(error: unknown): void {
  const { code, path, message, stack } = error as NodeJS.ErrnoException
  const isDebugging = process.env['RUQSAT_DEBUG'] !== undefined
  if (error instanceof Fault && !isDebugging) console.error(message)
  else if (isLostConnection(error) && !isDebugging) console.error(`Expected PostgreSQL to stay up but the connection was lost: ${message}`)
  else if (path !== undefined && !isDebugging) console.error(`Expected to use ${path} but this user may not or cannot (${code})`)
  else console.error(withoutPersonalData(stack ?? String(error)))
}

async function fail(error: unknown): Promise<void> {
  // Closing what a start is still using makes it fail: that is no news.
  if (ending !== null) return
  tell(error)
  await endWith(isUp || isPassing(error) ? EXIT_CRASHED : 1)
}

/** In order, or after a while without it. */
async function endWith(code: number, codeWhenLate = code): Promise<void> {
  setTimeout(() => process.exit(codeWhenLate), STOP_WITHIN_MS).unref()
  await closeAll()
  process.exit(code)
}

/** A database that is still recovering from the same crash, a lock that the dead process had: a start after a crash is tried again. */
function isPassing(error: unknown): boolean {
  return RESTART !== null && (!(error instanceof Fault) || error.retry === 'later')
}

async function stop(signal: string): Promise<void> {
  if (ending !== null) return
  console.log(`Stopping (${signal})…`)
  await endWith(0, 1)
}

function closeAll(): Promise<void> {
  ending ??= (async () => {
    for (const close of opened.toReversed()) {
      await close().catch((error: unknown) => {
        console.error(error instanceof Error ? error.message : String(error))
        process.exitCode = 1
      })
    }
  })()
  return ending
}
