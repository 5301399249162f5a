import { isRefusal, type Refusal, orFault, parseMobileNumber, wordsOf } from '@ruqsat/foundation'
import { openTestDatabase, standingTechnicalClock, type TestDatabase } from '@ruqsat/database/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Account, type AccountNotice, type Accounts, migrateAccounts, openAccounts } from './index.ts'

const SCHEMA = 'portal_accounts'
const PASSWORD = 'дала жусаны 42'
/** The real cost is tried once, below. */
const QUICK = { N: 2 ** 13, r: 8, p: 1 }
const MINUTE_MS = 60_000

let database: TestDatabase
let accounts: Accounts
let notices: AccountNotice[] = []
const faults: unknown[] = []
const clock = standingTechnicalClock('2026-11-22T05:00:00.000Z')
let serial = 0

beforeAll(async () => {
  database = await openTestDatabase('accounts')
  await migrateAccounts(database, SCHEMA)
  await migrateAccounts(database, 'workstation_accounts')
  accounts = open()
})
afterAll(() => database.drop())
beforeEach(() => {
  notices = []
  clock.forwardMs(2 * 60 * MINUTE_MS)
})

function open(schema = SCHEMA): Accounts {
  const notify = async (notice: AccountNotice) => void notices.push(notice)
  const onFault = (error: unknown) => faults.push(error)
  return openAccounts({
    sql: database.sql,
    schema,
    technicalClock: clock,
    secret: Buffer.alloc(32, 9),
    notify,
    onFault,
    passwordCost: QUICK,
  })
}

async function newAccount(login = `user${++serial}`): Promise<Account> {
  return accepted(
    await accounts.register({
      login,
      displayName: 'Әйгерім Қожахметова',
      password: PASSWORD,
      phone: orFault(parseMobileNumber('+77010000001')),
      areContactsConfirmed: true,
      attributes: { role: 'clerk' },
    }),
  )
}

function accepted(answer: Account | Refusal): Account {
  if (isRefusal(answer)) throw new Error(`Expected an account but found ${answer.code}`)
  return answer
}

const codeOf = (answer: Account | Refusal) => (isRefusal(answer) ? answer.code : 'accepted')
const guess = (login: string, password = 'wrong password') => accounts.signIn({ login, password })

