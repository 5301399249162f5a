// A second factor: six digits of an authenticator app (TOTP, RFC 6238), or one of ten recovery codes. The secret is encrypted under a key that is not
// in the database; a code works once.
import { createCipheriv, createDecipheriv, randomBytes, randomInt } from 'node:crypto'
import type { AnySql, Sql, TechnicalClock } from '@ruqsat/database'
import { Fault, type Json, type Refusal } from '@ruqsat/foundation'
import { Secret, TOTP } from 'otpauth'
import { guessed } from './guesses.ts'
import { refuseAccount } from './refusals.ts'
import type { GuessBucket } from './store/guess-rows.ts'
import * as rows from './store/second-factor-rows.ts'
import type { Account, AccountEvent, SecondFactor } from './types.ts'

const PERIOD_SECONDS = 30
/** One step before and one after: a telephone's clock may be half a minute off. */
const WINDOW = 1
/** 160 bits, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20
const APP_DIGITS = 6
const RECOVERY_CODES = 10
/** Without letters that look like others; 50 bits in each code. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const RECOVERY_LETTERS = 10

type Deps = {
  readonly sql: Sql
  readonly schema: string
  readonly technicalClock: TechnicalClock
  readonly key: Buffer
  digest(text: string): string
  bucket(name: string): GuessBucket
  /** All of an account, but the one in which it acts. */
  endSessions(accountId: string, except: string | null, tx: AnySql): Promise<void>
  record(event: AccountEvent, tx?: AnySql): Promise<void>
}

export function secondFactor(deps: Deps): SecondFactor {
  return {
    begin: (account, issuer) => begin(account, issuer, new Secret({ size: SECRET_BYTES }).base32),
    again: begin,
    enable: (accountId, setUp) => enable(deps, accountId, setUp),
    check: (accountId, typed, way) => check(deps, accountId, { typed, way }),
    renewCodes: (accountId) => renewCodes(deps, accountId),
    codesLeft: (accountId) => rows.countCodes(deps.sql, deps.schema, accountId),
    remove: (accountId, by, keepSession) => remove(deps, accountId, by, keepSession ?? null),
    ask: (accountId) => ({ id: accountId, at: deps.technicalClock.ms() }),
    asked: (kept) => asked(deps, kept),
    seal: (accountId, text) => sealed(deps.key, accountId, text),
    unseal: (accountId, text) => opened(deps.key, accountId, text),
  }
}

function begin({ login }: Pick<Account, 'login'>, issuer: string, secret: string) {
  return { secret, uri: totpOf(secret, { issuer, label: login }).toString() }
}

const totpOf = (secret: string, more: { readonly issuer?: string; readonly label?: string } = {}) =>
  new TOTP({ ...more, secret: Secret.fromBase32(secret), algorithm: 'SHA1', digits: APP_DIGITS, period: PERIOD_SECONDS })

async function enable(
  deps: Deps,
  accountId: string,
  { secret, code, keepSession = null }: Parameters<SecondFactor['enable']>[1],
): Promise<readonly string[] | Refusal> {
  const { sql, schema } = deps
  if (!/^[A-Z2-7]{32}$/.test(secret)) return refuseAccount('second-factor-code-wrong', { field: 'code' })
  if (!isAppCode(code.replace(/\s/g, ''))) return refuseAccount('app-code-length', { field: 'code', facts: { digits: APP_DIGITS } })
  const refusal = await guessed(deps.technicalClock, {
    bucket: deps.bucket(`set up ${accountId}`),
    lock: 'code-locked',
    isRight: async () => stepOf(deps, secret, code) !== null,
    wrong: () => refuseAccount('second-factor-code-wrong', { field: 'code' }),
  })
  if (refusal !== null) return refusal
  const codes = newCodes()
  await sql.begin(async (tx) => {
    await rows.setSecondFactor(tx, schema, accountId, {
      sealed: sealed(deps.key, accountId, secret),
      step: stepOf(deps, secret, code) ?? 0,
    })
    await rows.replaceCodes(tx, schema, accountId, digestsOf(deps, accountId, codes))
    await deps.endSessions(accountId, keepSession, tx)
    await deps.record({ kind: 'second-factor-set', actor: accountId }, tx)
  })
  return codes
}

