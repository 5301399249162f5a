import { migrate, technicalClock, laterBy } from '@ruqsat/database'
import { openTestDatabase } from '@ruqsat/database/testing'
import { inAll } from '@ruqsat/foundation'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PORTAL_SCHEMA } from '../index.ts'
import { addExchange, endEarlier, ownExchange, takeOpen, writeExchange } from './store.ts'

let database: Awaited<ReturnType<typeof openTestDatabase>>
beforeAll(async () => {
  database = await openTestDatabase('phone')
  await migrate(database, PORTAL_SCHEMA)
})
afterAll(() => database?.close())

const now = technicalClock.now()
const later = laterBy(technicalClock, 60_000)

async function begun(owner: string, beginPath = '/drafts/1/phone') {
  const id = crypto.randomUUID()
  const urls = { launchUrl: 'https://example.kz/x', dataUrl: 'https://example.kz/x', signUrl: 'https://example.kz/x' }
  const paths = { submitPath: '/drafts/1/sign', beginPath, backPath: '/drafts/1/sign' }
  const exchange = { ...urls, ...paths, id, owner, title: inAll(() => 'x'), content: new Uint8Array([1]), code: null, expiresAt: later }
  await addExchange(database.sql, exchange, { now, followedUntil: now })
  await endEarlier(database.sql, exchange)
  return exchange
}
const stateOf = async ({ id, owner }: { readonly id: string; readonly owner: string }) =>
  (await ownExchange(database.sql, id, [owner]))?.state

test('who presses again and again has one exchange open at one place, and a signature of an earlier one is not taken', async () => {
  const [first, other, stranger] = [await begun('account:a'), await begun('account:a', '/drafts/2/phone'), await begun('account:b')]
  const second = await begun('account:a')
  expect(await Promise.all([first, second, other, stranger].map(stateOf))).toEqual(['ended', 'waiting', 'waiting', 'waiting'])
  const signed = { state: 'signed', fault: null, signature: new Uint8Array([2]) } as const
  expect(await writeExchange(database.sql, first.id, signed, later)).toBe(false)
  expect(await stateOf(first)).toBe('ended')
  expect((await takeOpen(database.sql, { now: later, leaseUntil: later, limit: 9 })).length).toBe(3)
  expect(await writeExchange(database.sql, second.id, signed, later)).toBe(true)
  expect(await ownExchange(database.sql, second.id, ['account:b'])).toBe(null)
})