describe('registration', () => {
  test('makes an account that can sign in, its login in any letters and spacing', async () => {
    const account = await newAccount('clerk.aktobe')
    expect(await guess(' Clerk.Aktobe ', PASSWORD)).toEqual(account)
    expect(account.attributes).toEqual({ role: 'clerk' })
  })
  test('keeps no password that can be read', async () => {
    const usual = openAccounts({
      sql: database.sql,
      schema: SCHEMA,
      technicalClock: clock,
      secret: Buffer.alloc(32, 9),
      notify: async () => undefined,
      onFault: (error) => faults.push(error),
    })
    const account = accepted(await usual.register({ login: 'costly', displayName: 'x', password: PASSWORD }))
    const [row] = await database.sql`select password_hash from portal_accounts.account where id = ${account.id}`
    expect(row?.password_hash).toMatch(/^scrypt\$15\$8\$3\$/)
    expect(codeOf(await guess('costly', PASSWORD))).toBe('accepted')
  })
  test('hashes cheaply what is published anyway, and dearly what its owner chooses instead', async () => {
    const { id } = accepted(
      await accounts.register({ login: 'published', displayName: 'x', password: PASSWORD, isPasswordPublished: true }),
    )
    const costOf = async () =>
      (await database.sql`select password_hash from portal_accounts.account where id = ${id}`)[0]?.password_hash.split('$').slice(1, 4)
    expect(await costOf()).toEqual(['10', '8', '1'])
    expect(codeOf(await guess('published', PASSWORD))).toBe('accepted')
    await accounts.changePassword({ accountId: id, oldPassword: PASSWORD, newPassword: 'басқа құпия сөз 7' })
    expect(await costOf()).toEqual([String(Math.log2(QUICK.N)), '8', '1'])
  })
  test('refuses a login that is taken, also to the slower of two at once', async () => {
    const wanted = { login: 'twice', displayName: 'x', password: PASSWORD }
    const answers = await Promise.all([accounts.register(wanted), accounts.register(wanted)])
    expect(answers.map(codeOf).sort()).toEqual(['accepted', 'login-taken'])
  })
  test.each([
    ['қысқа', 'password-short'],
    ['someone-else', 'accepted'],
    ['password123', 'password-common'],
    ['Basketball-77', 'password-common'],
    ['құпиясөз2014', 'password-common'],
    ['1234567890', 'password-common'],
    ['йцукенгшщз', 'password-common'],
    ['абабабабаб', 'password-common'],
    ['my weak-login 1', 'password-is-login'],
    ['x'.repeat(201), 'password-long'],
  ])('the password %s: %s', async (password, code) => {
    const answer = await accounts.register({ login: 'weak-login', displayName: 'x', password })
    expect(codeOf(answer)).toBe(code)
    if (code === 'accepted') await database.sql`delete from portal_accounts.account where login = 'weak-login'`
  })
  test('an account that is prepared is not there yet; kept within a transaction, it comes or goes with the rest of it', async () => {
    const prepared = await accounts.prepare({ login: 'prepared', displayName: 'x', password: PASSWORD })
    if (isRefusal(prepared)) throw new Error(prepared.code)
    expect(await accounts.findByLogin('prepared')).toBeNull()
    const undone = database.sql.begin(async (tx) => {
      expect(codeOf(await accounts.keep(prepared, tx))).toBe('accepted')
      throw new Error('the rest failed')
    })
    await expect(undone).rejects.toThrow('the rest failed')
    expect(await accounts.findByLogin('prepared')).toBeNull()
    expect(codeOf(await accounts.keep(prepared))).toBe('accepted')
    expect(codeOf(await accounts.keep(prepared))).toBe('login-taken')
    expect(codeOf(await guess('prepared', PASSWORD))).toBe('accepted')
  })
  test('what may not be registered is refused before anything is hashed', async () => {
    const weak = await accounts.prepare({ login: 'weak-login', displayName: 'x', password: 'қысқа' })
    expect(isRefusal(weak) && weak.code).toBe('password-short')
  })
  test('blocking an account within a transaction that fails leaves it signed in', async () => {
    const { id } = await newAccount()
    const { token } = await accounts.sessions.create(id, {})
    const undone = database.sql.begin(async (tx) => {
      await accounts.update(id, { status: 'blocked' }, tx)
      throw new Error('the rest failed')
    })
    await expect(undone).rejects.toThrow('the rest failed')
    expect((await accounts.sessions.find(token))?.accountId).toBe(id)
    await accounts.update(id, { status: 'blocked' })
    expect(await accounts.sessions.find(token)).toBeNull()
  })
  test('two systems keep their accounts apart', async () => {
    await newAccount('both')
    expect(await open('workstation_accounts').findByLogin('both')).toBeNull()
  })
})

describe('lock-out', () => {
  test('after five wrong passwords even the right one waits, and the refusal says how long', async () => {
    const { login } = await newAccount()
    for (let wrong = 1; wrong < 5; wrong++) expect(codeOf(await guess(login))).toBe('sign-in-refused')
    const fifth = (await guess(login)) as Refusal
    expect(fifth.code).toBe('sign-in-locked')
    expect(fifth.facts).toEqual({ minutes: 1, seconds: 0 })
    expect(wordsOf(fifth).remedy.kk).toContain('1 мин 0 с')
    expect(notices.map((notice) => notice.kind)).toEqual(['account-locked'])
    clock.forwardMs(15_000)
    const early = (await guess(login, PASSWORD)) as Refusal
    expect(early.facts).toEqual({ minutes: 0, seconds: 45 })
    clock.forwardMs(46_000)
    expect(codeOf(await guess(login, PASSWORD))).toBe('accepted')
  })
  test('grows with each further one, and is forgiven by success', async () => {
    const { login } = await newAccount()
    for (let wrong = 1; wrong <= 5; wrong++) await guess(login)
    clock.forwardMs(61_000)
    expect(((await guess(login)) as Refusal).facts).toEqual({ minutes: 2, seconds: 0 })
    clock.forwardMs(121_000)
    expect(codeOf(await guess(login, PASSWORD))).toBe('accepted')
    expect(codeOf(await guess(login))).toBe('sign-in-refused')
  })
  test('counts guesses that come all at once', async () => {
    const { login } = await newAccount()
    const answers = await Promise.all(Array.from({ length: 12 }, () => guess(login)))
    expect(answers.filter((answer) => codeOf(answer) === 'sign-in-refused').length).toBeLessThanOrEqual(4)
    expect(codeOf(await guess(login, PASSWORD))).toBe('sign-in-locked')
  })
  test('lets only one of many through when a lock has just passed', async () => {
    const { login } = await newAccount()
    for (let wrong = 1; wrong <= 5; wrong++) await guess(login)
    clock.forwardMs(61_000)
    const before = await Promise.all(Array.from({ length: 6 }, () => guess(login)))
    expect(before.every((answer) => codeOf(answer) === 'sign-in-locked')).toBe(true)
    expect(codeOf(await guess(login, PASSWORD))).toBe('sign-in-locked')
  })
  test('treats an unknown login like a known one, in words and locks', async () => {
    const { login } = await newAccount()
    for (let wrong = 1; wrong <= 7; wrong++) expect(await guess('nobody-here')).toEqual(await guess(login))
  })
  test('takes about the same time for an unknown login', async () => {
    const { login } = await newAccount()
    const time = async (name: string) => {
      const start = performance.now()
      await guess(name)
      return performance.now() - start
    }
    const known = [await time(login), await time(login), await time(login)].sort((a, b) => a - b)[1] as number
    const unknown = [await time('ghost-a'), await time('ghost-b'), await time('ghost-c')].sort((a, b) => a - b)[1] as number
    expect(unknown).toBeGreaterThan(known / 3)
  })
  test('a blocked account is told so only to who knows the password', async () => {
    const account = await newAccount()
    await accounts.update(account.id, { status: 'blocked' })
    expect(codeOf(await guess(account.login))).toBe('sign-in-refused')
    expect(codeOf(await guess(account.login, PASSWORD))).toBe('account-blocked')
  })
})

