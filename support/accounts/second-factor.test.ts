import { randomUUID } from 'node:crypto'
import { isRefusal } from '@ruqsat/foundation'
import type { SecurityEntry } from '@ruqsat/security'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deviceOf } from './core/device.ts'
import { type Account, type Accounts, migrateAccounts, openAccounts } from './index.ts'
import { QUICK_PASSWORDS } from './testing.ts'

const SCHEMA = 'workstation_accounts'
const clock = standingTechnicalClock('2026-11-22T05:00:00.000Z')
const recorded: SecurityEntry[] = []
let database: TestDatabase
let accounts: Accounts
let serial = 0

beforeAll(async () => {
  database = await openTestDatabase('second_factor')
  await migrateAccounts(database, SCHEMA)
  accounts = openAccounts({
    sql: database.sql,
    schema: SCHEMA,
    technicalClock: clock,
    secret: Buffer.alloc(32, 9),
    security: { record: async (entry) => void recorded.push(entry) },
    notify: async () => undefined,
    onFault: () => undefined,
    passwordCost: QUICK_PASSWORDS,
  })
})
afterAll(() => database.drop())

async function withApp(): Promise<{ account: Account; code: () => string; recovery: readonly string[]; secret: string }> {
  const made = await accounts.register({ login: `clerk${++serial}`, displayName: 'x', password: 'дала жусаны 42' })
  if (isRefusal(made)) throw new Error(made.code)
  const { secret, uri } = accounts.secondFactor.begin(made, 'Ruqsat')
  expect(uri).toMatch(/^otpauth:\/\/totp\/Ruqsat:clerk\d+\?.*secret=[A-Z2-7]{32}/)
  const app = new TOTP({ secret: Secret.fromBase32(secret), digits: 6, period: 30 })
  const code = () => app.generate({ timestamp: clock.ms() })
  const recovery = await accounts.secondFactor.enable(made.id, { secret, code: code() })
  if (isRefusal(recovery)) throw new Error(recovery.code)
  return { account: (await accounts.find(made.id))!, code, recovery, secret }
}

const outcome = (answer: string | { readonly code: string }) => (typeof answer === 'string' ? answer : answer.code)
const check = async (id: string, typed: string) =>
  outcome((await accounts.secondFactor.check(id, typed)) as string | { readonly code: string })

test('a code of the app works once, within half a minute, and for nobody else', async () => {
  const [one, other] = [await withApp(), await withApp()]
  expect(one.account.hasSecondFactor).toBe(true)
  expect(await check(one.account.id, one.code())).toBe('second-factor-code-wrong')
  clock.forwardMs(30_000)
  const code = one.code()
  expect(await check(one.account.id, code)).toBe('app')
  expect(await check(one.account.id, code)).toBe('second-factor-code-wrong')
  expect(await check(other.account.id, one.code())).toBe('second-factor-code-wrong')
  const late = one.code()
  clock.forwardMs(90_000)
  expect(await check(one.account.id, late)).toBe('second-factor-code-wrong')
  expect(await check(one.account.id, one.code())).toBe('app')
})

test('neither secret nor recovery codes can be read in the database', async () => {
  const { account, secret, recovery } = await withApp()
  const [row] = await database.sql`select second_factor from workstation_accounts.account where id = ${account.id}`
  expect(row!['second_factor']).not.toContain(secret)
  const codes = await database.sql`select code_digest from workstation_accounts.recovery_code where account_id = ${account.id}`
  expect(codes).toHaveLength(10)
  for (const code of recovery) expect(JSON.stringify(codes)).not.toContain(code)
  await database.sql`update workstation_accounts.account set second_factor = ${String(row!['second_factor'])} where id <> ${account.id}`
  clock.forwardMs(30_000)
  const another = (await withApp()).account.id
  await database.sql`update workstation_accounts.account set second_factor = ${String(row!['second_factor'])} where id = ${another}`
  await expect(accounts.secondFactor.check(another, '123456')).rejects.toThrow()
})

test('a recovery code works once, however it is typed; new ones end the old', async () => {
  const { account, recovery } = await withApp()
  const [first, second] = recovery as [string, string]
  expect(await check(account.id, `${first.slice(0, 5)}-${first.slice(5)}`.toLowerCase())).toBe('recovery')
  expect(await check(account.id, first)).toBe('second-factor-code-wrong')
  expect(await accounts.secondFactor.codesLeft(account.id)).toBe(9)
  const renewed = await accounts.secondFactor.renewCodes(account.id)
  expect(await check(account.id, second)).toBe('second-factor-code-wrong')
  expect(await check(account.id, renewed[0]!)).toBe('recovery')
})

test('five wrong codes close the question for a minute, the right one too; the password is asked as before', async () => {
  const { account, code } = await withApp()
  clock.forwardMs(30_000)
  for (let wrong = 1; wrong < 5; wrong++) expect(await check(account.id, '000000')).toBe('second-factor-code-wrong')
  expect(await check(account.id, '000000')).toBe('code-locked')
  expect(await check(account.id, code())).toBe('code-locked')
  expect(isRefusal(await accounts.signIn({ login: account.login, password: 'дала жусаны 42' }))).toBe(false)
  clock.forwardMs(61_000)
  expect(await check(account.id, code())).toBe('app')
})

test('what has the length of no code is told so and not counted', async () => {
  const { account, code, secret } = await withApp()
  clock.forwardMs(30_000)
  for (const typed of ['', '12345', '1234567', '12345a', 'ABCDE-FGH', 'ABCDE-FGHIJK'])
    expect(await check(account.id, typed)).toBe('second-factor-code-length')
  expect(await check(account.id, code())).toBe('app')
  expect(await accounts.secondFactor.enable(account.id, { secret, code: '12345' })).toMatchObject({
    code: 'app-code-length',
    facts: { digits: 6 },
  })
})

test('who is asked is known for ten minutes', () => {
  const id = randomUUID()
  const kept = accounts.secondFactor.ask(id)
  expect(accounts.secondFactor.asked(kept)).toBe(id)
  clock.forwardMs(10 * 60_000 + 1)
  expect(accounts.secondFactor.asked(kept)).toBeNull()
  expect(accounts.secondFactor.asked({ id })).toBeNull()
})

test('the security log has it, without a code or a secret', async () => {
  recorded.length = 0
  const { account, secret, recovery } = await withApp()
  await check(account.id, recovery[0]!)
  await accounts.secondFactor.remove(account.id, account.id)
  expect((await accounts.find(account.id))!.hasSecondFactor).toBe(false)
  expect(recorded.map(({ kind }) => kind)).toEqual(['account-made', 'second-factor-set', 'recovery-code-used', 'second-factor-removed'])
  for (const text of [secret, ...recovery]) expect(JSON.stringify(recorded)).not.toContain(text)
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Linux'],
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0',
    'Edge, Windows',
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1',
    'Safari, iOS',
  ],
  ['Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36', 'Chrome, Android'],
  ['<script>alert(1)</script>', ''],
  [undefined, ''],
])('%s is %s', (agent, name) => {
  expect(deviceOf(agent)).toBe(name)
})
