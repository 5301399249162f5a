import { isRefusal, orFault, parseMobileNumber } from '@ruqsat/foundation'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { QUICK_PASSWORDS } from './testing.ts'
import { type Accounts, type CodeMessage, migrateAccounts, openAccounts } from './index.ts'

const SCHEMA = 'portal_accounts'
const PHONE = orFault(parseMobileNumber('+77010000001'))
const OTHER = orFault(parseMobileNumber('+77010000002'))
const MINUTE_MS = 60_000

let database: TestDatabase
let accounts: Accounts
let serial = 0
const sent: CodeMessage[] = []
const clock = standingTechnicalClock('2026-11-22T05:00:00.000Z')

beforeAll(async () => {
  database = await openTestDatabase('one_time')
  await migrateAccounts(database, SCHEMA)
  accounts = openAccounts({
    sql: database.sql,
    schema: SCHEMA,
    technicalClock: clock,
    secret: Buffer.alloc(32, 9),
    notify: async () => undefined,
    sendCode: async (message) => void sent.push(message),
    onFault: (error) => expect(error).toBeUndefined(),
    passwordCost: QUICK_PASSWORDS,
  })
})
afterAll(() => database.drop())

async function person(isPhoneConfirmed = true): Promise<string> {
  clock.forwardMs(2 * 60 * MINUTE_MS)
  sent.length = 0
  const wanted = { login: `user${++serial}`, displayName: 'Әйгерім', password: 'дала жусаны 42', phone: PHONE, isPhoneConfirmed }
  const account = await accounts.register(wanted)
  if (isRefusal(account)) throw new Error(account.code)
  return account.id
}

const lastCode = () => sent.at(-1)!.text.en.replace(/\D*(\d{6}).*/s, '$1')
const send = (accountId: string, subject = 'one') => accounts.oneTime.sendForRequest({ accountId, subject })
const codeOf = (answer: object) => ('code' in answer ? answer.code : 'taken')
const take = async (accountId: string, subject = 'one', code = lastCode()) =>
  codeOf(await accounts.oneTime.takeForRequest({ accountId, subject, code }))

test('a code confirms the request that it was sent for, once, and says when', async () => {
  const accountId = await person()
  expect(await send(accountId)).toBeNull()
  const sentAt = clock.now()
  clock.forwardMs(MINUTE_MS)
  expect(await take(accountId, 'another request')).toBe('one-time-code-wrong')
  const code = `${lastCode().slice(0, 3)} ${lastCode().slice(3)}`
  const event = await accounts.oneTime.takeForRequest({ accountId, subject: 'one', code })
  expect(event).toMatchObject({ phone: PHONE, sentAt, usedAt: clock.now() })
  expect(await take(accountId)).toBe('one-time-code-wrong')
})

test('a code is void after ten minutes, after five wrong tries, after the next one, and for another telephone', async () => {
  const late = await person()
  await send(late)
  clock.forwardMs(10 * MINUTE_MS)
  expect(await take(late)).toBe('one-time-code-wrong')

  const guessed = await person()
  await send(guessed)
  const wrong = lastCode() === '000000' ? '111111' : '000000'
  const guesses = await Promise.all(Array.from({ length: 5 }, () => take(guessed, 'one', wrong)))
  expect(new Set(guesses)).toEqual(new Set(['one-time-code-wrong']))
  expect(await take(guessed)).toBe('one-time-code-wrong')

  const twice = await person()
  await send(twice)
  const first = lastCode()
  clock.forwardMs(2 * MINUTE_MS)
  await send(twice)
  if (first !== lastCode()) expect(await take(twice, 'one', first)).toBe('one-time-code-wrong')
  expect(await take(twice)).toBe('taken')

  const moved = await person()
  await send(moved)
  await accounts.update(moved, { phone: OTHER })
  expect(await take(moved)).toBe('phone-not-linked')
})

test('a double click sends one message, and no telephone is sent more than five an hour, whoever asks', async () => {
  const accountId = await person()
  await Promise.all([send(accountId), send(accountId)])
  expect(sent).toHaveLength(1)
  for (let times = 0; times < 4; times += 1) {
    clock.forwardMs(2 * MINUTE_MS)
    expect(await send(accountId)).toBeNull()
  }
  clock.forwardMs(2 * MINUTE_MS)
  expect(await send(accountId)).toMatchObject({ code: 'one-time-codes-too-many' })
  accounts.oneTime.startProof({ subject: 'somebody', phone: PHONE, language: 'ru' }, async () => true)
  await accounts.settled()
  expect(sent).toHaveLength(5)
})

test('of codes that come back at once one is taken, and no code is kept as it is', async () => {
  const accountId = await person()
  await send(accountId)
  expect(JSON.stringify(await database.sql`select * from portal_accounts.one_time_code`)).not.toContain(lastCode())
  const answers = await Promise.all(Array.from({ length: 3 }, () => take(accountId)))
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
})

test('without a confirmed telephone there is none', async () => {
  expect(await send(await person(false))).toMatchObject({ code: 'phone-not-linked' })
})

test('a person who is not registered yet gets it in the language of the page, and where it is not to be sent nobody does', async () => {
  await person()
  const proof = { subject: 'somebody new', phone: OTHER, language: 'ru' } as const
  const { resetId: codeId } = accounts.oneTime.startProof(proof, async () => true)
  accounts.oneTime.startProof({ ...proof, subject: 'somebody else' }, async () => false)
  await accounts.settled()
  expect(sent.map(({ to, language, accountId }) => [to, language, accountId])).toEqual([[OTHER, 'ru', null]])
  const { subject, phone } = proof
  expect(await accounts.oneTime.finishProof({ codeId, code: lastCode(), subject: 'somebody else', phone })).not.toBeNull()
  expect(await accounts.oneTime.finishProof({ codeId, code: lastCode(), subject, phone })).toBeNull()
})