describe('changing the password', () => {
  const change = (accountId: string, oldPassword: string, newPassword: string, keepSession: string | null = null) =>
    accounts.changePassword({ accountId, oldPassword, newPassword, keepSession })
  test('asks the old one, ends every other session and tells the owner', async () => {
    const { id, login } = await newAccount()
    const [kept, other] = [await accounts.sessions.create(id, {}), await accounts.sessions.create(id, {})]
    expect(codeOf(await change(id, 'wrong', 'бидай даласы 7'))).toBe('old-password-wrong')
    expect(codeOf(await change(id, PASSWORD, 'short'))).toBe('password-short')
    expect(codeOf(await change(id, PASSWORD, PASSWORD))).toBe('password-same')
    expect(codeOf(await change(id, PASSWORD, 'бидай даласы 7', kept.row.id))).toBe('accepted')
    expect(codeOf(await guess(login, 'бидай даласы 7'))).toBe('accepted')
    expect(codeOf(await guess(login, PASSWORD))).toBe('sign-in-refused')
    expect(await accounts.sessions.find(kept.token)).not.toBeNull()
    expect(await accounts.sessions.find(other.token)).toBeNull()
    expect(notices.map((notice) => notice.kind)).toEqual(['password-changed'])
  })
  test('of two at once one holds, and the other is told that its old one is wrong by now', async () => {
    const { id, login } = await newAccount()
    const wanted = ['бидай даласы 7', 'арпа даласы 8']
    const codes = (await Promise.all(wanted.map((each) => change(id, PASSWORD, each)))).map(codeOf)
    expect(codes.toSorted()).toEqual(['accepted', 'old-password-wrong'])
    expect(codeOf(await guess(login, wanted[codes.indexOf('accepted')]))).toBe('accepted')
    expect(notices.map((notice) => notice.kind)).toEqual(['password-changed'])
  })
  test('undoes no new one that its owner has set by code meanwhile', async () => {
    const { id, login } = await newAccount()
    const { resetId } = await startReset(login)
    const reset = { resetId, code: notices.at(-1)?.code ?? '', newPassword: 'жаңа құпия жол 5' }
    // The change hashes twice, the reset once: it is through while the change still hashes.
    const changing = change(id, PASSWORD, 'бидай даласы 7')
    expect(codeOf(await accounts.finishReset(reset))).toBe('accepted')
    await changing
    expect(codeOf(await guess(login, reset.newPassword))).toBe('accepted')
    expect(codeOf(await guess(login, 'бидай даласы 7'))).toBe('sign-in-refused')
  })
  test('is no way round the lock-out', async () => {
    const { id } = await newAccount()
    for (let wrong = 1; wrong <= 4; wrong++) await change(id, 'wrong', 'бидай даласы 7')
    expect(codeOf(await change(id, 'wrong', 'бидай даласы 7'))).toBe('password-locked')
    expect(codeOf(await change(id, PASSWORD, 'бидай даласы 7'))).toBe('password-locked')
  })
})

/** Starts one and waits until its code is sent. */
async function startReset(login: string) {
  const start = accounts.startReset(login)
  await accounts.settled()
  return start
}