/** Which of both it was; a refusal counts, and too many of them lock this question alone. */
async function check(
  deps: Deps,
  accountId: string,
  { typed, way }: { readonly typed: string; readonly way: string | undefined },
): Promise<'app' | 'recovery' | Refusal> {
  let by: 'app' | 'recovery' | null = null
  const code = typed.toUpperCase().replace(/[\s-]/g, '')
  // What cannot be a code is no guess: it is refused in its own words and not counted.
  const refusal =
    isAppCode(code) || code.length === RECOVERY_LETTERS
      ? await guessed(deps.technicalClock, {
          bucket: deps.bucket(`second factor ${accountId}`),
          lock: 'code-locked',
          isRight: async () => (by = await matching(deps, accountId, code)) !== null,
          wrong: () => refuseAccount('second-factor-code-wrong', { field: 'code' }),
        })
      : refuseAccount('second-factor-code-length', { field: 'code', facts: { digits: APP_DIGITS, length: RECOVERY_LETTERS } })
  if (refusal !== null || by === null) {
    const answer = refusal ?? refuseAccount('second-factor-code-wrong', { field: 'code' })
    const facts = { reason: answer.code, ...(way !== undefined && { way }) }
    await deps.record({ kind: 'sign-in', outcome: 'refused', actor: accountId, facts })
    return answer
  }
  if (by === 'recovery') await deps.record({ kind: 'recovery-code-used', actor: accountId })
  return by
}

const isAppCode = (code: string) => code.length === APP_DIGITS && /^\d+$/.test(code)

async function matching(deps: Deps, accountId: string, code: string): Promise<'app' | 'recovery' | null> {
  const { sql, schema } = deps
  if (isAppCode(code)) {
    const there = await rows.readSecondFactor(sql, schema, accountId)
    const step = there === null ? null : stepOf(deps, opened(deps.key, accountId, there), code)
    return step !== null && (await rows.useStep(sql, schema, accountId, step)) ? 'app' : null
  }
  const [digest] = digestsOf(deps, accountId, [code])
  return (await rows.useCode(sql, schema, accountId, digest!, deps.technicalClock.now())) ? 'recovery' : null
}

/** The time step of this code; null where it is not one of now. */
function stepOf({ technicalClock }: Pick<Deps, 'technicalClock'>, secret: string, code: string): number | null {
  const timestamp = technicalClock.ms()
  const token = code.replace(/\s/g, '')
  const delta = isAppCode(token) ? totpOf(secret).validate({ token, timestamp, window: WINDOW }) : null
  return delta === null ? null : Math.floor(timestamp / 1000 / PERIOD_SECONDS) + delta
}

async function renewCodes(deps: Deps, accountId: string): Promise<readonly string[]> {
  const codes = newCodes()
  await deps.sql.begin((tx) => rows.replaceCodes(tx, deps.schema, accountId, digestsOf(deps, accountId, codes)))
  return codes
}

async function remove(deps: Deps, accountId: string, by: string, keepSession: string | null): Promise<void> {
  await deps.sql.begin(async (tx) => {
    await rows.removeSecondFactor(tx, deps.schema, accountId)
    await deps.endSessions(accountId, keepSession, tx)
    await deps.record({ kind: 'second-factor-removed', actor: by, subject: { kind: 'account', id: accountId } }, tx)
  })
}

/** Long enough to find the telephone; then the password is asked for again. */
const ANSWER_WITHIN_MS = 10 * 60_000

function asked({ technicalClock }: Deps, kept: Json | undefined): string | null {
  const { id, at } = (kept ?? {}) as { readonly id?: unknown; readonly at?: unknown }
  const isOpen = typeof at === 'number' && technicalClock.ms() - at <= ANSWER_WITHIN_MS
  return isOpen && typeof id === 'string' ? id : null
}

function newCodes(): readonly string[] {
  const code = () => Array.from({ length: RECOVERY_LETTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('')
  return Array.from({ length: RECOVERY_CODES }, code)
}

const digestsOf = ({ digest }: Deps, accountId: string, codes: readonly string[]) =>
  codes.map((code) => digest(`recovery ${accountId} ${code}`))

/** AES-256-GCM, bound to the account: the secret of one is none of another. */
function sealed(key: Buffer, accountId: string, secret: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(accountId))
  return ['v1', iv, Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]), cipher.getAuthTag()]
    .map((part) => (typeof part === 'string' ? part : part.toString('base64url')))
    .join('.')
}

function opened(key: Buffer, accountId: string, text: string): string {
  const [version, iv, content, tag] = text.split('.')
  if (version !== 'v1' || !iv || !content || !tag)
    throw new Fault('Expected the secret of a second factor but it is not one of this program')
  const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url')).setAAD(Buffer.from(accountId))
  cipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return Buffer.concat([cipher.update(Buffer.from(content, 'base64url')), cipher.final()]).toString('utf8')
}
