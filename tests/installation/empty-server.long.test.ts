// docs/operating.md from an empty server to the first licence, then backup, upgrade and another server, as its user runs it: the commands of the
// Dockerfile make the release from what is committed, without anything of this checkout; the compose files say how it is started.
import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { Applicant, numberOf, Office } from '../driver/index.ts'
import { freePorts } from '../house.ts'
import {
  addStaff,
  dropOwnedDatabase,
  makeOwnedDatabase,
  OFFICIALS,
  openProduction,
  peopleOf,
  type Production,
} from './support/production.ts'
import { openRegistersByGateway, type RegistersByGateway } from './support/registers-by-gateway.ts'
import { CHECKOUT, health, newState, removeStates, ruqsat, start, type How, type Running } from './support/program.ts'

/** As the Dockerfile and the compose files have it. */
const USER = { uid: 65_534, gid: 65_534 }
const MINUTES = 60_000
const isRoot = process.getuid?.() === 0
if (!isRoot) console.warn('SKIPPED: a release of root that another user runs can be tried by root only')

const place = newState('empty-server')
const release = join(place, 'srv-ruqsat')
const path = join(place, 'bin')
let around: Production
let registers: RegistersByGateway
let running: Running | null = null
let number: string
const licence = join(place, 'licence.pdf')
const other = { state: newState('other-server'), database: `ruqsat_other_${process.pid}` }

type Service = {
  readonly image?: string
  readonly build?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly volumes?: readonly string[]
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck?: { readonly test: readonly string[] }
}
type Compose = { readonly services: Readonly<Record<string, Service>>; readonly volumes?: Readonly<Record<string, null>> }
const read = (name: string) => parse(readFileSync(join(CHECKOUT, name), 'utf8')) as Compose
const [compose, production] = [read('compose.yaml'), read('compose.production.yaml')]