describe('a lost password', () => {
  const NEW = 'жаңа құпия жол 5'
  test('is no reason to write to a contact that nobody has confirmed', async () => {
    const { id, login } = await newAccount()
    await accounts.update(id, { phone: orFault(parseMobileNumber('+77010000002')) })
    notices.length = 0
    await startReset(login)
    expect(notices).toEqual([])
    await accounts.sendContactCode(id, 'sms')
    const code = notices.at(-1)!.code!
    expect(notices.at(-1)).toMatchObject({ kind: 'contact-code', channel: 'sms' })
    await accounts.confirmContact(id, 'sms', code)
    await startReset(login)
    expect(notices.at(-1)).toMatchObject({ kind: 'password-reset', channel: 'sms' })
    expect(notices).toHaveLength(2)
  })
  test('is replaced by a code that works once, lifts the lock and ends all sessions', async () => {
    const { id, login } = await newAccount()
    const session = await accounts.sessions.create(id, {})
    for (let wrong = 1; wrong <= 5; wrong++) await guess(login)
    const { resetId } = await startReset(login)
    const code = notices.at(-1)?.code ?? ''
    expect(notices.at(-1)?.text.ru).toContain(code)
    expect(codeOf(await accounts.finishReset({ resetId, code, newPassword: 'short' }))).toBe('password-short')
    expect(codeOf(await accounts.finishReset({ resetId, code, newPassword: NEW }))).toBe('accepted')
    expect(codeOf(await accounts.finishReset({ resetId, code, newPassword: 'тағы бір құпия 6' }))).toBe('reset-code-wrong')
    expect(codeOf(await guess(login, NEW))).toBe('accepted')
    expect(await accounts.sessions.find(session.token)).toBeNull()
  })
  test('says nothing about whether a login exists', async () => {
    const unknown = await startReset('nobody-at-all')
    const known = await startReset((await newAccount()).login)
    expect(Object.keys(unknown)).toEqual(Object.keys(known))
    expect(notices.length).toBe(1)
  })
  test('is answered before it is known whether the login exists; what fails after that is told to the room alone', async () => {
    const { login } = await newAccount()
    const statements: string[] = []
    const broken = openAccounts({
      sql: new Proxy(database.sql, {
        apply: (sql, self, [parts, ...values]: [TemplateStringsArray, ...unknown[]]) => {
          statements.push(String(parts))
          return Reflect.apply(sql, self, [parts, ...values])
        },
      }),
      schema: SCHEMA,
      technicalClock: clock,
      secret: Buffer.alloc(32, 9),
      passwordCost: QUICK,
      notify: () => Promise.reject(new Error('the carrier is down')),
      onFault: (error) => faults.push(error),
    })
    for (const asked of [login, 'nobody-at-all']) {
      const { resetId } = broken.startReset(asked)
      expect(resetId).toMatch(/^[0-9a-f-]{36}$/)
      expect(statements).toEqual([])
    }
    await broken.settled()
    expect(statements.length).toBeGreaterThan(1)
    expect(faults.splice(0).map(String)).toEqual(['Error: the carrier is down'])
  })
  test('is sent to no more than a crowd at once', async () => {
    const ids = Array.from({ length: 1_001 }, () => accounts.startReset('nobody-at-all').resetId)
    expect(new Set(ids).size).toBe(1_001)
    expect(String(faults.splice(0))).toContain('fewer than 1000 codes')
    await accounts.settled()
  })
  test('runs out, dies after five wrong codes, and by a newer one; three an hour', async () => {
    const { login } = await newAccount()
    const late = await startReset(login)
    const lateCode = notices.at(-1)?.code ?? ''
    clock.forwardMs(16 * MINUTE_MS)
    expect(codeOf(await accounts.finishReset({ resetId: late.resetId, code: lateCode, newPassword: NEW }))).toBe('reset-code-wrong')
    const guessed = await startReset(login)
    const guessedCode = notices.at(-1)?.code ?? ''
    const wrong = guessedCode === '000000' ? '000001' : '000000'
    for (let tries = 0; tries < 5; tries++) await accounts.finishReset({ resetId: guessed.resetId, code: wrong, newPassword: NEW })
    expect(codeOf(await accounts.finishReset({ resetId: guessed.resetId, code: guessedCode, newPassword: NEW }))).toBe('reset-code-wrong')
    await startReset(login)
    expect(notices.length).toBe(3)
    await startReset(login)
    expect(notices.length).toBe(3)
  })
  test('keeps no code that can be read', async () => {
    await startReset((await newAccount()).login)
    const rows = await database.sql`select code_digest from portal_accounts.reset_code`
    expect(rows.every((row) => /^[0-9a-f]{64}$/.test(String(row.code_digest)))).toBe(true)
  })
})

