// npm start: everything in one process. Prints where to go; a second start says what runs where.
import { claimInstance, readSettings, requireFreePort, stateFolder } from '@ruqsat/installation'
import { technicalClock } from '@ruqsat/database'
import { mkdirSync } from 'node:fs'
import { compose } from './compose.ts'
import { openInstallation } from './installation.ts'

/** How long a graceful end may take before the process ends all the same. */
const STOP_WITHIN_MS = 15_000

async function main(): Promise<void> {
  const started = performance.now()
  const { settings, rest } = readSettings(process.env, process.argv.slice(2))
  if (rest.length > 0) throw new Error(`Expected only settings but found '${rest.join(' ')}'. docs/settings.md lists them.`)
  const folder = settings.state ?? stateFolder()
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const claim = await claimInstance(folder, technicalClock.now())
  if (claim.kind === 'running') {
    console.log(`Ruqsat already runs here (process ${claim.instance.pid}):`)
    for (const [name, address] of Object.entries(claim.instance.addresses)) console.log(`  ${name.padEnd(10)} ${address}`)
    return
  }
  const ports = { portal: settings.port, bank: settings.bankPort, authority: settings.authorityPort }
  await requireFreePort(settings.host, ports.portal, '--port')
  await requireFreePort('127.0.0.1', ports.bank, '--bank-port')
  await requireFreePort('127.0.0.1', ports.authority, '--authority-port')
  const installation = await openInstallation(settings)
  for (const broken of installation.regulations.broken) {
    for (const error of broken.errors) console.error(`regulations/${broken.folder}: ${JSON.stringify(error)}`)
  }
  const house = await compose(installation, ports)
  await house.startWork()
  const { addresses } = house
  await claim.announce({
    addresses: {
      portal: `${addresses.portal}/kk`,
      sandbox: `${addresses.portal}/kk/sandbox`,
      work: `${addresses.portal}/kk/work`,
      bank: addresses.bank,
      authority: addresses.authority,
    },
    ports,
  })
  console.log(`
Рұқсат is up after ${((performance.now() - started) / 1000).toFixed(1)} s.

  Portal        ${addresses.portal}/kk
  Sandbox       ${addresses.portal}/kk/sandbox   people, keys, cards, messages, legal time: start here
  Workstation   ${addresses.portal}/kk/work
  Health        ${addresses.portal}/health

Stop with Ctrl+C. Start over with: npx ruqsat sandbox reset
`)
  let stopping = false
  const stop = (signal: string) => {
    if (stopping) return
    stopping = true
    console.log(`Stopping (${signal})…`)
    setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref()
    void house
      .stop()
      .then(() => installation.close())
      .then(() => claim.release())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      )
  }
  process.on('SIGINT', () => stop('SIGINT'))
  process.on('SIGTERM', () => stop('SIGTERM'))
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  if (process.env.RUQSAT_DEBUG !== undefined) console.error(error)
  process.exit(1)
})
