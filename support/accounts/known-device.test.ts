import { isRefusal, type Refusal } from '@ruqsat/foundation'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Account, type Accounts, migrateAccounts, openAccounts } from './index.ts'
import { QUICK_PASSWORDS } from './testing.ts'

const PASSWORD = 'дала жусаны 42'
const MINUTE_MS = 60_000
const clock = standingTechnicalClock('2026-11-22T05:00:00.000Z')
let database: TestDatabase
let accounts: Accounts
let serial = 0

beforeAll(async () => {
  database = await openTestDatabase('known_device')
  await migrateAccounts(database, 'portal_accounts')
  accounts = openAccounts({
    sql: database.sql,
    schema: 'portal_accounts',
    technicalClock: clock,
    secret: Buffer.alloc(32, 9),
    notify: async () => undefined,
    onFault: () => undefined,
    passwordCost: QUICK_PASSWORDS,
  })
})
afterAll(() => database.drop())

async function newAccount(): Promise<Account> {
  const made = await accounts.register({ login: `user${++serial}`, displayName: 'x', password: PASSWORD })
  if (isRefusal(made)) throw new Error(made.code)
  return made
}

const codeOf = (answer: Account | Refusal) => (isRefusal(answer) ? answer.code : 'accepted')
const guess = (login: string, password = 'wrong password') => accounts.signIn({ login, password })

test('what was wrong long ago is forgotten, one for each half hour', async () => {
  const { login } = await newAccount()
  for (let wrong = 1; wrong <= 4; wrong++) await guess(login)
  clock.forwardMs(90 * MINUTE_MS)
  for (let wrong = 1; wrong <= 3; wrong++) expect(codeOf(await guess(login))).toBe('sign-in-refused')
  expect(codeOf(await guess(login))).toBe('sign-in-locked')
})
test('a stranger does not lock out the browser in which the owner has signed in, nor who is signed in', async () => {
  const { id, login } = await newAccount()
  const device = (await accounts.deviceFor(id, undefined))!
  for (let wrong = 1; wrong <= 6; wrong++) await guess(login)
  expect(codeOf(await guess(login, PASSWORD))).toBe('sign-in-locked')
  expect(codeOf(await accounts.signIn({ login, password: PASSWORD, device }))).toBe('accepted')
  expect(await accounts.confirmPassword(id, PASSWORD)).toBeNull()
  expect(await accounts.deviceFor(id, device)).toBe(device)
})
test('a browser that is known has five guesses of its own, and is one of that account and that password alone', async () => {
  const [owner, other] = [await newAccount(), await newAccount()]
  const device = (await accounts.deviceFor(owner.id, undefined))!
  const from = (login: string, password: string, cookie = device) => accounts.signIn({ login, password, device: cookie })
  for (let wrong = 1; wrong <= 5; wrong++) await from(owner.login, 'wrong password')
  expect(codeOf(await from(owner.login, PASSWORD))).toBe('sign-in-locked')
  expect(codeOf(await guess(owner.login, PASSWORD))).toBe('accepted')
  for (let wrong = 1; wrong <= 5; wrong++) await guess(other.login)
  expect(codeOf(await from(other.login, PASSWORD))).toBe('sign-in-locked')
  const changed = await accounts.changePassword({ accountId: owner.id, oldPassword: PASSWORD, newPassword: 'бидай даласы 7' })
  expect(codeOf(changed)).toBe('accepted')
  for (let wrong = 1; wrong <= 5; wrong++) await guess(owner.login)
  const fresh = (await accounts.deviceFor(owner.id, device))!
  expect(fresh).not.toBe(device)
  expect(codeOf(await from(owner.login, 'бидай даласы 7'))).toBe('sign-in-locked')
  expect(codeOf(await from(owner.login, 'бидай даласы 7', fresh))).toBe('accepted')
  expect(codeOf(await from(owner.login, 'бидай даласы 7', `${fresh.slice(0, -1)}${fresh.endsWith('A') ? 'B' : 'A'}`))).toBe(
    'sign-in-locked',
  )
})