describe('sessions', () => {
  test('end after an hour of silence and after twelve hours at any rate', async () => {
    const { id } = await newAccount()
    const { token } = await accounts.sessions.create(id, {})
    for (let half = 0; half < 23; half++) {
      clock.forwardMs(31 * MINUTE_MS)
      expect(await accounts.sessions.find(token)).not.toBeNull()
    }
    clock.forwardMs(31 * MINUTE_MS)
    expect(await accounts.sessions.find(token)).toBeNull()
    const silent = await accounts.sessions.create(id, {})
    clock.forwardMs(61 * MINUTE_MS)
    expect(await accounts.sessions.find(silent.token)).toBeNull()
    await accounts.sweep()
    expect((await database.sql`select 1 from portal_accounts.session where account_id = ${id}`).length).toBe(0)
  })
  test('cannot be taken from the database', async () => {
    const { token } = await accounts.sessions.create(null, {})
    const rows = await database.sql`select token_digest from portal_accounts.session`
    expect(rows.some((row) => row.token_digest === token)).toBe(false)
    for (const row of rows) expect(await accounts.sessions.find(String(row.token_digest))).toBeNull()
  })
  test('two requests that write different keys keep both', async () => {
    const { row, token } = await accounts.sessions.create(null, { old: 1 })
    await Promise.all([accounts.sessions.change(row.id, { a: 1 }, []), accounts.sessions.change(row.id, { b: 2 }, ['old'])])
    expect((await accounts.sessions.find(token))?.data).toEqual({ a: 1, b: 2 })
  })
})

test('a short secret is refused at start', () => {
  expect(() =>
    openAccounts({
      sql: database.sql,
      schema: SCHEMA,
      technicalClock: clock,
      secret: Buffer.alloc(8),
      notify: async () => undefined,
      onFault: () => undefined,
    }),
  ).toThrow('32 bytes')
})

describe('a contact', () => {
  const unconfirmed = async () => {
    const account = await newAccount()
    await accounts.update(account.id, { phone: orFault(parseMobileNumber(`+7701000${String(serial).padStart(4, '0')}`)) })
    notices.length = 0
    return account.id
  }
  const answer = async (id: string, code: string) => codeOf(await accounts.confirmContact(id, 'sms', code))
  const otherThan = (code: string) => (code === '123456' ? '654321' : '123456')

  test('is confirmed by the newest code, once; five wrong ones close it', async () => {
    const id = await unconfirmed()
    await accounts.sendContactCode(id, 'sms')
    const guessed = notices.at(-1)!.code!
    for (let time = 0; time < 5; time += 1) expect(await answer(id, otherThan(guessed))).toBe('contact-code-wrong')
    expect(await answer(id, guessed)).toBe('contact-code-wrong')
    // The answer to another request does not say that one is under way: the closed one never works.
    await accounts.sendContactCode(id, 'sms')
    expect(await answer(id, notices.at(-1)!.code!)).toBe('accepted')
    expect(await accounts.find(id)).toMatchObject({ isPhoneConfirmed: true })
    expect(await accounts.sendContactCode(id, 'sms')).toBeNull()
    expect(notices).toHaveLength(2)
  })
  test('is not confirmed by a code that ran out, nor by one that went to the number before', async () => {
    const id = await unconfirmed()
    await accounts.sendContactCode(id, 'sms')
    clock.forwardMs(31 * 60_000)
    expect(await answer(id, notices.at(-1)!.code!)).toBe('contact-code-wrong')
    await accounts.sendContactCode(id, 'sms')
    await accounts.update(id, { phone: orFault(parseMobileNumber('+77770001122')) })
    expect(await answer(id, notices.at(-1)!.code!)).toBe('contact-code-wrong')
    await accounts.sendContactCode(id, 'sms')
    expect(notices.at(-1)!.account.phone).toBe('+77770001122')
    expect(await answer(id, notices.at(-1)!.code!)).toBe('accepted')
  })
  test('gets five codes an hour and no more', async () => {
    const id = await unconfirmed()
    for (let time = 0; time < 5; time += 1) {
      expect(await accounts.sendContactCode(id, 'sms')).toBeNull()
      clock.forwardMs(61_000)
    }
    expect(await accounts.sendContactCode(id, 'sms')).toMatchObject({ code: 'contact-codes-too-many' })
    expect(notices).toHaveLength(5)
  })
})
