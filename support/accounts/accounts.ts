import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { laterBy, type AnySql } from '@ruqsat/database'
import { Fault, isRefusal, isUuid, type Instant, type Refusal } from '@ruqsat/foundation'
import type { Realm } from '@ruqsat/security'
import { guessed } from './guesses.ts'
import { knownDevice, newDevice } from './known-device.ts'
import { secondFactor } from './second-factor.ts'
import { accountBucket, digestBucket, type GuessBucket } from './store/guess-rows.ts'
import { passwordFaults } from './core/password-rules.ts'
import * as contacts from './contact-codes.ts'
import { isSameText, newCode } from './codes.ts'
import { NOTICES, RESET_VALID_MINUTES } from './core/notices.ts'
import { Passwords } from './passwords.ts'
import { refuseAccount } from './refusals.ts'
import { oneTimePasswords } from './one-time.ts'
import * as rows from './store/account-rows.ts'
import { forgetOneTimeBefore } from './store/one-time-rows.ts'
import * as codes from './store/codes.ts'
import { SessionStore } from './store/session-store.ts'
import type {
  Account,
  AccountEvent,
  Accounts,
  AccountsOptions,
  Channel,
  NewAccount,
  OneTimePasswords,
  PreparedAccount,
  ResetStart,
  SecondFactor,
} from './types.ts'

const HOUR_MS = 60 * 60_000
const RESETS_AN_HOUR = 3
/** Six digits, five tries, three codes an hour: a guesser needs years. */
const CODE_TRIES = 5
/** A known login costs more work than an unknown one. The answer goes out before that work begins, or its time would distinguish them. */
const ANSWERED_FIRST_MS = 200
/** Far more than people forget their passwords at once; what comes on top is answered alike and not sent. */
const MOST_SENDING = 1_000
/** Codes, and counts of logins that do not exist. */
const KEPT_MS = 24 * HOUR_MS
const SECRET_MIN_BYTES = 32
const LOGIN_MAX = 64

/** The accounts of one system. */
export function openAccounts(options: AccountsOptions): Accounts {
  if (options.secret.length < SECRET_MIN_BYTES)
    throw new Fault(`Expected a secret of at least ${SECRET_MIN_BYTES} bytes but found ${options.secret.length}`)
  return new AccountsOfOneSystem(options)
}

class AccountsOfOneSystem implements Accounts {
  readonly sessions: SessionStore
  readonly oneTime: OneTimePasswords
  readonly secondFactor: SecondFactor
  readonly #options: AccountsOptions
  readonly #passwords: Passwords
  readonly #digestKey: Buffer
  readonly #sending = new Set<Promise<void>>()

  constructor(options: AccountsOptions) {
    this.#options = options
    this.#passwords = new Passwords(derivedKey(options.secret, 'pepper'), options.passwordCost)
    this.#digestKey = derivedKey(options.secret, 'digests')
    this.sessions = new SessionStore(options.sql, options.schema, options.technicalClock)
    this.secondFactor = secondFactor({
      ...options,
      key: derivedKey(options.secret, 'second factor'),
      digest: (text) => this.#digest(text),
      endSessions: (accountId, except, tx) => this.sessions.endAllOf(accountId, except, tx),
      bucket: (name) => this.#bucket(name),
      record: (event, tx) => this.record(event, tx),
    })
    this.oneTime = oneTimePasswords({
      ...options,
      digest: (text) => this.#digest(text),
      find: (id) => this.find(id),
      findByLogin: (login) => this.findByLogin(login),
      later: (work) => this.#later(work),
    })
  }

  async register(wanted: NewAccount): Promise<Account | Refusal> {
    const prepared = await this.prepare(wanted)
    return isRefusal(prepared) ? prepared : this.keep(prepared)
  }

