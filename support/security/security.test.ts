import { createSocket } from 'node:dgram'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import type { Sql } from '@ruqsat/database'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditSecurity, logSeal, openSecurityLog, type SecurityAuditFault, type SecurityLog } from './index.ts'
import { applyRules, forward, watchClock } from './watch.ts'
import { syslogMessage } from './wire/syslog.ts'

let database: TestDatabase
let log: SecurityLog
const clock = standingTechnicalClock('2026-11-22T05:00:00.000Z')
const warned: object[] = []
const quiet = { warn: (facts: object) => void warned.push(facts), error: () => undefined } as never

beforeAll(async () => {
  database = await openTestDatabase('security')
  log = await openSecurityLog(database, clock)
})
afterAll(() => database.drop())

const refused = (visitor: string) =>
  log.record({ kind: 'sign-in', outcome: 'refused', realm: 'portal', visitor, facts: { reason: 'sign-in-refused' } })

test('writers at once make one chain without a gap', async () => {
  await Promise.all(Array.from({ length: 25 }, (_, place) => refused(`visitor-${place}`)))
  expect((await log.newest({ limit: 100 })).map(({ number }) => number)).toEqual(Array.from({ length: 25 }, (_, place) => 25 - place))
  expect(await auditSecurity(database.sql, [])).toEqual([])
})

test('nothing in it changes or goes', async () => {
  const { sql } = database
  await expect(sql`update security.entry set actor = 'another' where number = 1`).rejects.toThrow('stay as it was written')
  await expect(sql`delete from security.entry where number = 25`).rejects.toThrow('stay as it was written')
  await expect(sql`truncate security.entry`).rejects.toThrow('stay as it was written')
})

const UNDONE = Symbol('undone')

test.each([
  ['who it was', `update security.entry set actor = 'another' where number = 7`, 'entry-changed', 7],
  ['when it was', `update security.entry set at = at - interval '1 hour' where number = 7`, 'entry-changed', 7],
  ['done in place of refused', `update security.entry set outcome = 'done' where number = 7`, 'entry-changed', 7],
  ['one removed', `delete from security.entry where number = 7`, 'entry-missing', 8],
  ['the first removed', `delete from security.entry where number = 1`, 'entry-missing', 2],
  ['the tail removed', `delete from security.entry where number > 20`, 'entry-missing', 25],
  [
    'one changed with its hash, and all after it',
    `update security.entry e set actor = 'another', hash = security.entry_hash(row(e.number, e.at, e.kind, e.outcome, e.realm, 'another', e.role, e.authority,
      e.subject_kind, e.subject, e.case_id, e.why, e.visitor, e.facts, e.previous, '')::security.entry) where number = 25`,
    'entry-changed',
    25,
  ],
] as const)('%s is found', async (_, text, kind, number) => {
  const source = logSeal(database.sql)
  const signed = await source.unsigned()
  expect(signed).toHaveLength(1)
  let found: readonly SecurityAuditFault[] = []
  await database.sql
    .begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx.unsafe(text)
      found = await auditSecurity(tx as unknown as Sql, signed)
      throw UNDONE
    })
    .catch((error: unknown) => {
      if (error !== UNDONE) throw error
    })
  expect(found.map((fault) => [fault.kind, fault.sequence])).toContainEqual([kind, number])
})

test('a checkpoint signs the newest once', async () => {
  const source = logSeal(database.sql)
  const seals = await source.unsigned()
  await source.signed([...seals, ['payments', 3, 'of another room']], 1)
  expect(await source.unsigned()).toEqual([])
  await refused('visitor-1')
  expect((await source.unsigned()).map(([room, number]) => [room, number])).toEqual([['security', 26]])
})

test('a rule warns once of whom it is met by, and of nobody else', async () => {
  const deps = { sql: database.sql, technicalClock: clock, log: quiet, syslog: null }
  for (let times = 0; times < 20; times++) await refused('a guesser')
  await applyRules(deps)
  await refused('a guesser')
  await applyRules(deps)
  expect(warned).toMatchObject([{ rule: 'many-refused-sign-ins', of: 'a guesser' }])
  clock.forwardMs(11 * 60_000)
  for (let times = 0; times < 20; times++) await refused('a guesser')
  await applyRules(deps)
  expect(warned).toHaveLength(2)
  expect((await log.newest({ limit: 5, kind: 'alert' })).map(({ subject }) => subject)).toEqual([
    'many-refused-sign-ins',
    'many-refused-sign-ins',
  ])
})

test('a clock that was set back is noticed, and said at each look until it is right again', async () => {
  const deps = { sql: database.sql, technicalClock: clock, log: quiet, syslog: null }
  const noticed = async () => (await log.newest({ limit: 10, kind: 'clock-set-back' })).map(({ facts }) => facts)
  await watchClock(deps)
  clock.forwardMs(-3_600_000)
  await watchClock(deps)
  expect(await noticed()).toEqual([{ behindSeconds: 3600 }])
  clock.forwardMs(3_600_000 + 1_000)
  await watchClock(deps)
  expect(await noticed()).toHaveLength(1)
})

test('who read a case is there for whose case it is', async () => {
  await log.record({
    kind: 'file-read',
    outcome: 'done',
    realm: 'workstation',
    actor: 'clerk',
    role: 'clerk',
    caseId: 'case-1',
    why: 'task',
  })
  await log.record({ kind: 'case-read', outcome: 'done', realm: 'workstation', actor: 'head', role: 'head', caseId: 'case-2', why: 'head' })
  expect((await log.looksAt(['case-1'], { limit: 10 })).map(({ actor, why }) => [actor, why])).toEqual([['clerk', 'task']])
  expect(await log.looksAt([], { limit: 10 })).toEqual([])
})

test('a message of syslog has its parts in their places, and what is written in it ends nothing', async () => {
  const [entry] = await log.newest({ limit: 1 })
  const message = syslogMessage({ ...entry!, actor: 'a"b]c\\d\n', facts: { way: 'x"]' } }, 'host')
  expect(message).toMatch(/^<86>1 2026-11-22T\S+Z host ruqsat \d+ case-read \[ruqsat@32473 number="\d+" kind="case-read" /)
  expect(message).toContain(String.raw`actor="a\"b\]c\\d "`)
  expect(message).toContain(String.raw`facts="{\"way\":\"x\\\"\]\"}"]`.replace(String.raw`\\\"\]`, String.raw`\\\"\]`))
  expect(syslogMessage({ ...entry!, kind: 'alert' }, 'host')).toMatch(/^<81>1 /)
})

test('over TCP each entry comes once while the other side takes it, and again where it did not', async () => {
  const taken: string[] = []
  const server = createServer((socket) => socket.on('data', (data) => taken.push(data.toString()))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const deps = { sql: database.sql, technicalClock: clock, log: quiet, syslog: null }
  const sent = await forward(deps, { protocol: 'tcp', host: '127.0.0.1', port })
  expect(sent).toBeGreaterThan(40)
  expect(await forward(deps, { protocol: 'tcp', host: '127.0.0.1', port })).toBe(0)
  expect(taken.join('').match(/<\d+>1 /g)).toHaveLength(sent)
  server.close()
  await refused('visitor-2')
  await expect(forward(deps, { protocol: 'tcp', host: '127.0.0.1', port })).rejects.toThrow('Expected syslog')
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const arrived = once(socket, 'message')
  expect(await forward(deps, { protocol: 'udp', host: '127.0.0.1', port: socket.address().port })).toBe(1)
  expect(String((await arrived)[0])).toContain('visitor-2')
  socket.close()
})
