import type { AnySql, Sql, TechnicalClock } from '@ruqsat/database'
import type { Instant, Json, Language, LocalText, Refusal, MailAddress, MobileNumber } from '@ruqsat/foundation'
import type { SecurityEntry, SecurityLog } from '@ruqsat/security'
import type { Account } from './account.ts'
import type { PasswordCost } from './passwords.ts'
import type { SessionStore } from './store/session-store.ts'

export type { Account } from './account.ts'

/** A way to a person; codes go by one, warnings by each. */
export type Channel = 'sms' | 'email'

export type NewAccount = {
  readonly login: string
  readonly displayName: string
  readonly password: string
  readonly phone?: MobileNumber | null
  readonly email?: MailAddress | null
  /** True where whoever registers them answers for telephone and e-mail, as a department does for its staff. */
  readonly areContactsConfirmed?: boolean
  /** True where a one-time password has proved the telephone already. */
  readonly isPhoneConfirmed?: boolean
  readonly attributes?: Readonly<Record<string, Json>>
  /** True where the password is on a page for everybody, as the sandbox's do: hashing it dearly would only cost the start's time. */
  readonly isPasswordPublished?: boolean
}

/** An account that may be made, with its password hashed. Not made yet: its login may be taken by then. */
export type PreparedAccount = { readonly account: Account; readonly passwordHash: string }

/** What must be sent to the account's owner by SMS or mail; the using room puts it into its outbox. Never logged: it may hold a code. */
export type AccountNotice = {
  readonly kind: 'password-reset' | 'contact-code' | 'password-changed' | 'account-locked'
  readonly account: Account
  readonly text: LocalText
  /** For `password-reset` and `contact-code`: the six digits that the person types, and the one channel that they go by. */
  readonly code?: string
  readonly channel?: Channel
  /** Same for a repeated delivery of the same notice. */
  readonly idempotencyKey: string
}

export type AccountsOptions = {
  readonly sql: Sql
  /** The schema of the using system's accounts, brought up by `migrateAccounts(database, schema)`. */
  readonly schema: string
  readonly technicalClock: TechnicalClock
  /** At least 32 bytes, kept outside the database: the pepper of passwords and the key of digests. */
  readonly secret: Buffer
  readonly notify: (notice: AccountNotice) => Promise<void>
  /** Sends a one-time password to a telephone, which may be nobody's yet; without it there are none. Never logged. */
  readonly sendCode?: (message: CodeMessage) => Promise<void>
  /** Keeps what happens to accounts; left out in tests that are not about it. */
  readonly security?: Pick<SecurityLog, 'record'>
  /** Hears of a code that could not be sent: the person was answered before, and asks for another one. */
  readonly onFault: (error: unknown) => void
  /** What scrypt costs; leave it out but in tests that sign in hundreds of times. */
  readonly passwordCost?: PasswordCost
}

/** What happened to an account, for the security log. */
export type AccountEvent = Pick<SecurityEntry, 'kind' | 'actor' | 'subject' | 'visitor' | 'facts'> & {
  readonly outcome?: SecurityEntry['outcome']
}

/** A one-time password on its way. */
export type CodeMessage = {
  readonly to: MobileNumber
  /** Null before there is an account; the language is then the page's. */
  readonly accountId: string | null
  readonly language: Language | null
  readonly text: LocalText
  readonly idempotencyKey: string
}

/** Whom a telephone is to be proved for, before there is an account: the code works for this subject and this telephone alone. */
export type PhoneProof = { readonly subject: string; readonly phone: MobileNumber; readonly language: Language }

/** That a one-time password came back: what a confirmed request refers to. Technical time. */
export type OneTimeEvent = { readonly id: string; readonly phone: MobileNumber; readonly sentAt: Instant; readonly usedAt: Instant }

/** `device`: the cookie of a browser that may be known; its wrong passwords are counted apart from those of strangers. */
export type SignInAttempt = {
  readonly login: string
  readonly password: string
  readonly visitor?: string | null
  readonly device?: string | undefined
}

/** Codes of an authenticator app (RFC 6238), and recovery codes for when it is lost. */
export interface SecondFactor {
  /** A new secret (base 32) and the address that the app reads from a QR code. Nothing is kept. */
  begin(account: Pick<Account, 'login'>, issuer: string): { readonly secret: string; readonly uri: string }
  /** The same for a secret that was shown before. */
  again(account: Pick<Account, 'login'>, issuer: string, secret: string): { readonly secret: string; readonly uri: string }
  /** Keeps it where the code is one of it, and ends every session but `keepSession`; answers the recovery codes, which nobody can read again. */
  enable(
    accountId: string,
    setUp: { readonly secret: string; readonly code: string; readonly keepSession?: string | null },
  ): Promise<readonly string[] | Refusal>
  /**
   * Takes a code of the app or a recovery code once. After five wrong ones this question is locked for a growing time, wherever it is asked;
   * what has the length of neither is refused and not counted. `way`: where it is asked, for the security log; left out at sign-in.
   */
  check(accountId: string, typed: string, way?: string): Promise<'app' | 'recovery' | Refusal>
  /** New recovery codes; the old ones work no more. Confirm the password and `check` a code before. */
  renewCodes(accountId: string): Promise<readonly string[]>
  codesLeft(accountId: string): Promise<number>
  /** `by`: the account that removed it (confirm the password and `check` a code before), or `command`. Every session but `keepSession` ends. */
  remove(accountId: string, by: string, keepSession?: string | null): Promise<void>
  /** That the password was right and the code is asked for: to be kept in the session of nobody. */
  ask(accountId: string): Json
  /** Who is asked by what `ask` gave; null where it is none of it, or too long ago. */
  asked(kept: Json | undefined): string | null
  /** A text that only this account's pages read again, encrypted. */
  seal(accountId: string, text: string): string
  unseal(accountId: string, sealed: string): string
}

