// Another database server, other regulations, production: what an operator may choose, and what is refused.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '@ruqsat/database'
import { testServer } from '@ruqsat/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Applicant, openSandbox } from '../driver/index.ts'
import { ANY_PORTS, CHECKOUT, health, newState, portFlags, removeStates, ruqsat, start, startToEnd } from './support/program.ts'

const ROLE = `ruqsat_plain_${process.pid}`
const made: string[] = []
/** A database of its own for a role that may do nothing else on the server. */
async function newDatabase(): Promise<string> {
  const server = await testServer()
  const name = `${ROLE}_${made.length}`
  const admin = await openDatabase({ url: server.url(), maxConnections: 1 })
  if (made.length === 0) await admin.sql.unsafe(`create role ${ROLE} login password 'plain' nosuperuser nocreatedb nocreaterole`)
  await admin.sql.unsafe(`create database ${name} owner ${ROLE}`)
  await admin.close()
  made.push(name)
  const url = new URL(server.url(name))
  url.username = ROLE
  url.password = 'plain'
  return url.toString()
}

afterAll(async () => {
  await removeStates()
  const admin = await openDatabase({ url: (await testServer()).url(), maxConnections: 1 })
  for (const name of made) await admin.sql.unsafe(`drop database if exists ${name} with (force)`)
  await admin.sql.unsafe(`drop role if exists ${ROLE}`)
  await admin.close()
})

describe('on a server of one’s own, with a role that is no superuser', () => {
  const state = newState('elsewhere')
  let flags: string[]
  let env: Record<string, string>
  beforeAll(async () => {
    flags = await portFlags()
    env = { DATABASE_URL: await newDatabase() }
  })

  test('everything works; legal time is kept there; no server is made here', async () => {
    let running = await start({ state, flags, env })
    const sandbox = await openSandbox(running.portal)
    const daulet = new Applicant(sandbox, 'daulet')
    expect((await daulet.register()).status).toBe(200)
    daulet.browser.close()
    await sandbox.moveTime('week')
    expect((await health(running.portal)).status).toBe(200)
    expect(existsSync(join(state, 'postgres'))).toBe(false)
    expect(await running.stop()).toBe(0)
    running = await start({ state, flags, env })
    const again = new Applicant(await openSandbox(running.portal), 'daulet')
    expect((await again.signIn()).path).toBe('/kk/cabinet')
    again.browser.close()
    const { out } = await ruqsat({ state, env }, 'status')
    expect(out).toContain('the server of DATABASE_URL')
    expect(out).toMatch(/moved by 100[78]\d minutes\), a sandbox's database/)
    expect(out + running.printed()).not.toContain('plain@')
    expect(await running.stop()).toBe(0)
  })

  test('a package that is broken is named with file, line and what was expected; the others are offered', async () => {
    const regulations = join(newState('regulations'), 'regulations')
    cpSync(join(CHECKOUT, 'regulations'), regulations, { recursive: true })
    const [first] = packagesIn(regulations)
    cpSync(join(regulations, first!), join(regulations, 'second'), { recursive: true })
    const act = readFileSync(join(regulations, 'second', 'act.yaml'), 'utf8')
    writeFileSync(join(regulations, 'second', 'act.yaml'), act.replace(/^host: .*$/m, 'host: nowhere'))
    const line = act.split('\n').findIndex((each) => each.startsWith('host:')) + 1
    const running = await start({ state, flags: [...flags, '--regulations', regulations], env })
    expect(running.printed()).toContain('The regulation second is not offered:\n')
    expect(running.printed()).toContain(`second/act.yaml:${line}:7 [wrong-value]: expected one of: licensing, regional; found "nowhere"`)
    const home = await (await fetch(`${running.portal}/kk`)).text()
    expect(home).toMatch(/href="\/kk\/services\//)
    expect(await running.stop()).toBe(0)
  })

  test('without a package that can be offered nothing starts', async () => {
    const regulations = join(newState('regulations'), 'regulations')
    mkdirSync(regulations)
    cpSync(join(CHECKOUT, 'regulations', 'calendars'), join(regulations, 'calendars'), { recursive: true })
    const { code, err } = await startToEnd({ state, flags: [...ANY_PORTS, '--regulations', regulations], env })
    expect(err).toMatch(/^Expected at least one regulation to offer but there is no package; npx ruqsat regulation check names/)
    expect(code).toBe(1)
  })

  test('a database that a sandbox has used is refused in production', async () => {
    const { code, err } = await ruqsat({ state, env: { ...env, RUQSAT_MODE: 'production' } }, 'migrate')
    expect(err).toContain('Expected a database made in production mode but this one was made in sandbox mode; give each its own database')
    expect(code).toBe(70)
  })

  test('a database of production is refused by the sandbox', async () => {
    const own = { DATABASE_URL: await newDatabase() }
    expect((await ruqsat({ state, env: { ...own, RUQSAT_MODE: 'production' } }, 'migrate')).code).toBe(0)
    const { code, err } = await startToEnd({ state, flags: ANY_PORTS, env: own })
    expect(err).toBe('Expected a database made in sandbox mode but this one was made in production mode; give each its own database\n')
    expect(code).toBe(1)
  })
})

test('production is refused with everything that is missing, and nothing is touched', async () => {
  const state = newState('production')
  const { code, err } = await startToEnd({ state, flags: [...ANY_PORTS, '--mode', 'production', '--tls'] })
  for (const missing of ['certification authority', 'databaseUrl', 'public address', 'self-signed'])
    expect(err).toMatch(new RegExp(`^  - .*${missing}`, 'm'))
  expect(code).toBe(1)
  expect(readdirSync(state)).toEqual([])
})

function packagesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, 'act.yaml')))
}