/** Instructions of the Dockerfile, each with its words. */
function instructions(): readonly (readonly [string, string])[] {
  const text = readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ')
  return text.split('\n').flatMap((line) => {
    const [, word, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    return word === undefined ? [] : [[word, rest!] as const]
  })
}

/** The folders of the image are folders of the test. */
const inTest = (text: string) =>
  text.replaceAll('/srv/ruqsat', release).replaceAll('/usr/local/bin', path).replaceAll('/var/lib/ruqsat', around.state)

const how = (more: Partial<How> = {}): How => ({
  state: around.state,
  checkout: release,
  user: USER,
  env: { RUQSAT_CONFIG: around.config, PATH: `${path}:${process.env['PATH']}`, HOME: '/nonexistent' },
  ...more,
})

function giveToUser(folder: string): void {
  execFileSync('chown', ['-R', `${USER.uid}:${USER.gid}`, folder])
}

beforeAll(async () => {
  around = await openProduction(newState('state'), { hasMoved: true })
  registers = await openRegistersByGateway(around)
  const { authority, settings, state } = around
  around.write({
    'registers.yaml': JSON.stringify({ registers: registers.bindings }),
    'ruqsat.yaml': JSON.stringify({
      ...settings,
      gateway: 'gateway.yaml',
      authorities: [{ certificate: authority.rootFile, ocsp: [authority.ocsp] }],
      files: { adapter: 'folder', folder: join(state, 'files') },
    }),
    'passphrase.txt': 'a passphrase of nine words that nobody will ever guess',
  })
  mkdirSync(join(state, 'files'))
  mkdirSync(path)
}, 5 * MINUTES)

afterAll(async () => {
  await running?.stop()
  await registers?.close()
  await around?.close()
  await dropOwnedDatabase(other.database)
  await removeStates()
})

describe.runIf(isRoot)('an empty server', () => {
  test(
    'the release is made by the commands of the Dockerfile, from what is committed alone',
    () => {
      const tar = execFileSync('git', ['archive', 'HEAD'], { cwd: CHECKOUT, maxBuffer: 1 << 30 })
      mkdirSync(release)
      execFileSync('tar', ['-x', '-C', release], { input: tar })
      const known = instructions()
      for (const [word, rest] of known)
        if (word === 'RUN') execFileSync('sh', ['-ec', inTest(rest)], { cwd: release, stdio: 'pipe', env: process.env })
      expect(execFileSync(join(path, 'ruqsat'), ['--help'], { encoding: 'utf8' })).toContain('npx ruqsat')
      const [, command] = known.find(([word]) => word === 'CMD')!
      expect(JSON.parse(command)).toEqual(['node', 'tools/boot.mjs', 'start'])
      expect(known.find(([word]) => word === 'USER')![1]).toBe(`${USER.uid}:${USER.gid}`)
    },
    15 * MINUTES,
  )

  test(
    'its user migrates, adds the first people and starts it',
    async () => {
      for (const folder of [around.state]) giveToUser(folder)
      chownSync(around.secrets, USER.uid, USER.gid)
      chmodSync(around.secrets, 0o700)
      const migrated = await ruqsat(how(), 'migrate')
      expect([migrated.err, migrated.code]).toEqual(['', 0])
      await addStaff({ ...around, how: how() })
      running = await start(how({ flags: ['--config', around.config] }))
      expect(await health(running.portal)).toMatchObject({ status: 200, parts: { database: 'ok', cases: 'ok' } })
      const [, command, ...words] = compose.services['house']!.healthcheck!.test
      expect([command, (await ruqsat(how(), ...words)).code]).toEqual(['ruqsat', 0])
    },
    10 * MINUTES,
  )

  test(
    'the first licence',
    async () => {
      const people = await peopleOf(around, running!.portal)
      const applicant = new Applicant(people, 'erlan')
      await applicant.register()
      number = numberOf(await applicant.apply(await applicant.startDraft('first', await applicant.startForm('grain/issue'))))
      const office = new Office(people, OFFICIALS)
      expect((await office.carryThrough(number)).at(-1)?.action).toBe('handOver')
      writeFileSync(licence, (await applicant.resultOf(number))!)
      office.close()
      applicant.browser.close()
      expect(await verdict(how())).toEqual([expect.stringMatching(/^The signature is valid\. /), 0])
    },
    10 * MINUTES,
  )

  test(
    'a backup while it runs; it is read whole before it is needed',
    async () => {
      const passphrase = ['--passphrase-file', join(around.secrets, 'passphrase.txt')]
      const made = await ruqsat(how(), 'backup', join(around.state, 'all.backup'), ...passphrase)
      expect([made.code, made.err]).toEqual([0, expect.stringContaining('copy that store after it')])
      const checked = await ruqsat(how(), 'restore', join(around.state, 'all.backup'), '--check', ...passphrase)
      expect([checked.err, checked.code]).toEqual(['', 0])
    },
    10 * MINUTES,
  )

  test(
    'an upgrade: the new release migrates while the old one serves, then takes its place',
    async () => {
      const next = `${release}-next`
      execFileSync('cp', ['-a', release, next])
      const migrated = await ruqsat(how({ checkout: next }), 'migrate')
      expect([migrated.err, migrated.code]).toEqual(['', 0])
      expect((await health(running!.portal)).status).toBe(200)
      expect(await running!.stop()).toBe(0)
      running = await start(how({ checkout: next, flags: ['--config', around.config] }))
      expect((await health(running.portal)).status).toBe(200)
      expect(await verdict(how({ checkout: next }))).toEqual([expect.stringMatching(/^The signature is valid\. /), 0])
    },
    10 * MINUTES,
  )

  test(
    'another server: the backup and the folder of files are enough, and the audit finds everything whole',
    async () => {
      await running!.stop()
      const address = await makeOwnedDatabase(other.database)
      const secrets = join(other.state, 'own')
      cpSync(around.secrets, secrets, { recursive: true })
      cpSync(join(around.state, 'files'), join(other.state, 'files'), { recursive: true })
      const [port] = await freePorts(1)
      const config = join(secrets, 'ruqsat.yaml')
      const settings = JSON.parse(readFileSync(config, 'utf8')) as Record<string, unknown>
      writeFileSync(join(secrets, 'database.txt'), address)
      const files = { adapter: 'folder', folder: join(other.state, 'files') }
      writeFileSync(config, JSON.stringify({ ...settings, port, origin: `http://localhost:${port}`, files }))
      giveToUser(other.state)
      const there = how({ state: other.state, env: { ...how().env, RUQSAT_CONFIG: config } })
      const words = [join(around.state, 'all.backup'), '--passphrase-file', join(secrets, 'passphrase.txt')]
      const restored = await ruqsat(there, 'restore', ...words)
      expect([restored.code, restored.err]).toEqual([0, expect.stringContaining('in the store outside the database')])
      const audit = await ruqsat(there, 'audit', 'verify')
      expect([audit.code, audit.out]).toEqual([0, expect.stringContaining('WHOLE')])
      running = await start({ ...there, flags: ['--config', config] })
      expect(await verdict(there)).toEqual([expect.stringMatching(/^The signature is valid\. /), 0])
      const applicant = new Applicant(await peopleOf(around, running.portal), 'erlan')
      await applicant.signIn()
      expect(Buffer.compare((await applicant.resultOf(number))!, readFileSync(licence))).toBe(0)
      applicant.browser.close()
    },
    15 * MINUTES,
  )
})

async function verdict(where: How): Promise<readonly [string, number]> {
  const { out, code } = await ruqsat(where, 'verify', licence)
  return [out, code]
}

describe('the compose files', () => {
  test('name settings, services, volumes and folders that exist', () => {
    const settings = readFileSync(join(CHECKOUT, 'docs/settings.md'), 'utf8')
    const dockerfile = readFileSync(join(CHECKOUT, 'Dockerfile'), 'utf8')
    expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(production.services)))
    for (const { services, volumes = {} } of [compose, production])
      for (const [name, service] of Object.entries(services)) {
        for (const variable of Object.keys(service.environment ?? {})) if (name === 'house') expect(settings).toContain(`\`${variable}\``)
        for (const volume of service.volumes ?? []) {
          const [from, to] = volume.split(':') as [string, string]
          if (from.startsWith('.')) expect(existsSync(join(CHECKOUT, from))).toBe(true)
          else if (!from.startsWith('/')) expect(volumes).toHaveProperty(from)
          if (name === 'house') expect(dockerfile.includes(`VOLUME ${to}`) || to === '/etc/ruqsat').toBe(true)
        }
        for (const [needed, { condition }] of Object.entries(service.depends_on ?? {}))
          expect([condition, compose.services[needed]?.healthcheck]).toEqual(['service_healthy', expect.anything()])
      }
    expect(existsSync(join(CHECKOUT, compose.services['house']!.build!, 'Dockerfile'))).toBe(true)
  })
})