/** One-time passwords by SMS: ten minutes, five tries, five an hour for each telephone and each subject. */
export interface OneTimePasswords {
  /** Sends a code to the login's confirmed telephone. Says nothing about whether there is one, neither in words nor in time. */
  startSignIn(login: string): ResetStart
  finishSignIn(attempt: { readonly codeId: string; readonly code: string }): Promise<Account | Refusal>
  /** Sends a code to a telephone that is nobody's yet where `isToBeSent` says so; it is asked after the answer has gone out. */
  startProof(proof: PhoneProof, isToBeSent: () => Promise<boolean>): ResetStart
  /** Null where the code came back. Takes it once. */
  finishProof(attempt: Omit<PhoneProof, 'language'> & { readonly codeId: string; readonly code: string }): Promise<Refusal | null>
  /** Sends a code that confirms these bytes and nothing else (`subject`: their digest); null where it is sent or under way. */
  sendForRequest(of: { readonly accountId: string; readonly subject: string }): Promise<Refusal | null>
  takeForRequest(of: { readonly accountId: string; readonly subject: string; readonly code: string }): Promise<OneTimeEvent | Refusal>
}

export type ResetStart = {
  /** Goes into the form that asks for the code. Given for unknown logins too, so that it reveals nothing. */
  readonly resetId: string
}

/** Every refusal is a row of refusals.ts; `field` names the form field that it is about (`login`, `password`, `code`, ...). */
export interface Accounts {
  /** Creates an account. Refuses a login that is taken and a weak password. */
  register(account: NewAccount): Promise<Account | Refusal>
  /**
   * The first half of `register`, for an account that is made together with rows of the caller's own: checks login and password and hashes,
   * which takes long and waits in line. So it knows no transaction: prepare first, then begin, then `keep`.
   */
  prepare(account: NewAccount): Promise<PreparedAccount | Refusal>
  /** The second half: writes the account, nothing else. Refuses a login that is taken. `tx`: within the caller's transaction. */
  keep(prepared: PreparedAccount, tx?: AnySql): Promise<Account | Refusal>
  /**
   * Checks login and password. After five wrong ones the account is locked for a growing time, and the refusal says how long.
   * Unknown logins take the same time and are locked in the same way.
   */
  signIn(attempt: SignInAttempt): Promise<Account | Refusal>
  /** What makes a browser known to this account, for its cookie; null where there is no such account. */
  deviceFor(accountId: string, present: string | undefined): Promise<string | null>
  readonly secondFactor: SecondFactor
  find(id: string): Promise<Account | null>
  findByLogin(login: string): Promise<Account | null>
  /**
   * Null where this is the account's password: before an act that a borrowed session must not be enough for. A wrong one counts
   * towards the lock-out (`field`: `password`).
   */
  confirmPassword(accountId: string, password: string): Promise<Refusal | null>
  /** Asks the old password, checks the new one, ends all other sessions (`keepSession`: the one that asks). */
  changePassword(change: {
    readonly accountId: string
    readonly oldPassword: string
    readonly newPassword: string
    readonly keepSession?: string | null
  }): Promise<Account | Refusal>
  /**
   * Sends a code to the account's confirmed phone, else its confirmed e-mail, at most three an hour. Says nothing about whether the login exists, neither in words nor
   * in time: it answers before it looks, and whatever goes wrong after that is reported to `onFault` alone.
   */
  startReset(login: string): ResetStart
  readonly oneTime: OneTimePasswords
  /** Waits until every code that was asked for is through. Await it before the database is closed. */
  settled(): Promise<void>
  /** Takes the code once; sets the new password, lifts the lock, ends all sessions. */
  finishReset(reset: { readonly resetId: string; readonly code: string; readonly newPassword: string }): Promise<Account | Refusal>
  /** Sends a code that confirms this contact; null where it is under way or none is needed. Refuses more than a few an hour. */
  sendContactCode(accountId: string, channel: Channel): Promise<Refusal | null>
  /** Takes the newest code once. Refuses a wrong or old one, and one that was sent to another address than is kept now. */
  confirmContact(accountId: string, channel: Channel, code: string): Promise<Account | Refusal>
  /** Changes what is given; `null` removes phone or e-mail. A contact that changes is not confirmed any more. */
  update(
    accountId: string,
    change: {
      readonly displayName?: string
      readonly phone?: MobileNumber | null
      readonly email?: MailAddress | null
      readonly status?: 'active' | 'blocked'
      readonly attributes?: Readonly<Record<string, Json>>
    },
    tx?: AnySql,
  ): Promise<Account>
  /** Ends every session of the account. */
  signOutEverywhere(accountId: string): Promise<void>
  /** Removes what has run out (sessions, codes, counts of unknown logins). Run it hourly. */
  sweep(): Promise<void>
  /** For the session plugin. */
  readonly sessions: SessionStore
  /** Writes into the security log, as of this room's system. `tx`: within the caller's transaction. */
  record(event: AccountEvent, tx?: AnySql): Promise<void>
}
