import { migrate, openLegalClock, type Database, type LegalClock } from '@ruqsat/database'
import { openTestDatabase, type TestDatabase } from '@ruqsat/database/testing'
import { msFromInstant } from '@ruqsat/foundation'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TRUST_MIGRATIONS } from '../index.ts'
import { TEST_START } from '../testing.ts'
import { foundAuthority } from './found.ts'
import { openResponders } from './responder-keys.ts'
import { openVault, type Vault } from './vault.ts'

const DAY_MS = 86_400_000

let database: TestDatabase
let clock: LegalClock
let vault: Vault
beforeEach(async () => {
  database = await openTestDatabase('found')
  clock = await openLegalClock(database, { mode: 'sandbox', startAt: TEST_START })
  await migrate(database, TRUST_MIGRATIONS)
  vault = await openVault({ secret: async () => new Uint8Array(32).fill(7) })
})
afterEach(() => database.drop())

test('of several who found the authority at once one is kept, and all of them work with it', async () => {
  const deps = { database, clock, vault, origin: 'http://127.0.0.1:1' }
  const founded = await Promise.all([foundAuthority(deps), foundAuthority(deps), foundAuthority(deps)])
  const roots = founded.map(({ root }) => Buffer.from(root.certificate.der).toString('base64'))
  expect(new Set(roots).size).toBe(1)
  expect(Buffer.from((await foundAuthority(deps)).root.certificate.der).toString('base64')).toBe(roots[0])
})

test('no transaction is open while the keys are made', async () => {
  const order: string[] = []
  const sql = new Proxy(database.sql, {
    get: (target, name) => {
      if (name !== 'begin') return Reflect.get(target, name) as unknown
      return (work: never) => {
        order.push('begin')
        return target.begin(work)
      }
    },
  }) as Database['sql']
  const seal: Vault['seal'] = (key, name) => {
    order.push(`sealed ${name}`)
    return vault.seal(key, name)
  }
  await foundAuthority({ database: { ...database, sql }, clock, vault: { ...vault, seal }, origin: 'http://127.0.0.1:1' })
  expect(order).toEqual(['sealed root', 'sealed issuing', 'sealed time-stamping', 'begin'])
})

test('who answers is certified for months, and again with another key before the end', async () => {
  const responders = openResponders(await foundAuthority({ database, clock, vault, origin: 'http://127.0.0.1:1' }))
  const nowMs = msFromInstant(TEST_START)
  const [first, same] = await Promise.all([responders.at('issuing', nowMs), responders.at('issuing', nowMs)])
  expect(same).toBe(first)
  const { notBeforeMs, notAfterMs } = first.certificate
  expect(notAfterMs - notBeforeMs).toBeLessThan(100 * DAY_MS)
  expect(await responders.at('issuing', nowMs + 50 * DAY_MS)).toBe(first)
  const next = await responders.at('issuing', nowMs + 61 * DAY_MS)
  expect(next.certificate.publicKey).not.toEqual(first.certificate.publicKey)
  expect(next.certificate.notAfterMs).toBeGreaterThan(notAfterMs)
  expect(responders.serials('issuing')).toEqual([first.certificate.serial, next.certificate.serial])
})