  async prepare(wanted: NewAccount): Promise<PreparedAccount | Refusal> {
    const login = normalLogin(wanted.login)
    if (!/^[a-z0-9][a-z0-9._@-]{2,63}$/.test(login)) return refuseAccount('login-unusable', { field: 'login' })
    const [fault] = passwordFaults(wanted.password, login)
    if (fault) return fault
    const account: Account = {
      id: randomUUID(),
      login,
      displayName: wanted.displayName,
      phone: wanted.phone ?? null,
      email: wanted.email ?? null,
      isPhoneConfirmed: (wanted.areContactsConfirmed === true || wanted.isPhoneConfirmed === true) && (wanted.phone ?? null) !== null,
      isEmailConfirmed: wanted.areContactsConfirmed === true && (wanted.email ?? null) !== null,
      status: 'active',
      hasSecondFactor: false,
      attributes: wanted.attributes ?? {},
    }
    const { password, isPasswordPublished = false } = wanted
    return { account, passwordHash: await this.#passwords.hash(password, { isPublished: isPasswordPublished }) }
  }

  async keep({ account, passwordHash }: PreparedAccount, tx: AnySql = this.#options.sql): Promise<Account | Refusal> {
    const made = await rows.insertAccount(tx, this.#options.schema, account, passwordHash, this.#now())
    if (made) await this.record({ kind: 'account-made', subject: { kind: 'account', id: account.id } }, tx)
    return made ? account : refuseAccount('login-taken', { field: 'login' })
  }

  async signIn(attempt: Parameters<Accounts['signIn']>[0]): Promise<Account | Refusal> {
    const { sql, schema } = this.#options
    const login = normalLogin(attempt.login)
    const row = await rows.findByLogin(sql, schema, login)
    const refusal =
      row === null
        ? await this.#refuseUnknown(login, attempt.password)
        : await this.#checkPassword(row, attempt.password, this.#strangersOrOwn(row, attempt.device))
    const answer = refusal ?? (row!.account.status === 'blocked' ? refuseAccount('account-blocked') : row!.account)
    if (isRefusal(answer)) await this.#recordRefused(answer, row?.account.id ?? null, login, attempt.visitor)
    return answer
  }

  async #recordRefused(refusal: Refusal, actor: string | null, login: string, visitor: string | null = null): Promise<void> {
    // Of a login that nobody has only a digest: people type passwords there.
    const subject = actor === null ? ({ kind: 'login', id: this.#digest(`login ${login}`).slice(0, 16) } as const) : null
    const event = { actor, subject, visitor, outcome: 'refused', facts: { reason: refusal.code } } as const
    await this.record({ kind: 'sign-in', ...event })
    if (refusal.code === 'sign-in-locked') await this.record({ kind: 'locked', ...event })
  }

  async record(event: AccountEvent, tx?: AnySql): Promise<void> {
    const realm = this.#options.schema.replace(/_accounts$/, '') as Realm
    await this.#options.security?.record({ outcome: 'done', ...event, realm }, tx)
  }

  /** The count of strangers, or of the browser in which the owner has signed in before. */
  #strangersOrOwn(row: rows.AccountRow, device: string | undefined): GuessBucket {
    const { sql, schema, technicalClock } = this.#options
    const name = knownDevice(this.#digestKey, deviceOwner(row), device, technicalClock.ms())
    return name === null ? accountBucket(sql, schema, row.account.id, row.guesses) : this.#bucket(`device ${name}`)
  }

  #bucket(name: string): GuessBucket {
    return digestBucket(this.#options.sql, this.#options.schema, this.#digest(name))
  }

  async #checkPassword(
    row: rows.AccountRow,
    password: string,
    bucket: GuessBucket,
    lock: 'sign-in-locked' | 'password-locked' = 'sign-in-locked',
  ): Promise<Refusal | null> {
    const { id } = row.account
    return guessed(this.#options.technicalClock, {
      bucket,
      lock,
      isRight: () => this.#passwords.matches(password, row.passwordHash),
      wrong: () => refuseAccount('sign-in-refused'),
      locked: (until) =>
        this.#options.notify({
          kind: 'account-locked',
          account: row.account,
          text: NOTICES.locked,
          idempotencyKey: `locked ${id} ${until}`,
        }),
    })
  }

  /** As for a login that somebody has: the same work, the same counts, the same words. */
  #refuseUnknown(login: string, password: string): Promise<Refusal> {
    return guessed(this.#options.technicalClock, {
      bucket: this.#bucket(`login ${login}`),
      isRight: () => this.#passwords.matchesNobody(password),
      wrong: () => refuseAccount('sign-in-refused'),
    }) as Promise<Refusal>
  }

  async deviceFor(accountId: string, present: string | undefined): Promise<string | null> {
    const { sql, schema, technicalClock } = this.#options
    const row = await rows.findById(sql, schema, accountId)
    if (row === null) return null
    const isKnown = knownDevice(this.#digestKey, deviceOwner(row), present, technicalClock.ms()) !== null
    return isKnown ? present! : newDevice(this.#digestKey, deviceOwner(row), technicalClock.ms())
  }

  async find(id: string): Promise<Account | null> {
    return (await rows.findById(this.#options.sql, this.#options.schema, id))?.account ?? null
  }

  async findByLogin(login: string): Promise<Account | null> {
    return (await rows.findByLogin(this.#options.sql, this.#options.schema, normalLogin(login)))?.account ?? null
  }

  async confirmPassword(accountId: string, password: string): Promise<Refusal | null> {
    return this.#checkOld(await this.#existing(accountId), password, 'password')
  }

  /** For somebody who is signed in: a wrong password is one in the form's words. */
  async #checkOld(row: rows.AccountRow, password: string, field: string): Promise<Refusal | null> {
    // What strangers guessed at the sign-in is no reason to keep the owner, who is signed in, from acting.
    const wrong = await this.#checkPassword(row, password, this.#bucket(`signed in ${row.account.id}`), 'password-locked')
    return wrong === null || wrong.code === 'password-locked' ? wrong : refuseAccount('old-password-wrong', { field })
  }

  async changePassword(change: {
    readonly accountId: string
    readonly oldPassword: string
    readonly newPassword: string
    readonly keepSession?: string | null
  }): Promise<Account | Refusal> {
    const { sql, schema } = this.#options
    const row = await this.#existing(change.accountId)
    const wrong = await this.#checkOld(row, change.oldPassword, 'oldPassword')
    if (wrong) return wrong
    const [fault] = passwordFaults(change.newPassword, row.account.login, 'newPassword')
    if (fault) return fault
    if (change.newPassword === change.oldPassword) return refuseAccount('password-same', { field: 'newPassword' })
    const newHash = await this.#passwords.hash(change.newPassword)
    // While it was hashed the owner may have set another by code, and whoever knew the old one must not undo that.
    const exchange = { checkedHash: row.passwordHash, newHash }
    const isChanged = await sql.begin(async (tx) => {
      if (!(await rows.setPassword(tx, schema, row.account.id, exchange, this.#now()))) return false
      await this.sessions.endAllOf(row.account.id, change.keepSession ?? null, tx)
      await this.record({ kind: 'password-changed', actor: row.account.id }, tx)
      return true
    })
    if (!isChanged) return refuseAccount('old-password-wrong', { field: 'oldPassword' })
    await this.#tellChanged(row.account)
    return row.account
  }

  startReset(login: string): ResetStart {
    const start = { resetId: randomUUID() }
    this.#later(() => this.#sendReset(start.resetId, login))
    return start
  }

  /** Does what nobody waits for, once the answer has gone out. */
  #later(work: () => Promise<void>): void {
    if (this.#sending.size >= MOST_SENDING) {
      this.#options.onFault(new Fault(`Expected fewer than ${MOST_SENDING} codes under way but found ${this.#sending.size}`))
      return
    }
    const sending: Promise<void> = sleep(ANSWERED_FIRST_MS)
      .then(work)
      .catch((error: unknown) => this.#options.onFault(error))
      .finally(() => this.#sending.delete(sending))
    this.#sending.add(sending)
  }

  async settled(): Promise<void> {
    while (this.#sending.size > 0) await Promise.all(this.#sending)
  }

  async #sendReset(resetId: string, login: string): Promise<void> {
    const { sql, schema } = this.#options
    const row = await rows.findByLogin(sql, schema, normalLogin(login))
    const channel = row === null ? null : contacts.channelOfReset(row.account)
    if (row === null || row.account.status === 'blocked' || channel === null) return
    const accountId = row.account.id
    const code = newCode()
    const sent = await sql.begin(async (tx) => {
      await codes.lockAccountRow(tx, schema, accountId)
      if ((await codes.countCodesSince(tx, schema, 'reset_code', this.#in(-HOUR_MS), { accountId })) >= RESETS_AN_HOUR) return false
      await codes.insertReset(tx, schema, {
        id: resetId,
        accountId,
        digest: this.#digest(`${resetId} ${code}`),
        at: this.#now(),
        expiresAt: this.#in(RESET_VALID_MINUTES * 60_000),
      })
      return true
    })
    if (!sent) return
    await this.#options.notify({
      kind: 'password-reset',
      account: row.account,
      text: NOTICES.reset(code, RESET_VALID_MINUTES),
      code,
      channel,
      idempotencyKey: `reset ${resetId}`,
    })
  }

  async finishReset(reset: { readonly resetId: string; readonly code: string; readonly newPassword: string }): Promise<Account | Refusal> {
    const { sql, schema } = this.#options
    const wrong = refuseAccount('reset-code-wrong', { field: 'code' })
    if (!isUuid(reset.resetId)) return wrong
    const open = await codes.tryCode(sql, schema, { id: reset.resetId }, this.#now(), CODE_TRIES)
    if (open === null || !isSameText(open.digest, this.#digest(`${reset.resetId} ${reset.code.replace(/\s/g, '')}`))) return wrong
    const row = await this.#existing(open.accountId)
    const [fault] = passwordFaults(reset.newPassword, row.account.login, 'newPassword')
    if (fault) {
      await codes.giveTryBack(sql, schema, reset.resetId)
      return fault
    }
    const newHash = await this.#passwords.hash(reset.newPassword)
    const used = await sql.begin(async (tx) => {
      if (!(await codes.markUsed(tx, schema, 'reset_code', reset.resetId, this.#now()))) return false
      await rows.setPassword(tx, schema, open.accountId, { newHash }, this.#now())
      await this.sessions.endAllOf(open.accountId, null, tx)
      await this.record({ kind: 'password-reset', actor: row.account.id }, tx)
      return true
    })
    if (!used) return wrong
    await this.#tellChanged(row.account)
    return row.account
  }

  async sendContactCode(accountId: string, channel: Channel): Promise<Refusal | null> {
    return contacts.sendContactCode(this.#contactDeps(), (await this.#existing(accountId)).account, channel)
  }

  async confirmContact(accountId: string, channel: Channel, code: string): Promise<Account | Refusal> {
    const { account } = await this.#existing(accountId)
    if (await contacts.confirmContact(this.#contactDeps(), account, channel, code)) return (await this.#existing(accountId)).account
    return refuseAccount('contact-code-wrong', { field: 'code' })
  }

  #contactDeps() {
    return { ...this.#options, digest: (text: string) => this.#digest(text) }
  }

  async update(accountId: string, change: Parameters<Accounts['update']>[1], tx: AnySql = this.#options.sql): Promise<Account> {
    const there = await this.#existing(accountId, tx)
    const changed = { ...there.account, ...withoutUndefined(change) }
    const account: Account = {
      ...changed,
      isPhoneConfirmed: changed.isPhoneConfirmed && changed.phone === there.account.phone,
      isEmailConfirmed: changed.isEmailConfirmed && changed.email === there.account.email,
    }
    await rows.updateAccount(tx, this.#options.schema, account)
    if (account.status === 'blocked') await this.sessions.endAllOf(accountId, null, tx)
    if (account.status !== there.account.status)
      await this.record({ kind: 'account-blocked', subject: { kind: 'account', id: accountId }, facts: { status: account.status } }, tx)
    return account
  }

  async signOutEverywhere(accountId: string): Promise<void> {
    await this.sessions.endAllOf(accountId)
    await this.record({ kind: 'session-ended', actor: accountId, facts: { which: 'all' } })
  }

  async sweep(): Promise<void> {
    const { sql, schema } = this.#options
    await this.sessions.sweep()
    await codes.forgetBefore(sql, schema, this.#in(-KEPT_MS))
    await forgetOneTimeBefore(sql, schema, this.#in(-KEPT_MS))
  }

  async #existing(id: string, sql: AnySql = this.#options.sql): Promise<rows.AccountRow> {
    const row = await rows.findById(sql, this.#options.schema, id)
    if (row === null) throw new Fault('Expected an account of this system but found none')
    return row
  }

  #tellChanged(account: Account): Promise<void> {
    return this.#options.notify({
      kind: 'password-changed',
      account,
      text: NOTICES.changed,
      idempotencyKey: `changed ${account.id} ${this.#now()}`,
    })
  }

  #digest(text: string): string {
    return createHmac('sha256', this.#digestKey).update(text).digest('hex')
  }

  #now(): Instant {
    return this.#options.technicalClock.now()
  }

  #in(ms: number): Instant {
    return laterBy(this.#options.technicalClock, ms)
  }
}

/** Logins are compared without spaces and in small letters. */
function normalLogin(login: string): string {
  return login.normalize('NFC').replace(/\s/g, '').toLowerCase().slice(0, LOGIN_MAX)
}

const deviceOwner = ({ account, passwordHash }: rows.AccountRow) => ({ accountId: account.id, password: passwordHash })

function derivedKey(secret: Buffer, purpose: string): Buffer {
  return createHmac('sha256', secret).update(`accounts ${purpose}`).digest()
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Partial<T>
}
