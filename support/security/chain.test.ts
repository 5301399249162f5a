import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { auditSecurity, openSecurityLog, type SecurityLog } from './index.ts'

let database: TestDatabase
let log: SecurityLog
beforeAll(async () => {
  database = await openTestDatabase('security-chain')
  log = await openSecurityLog(database)
  await refused('the first')
})
afterAll(() => database.drop())

const UNDONE = Symbol('undone')
const refused = (visitor: string) =>
  log.record({ kind: 'sign-in', outcome: 'refused', realm: 'portal', visitor, facts: { reason: 'sign-in-refused' } })

test('an entry waits for no transaction, and is in the log once its own has ended', async () => {
  const before = (await log.newest({ limit: 1 }))[0]!.number
  const held = Promise.withResolvers<void>()
  const written = Promise.withResolvers<void>()
  const slow = database.sql.begin(async (tx) => {
    await log.record({ kind: 'session-ended', outcome: 'done', realm: 'portal', actor: 'slow' }, tx)
    written.resolve()
    await held.promise
  })
  await written.promise
  // Each of these would wait for the transaction above, which waits for the end of this test.
  await refused('visitor-0')
  expect((await log.newest({ limit: 1 }))[0]).toMatchObject({ number: before + 1, visitor: 'visitor-0' })
  held.resolve()
  await slow
  expect((await log.newest({ limit: 1 }))[0]).toMatchObject({ number: before + 2, actor: 'slow' })
  const failing = database.sql.begin(async (tx) => {
    await log.record({ kind: 'session-ended', outcome: 'done', realm: 'portal', actor: 'undone' }, tx)
    throw UNDONE
  })
  await expect(failing).rejects.toBe(UNDONE)
  await refused('visitor-0')
  expect((await log.newest({ limit: 1 }))[0]).toMatchObject({ number: before + 3, visitor: 'visitor-0' })
  expect(await auditSecurity(database.sql, [])).toEqual([])
})

test('readers of two processes at once number what has arrived once', async () => {
  const before = (await log.newest({ limit: 1 }))[0]!.number
  await Promise.all(Array.from({ length: 40 }, (_, place) => refused(`visitor-${place}`).then(() => log.newest({ limit: 1 }))))
  expect((await log.newest({ limit: 41 })).map(({ number }) => number)).toEqual(
    Array.from({ length: 41 }, (_, place) => before + 40 - place),
  )
  await expect(database.sql`truncate security.arrival`).rejects.toThrow('stay as it was written')
})
