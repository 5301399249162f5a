// One-time passwords (IS-OTP): six digits by SMS. Who asks for one without being signed in learns nothing: every answer is the same, and is
// given before anybody looks.
import { randomUUID } from 'node:crypto'
import { laterBy } from '@ruqsat/database'
import { Fault, isUuid, type Instant, type Language, type LocalText, type MobileNumber, type Refusal } from '@ruqsat/foundation'
import { isSameText, newCode } from './codes.ts'
import { NOTICES } from './core/notices.ts'
import { refuseAccount } from './refusals.ts'
import * as rows from './store/one-time-rows.ts'
import type { Account, AccountsOptions, OneTimeEvent, OneTimePasswords, PhoneProof, ResetStart } from './types.ts'

export const ONE_TIME_VALID_MINUTES = 10
/** Six digits, five tries, five codes an hour: a guesser needs years, and nobody's telephone is flooded. */
export const ONE_TIME_TRIES = 5
export const ONE_TIME_CODES_AN_HOUR = 5
/** A double click must not make the first of two messages worthless. */
const APART_MS = 60_000
const HOUR_MS = 60 * 60_000

type Deps = Pick<AccountsOptions, 'sql' | 'schema' | 'technicalClock' | 'sendCode'> & {
  digest(text: string): string
  findByLogin(login: string): Promise<Account | null>
  find(id: string): Promise<Account | null>
  /** Runs after the answer has gone out. */
  later(work: () => Promise<void>): void
}

type Use = {
  readonly purpose: rows.OneTimePurpose
  readonly subject: string
  readonly phone: MobileNumber
  readonly accountId: string | null
  readonly language: Language | null
}

export function oneTimePasswords(deps: Deps): OneTimePasswords {
  return {
    startSignIn: (login) => startSignIn(deps, login),
    finishSignIn: (attempt) => finishSignIn(deps, attempt),
    startProof: (proof, isToBeSent) => startProof(deps, proof, isToBeSent),
    finishProof: (attempt) => finishProof(deps, attempt),
    sendForRequest: (of) => sendForRequest(deps, of),
    takeForRequest: (of) => takeForRequest(deps, of),
  }
}

function startSignIn(deps: Deps, login: string): ResetStart {
  const id = randomUUID()
  deps.later(async () => {
    const account = await deps.findByLogin(login)
    if (account === null || account.status === 'blocked' || account.phone === null || !account.isPhoneConfirmed) return
    await send(deps, { purpose: 'sign-in', subject: account.id, phone: account.phone, accountId: account.id, language: null }, id)
  })
  return { resetId: id }
}

async function finishSignIn(deps: Deps, { codeId, code }: { readonly codeId: string; readonly code: string }): Promise<Account | Refusal> {
  const wrong = refuseAccount('one-time-code-wrong', { field: 'code' })
  const open = await tried(deps, 'sign-in', { id: codeId })
  const account = open?.accountId ? await deps.find(open.accountId) : null
  if (open === null || account === null || account.status === 'blocked' || account.phone === null || !account.isPhoneConfirmed) return wrong
  const isRight = matches(deps, open, { purpose: 'sign-in', subject: account.id, phone: account.phone }, code)
  return isRight && (await use(deps, open)) ? account : wrong
}

function startProof(deps: Deps, { subject, phone, language }: PhoneProof, isToBeSent: () => Promise<boolean>): ResetStart {
  const id = randomUUID()
  deps.later(async () => {
    if (await isToBeSent()) await send(deps, { purpose: 'proof', subject, phone, accountId: null, language }, id)
  })
  return { resetId: id }
}

async function finishProof(
  deps: Deps,
  { codeId, code, ...proof }: Omit<PhoneProof, 'language'> & { readonly codeId: string; readonly code: string },
): Promise<Refusal | null> {
  const open = await tried(deps, 'proof', { id: codeId })
  const isRight = open !== null && matches(deps, open, { purpose: 'proof', ...proof }, code)
  return isRight && (await use(deps, open)) ? null : refuseAccount('one-time-code-wrong', { field: 'code' })
}

async function sendForRequest(deps: Deps, { accountId, subject }: ForRequest): Promise<Refusal | null> {
  const account = await deps.find(accountId)
  if (account === null || account.phone === null || !account.isPhoneConfirmed) return refuseAccount('phone-not-linked', { field: 'code' })
  const sent = await send(deps, {
    purpose: 'request',
    subject: ofRequest(accountId, subject),
    phone: account.phone,
    accountId,
    language: null,
  })
  return sent === 'too many' ? refuseAccount('one-time-codes-too-many', { field: 'code' }) : null
}

async function takeForRequest(
  deps: Deps,
  { accountId, subject, code }: ForRequest & { readonly code: string },
): Promise<OneTimeEvent | Refusal> {
  const wrong = refuseAccount('one-time-code-wrong', { field: 'code' })
  const account = await deps.find(accountId)
  if (account === null || account.phone === null || !account.isPhoneConfirmed) return refuseAccount('phone-not-linked', { field: 'code' })
  const about = { purpose: 'request', subject: ofRequest(accountId, subject) } as const
  const open = await tried(deps, about.purpose, { subjectDigest: subjectDigest(deps, about) })
  if (open === null || !matches(deps, open, { ...about, phone: account.phone }, code)) return wrong
  const usedAt = deps.technicalClock.now()
  return (await use(deps, open, usedAt)) ? { id: open.id, phone: account.phone, sentAt: open.sentAt, usedAt } : wrong
}

type ForRequest = { readonly accountId: string; readonly subject: string }
const ofRequest = (accountId: string, subject: string) => `${accountId} ${subject}`

/** `id`: the form's, where it was handed out before; the code that works is then known by it. */
async function send(deps: Deps, use: Use, id = randomUUID()): Promise<'sent' | 'under way' | 'too many'> {
  const { sql, schema, technicalClock, sendCode } = deps
  if (sendCode === undefined) throw new Fault('Expected a carrier of one-time passwords but this system has none')
  const code = newCode()
  const of = { purpose: use.purpose, subjectDigest: subjectDigest(deps, use), phoneDigest: deps.digest(`phone ${use.phone}`) }
  const made = await sql.begin(async (tx) => {
    await rows.lockAsking(tx, of)
    const since = laterBy(technicalClock, -APART_MS)
    // A code that a form asks for by its own name is another one, even if somebody asked a moment ago.
    if (use.purpose === 'request' && (await rows.underWay(tx, schema, of, { since, triesAllowed: ONE_TIME_TRIES })) !== null)
      return 'under way'
    if ((await rows.countSince(tx, schema, of, laterBy(technicalClock, -HOUR_MS))) >= ONE_TIME_CODES_AN_HOUR) return 'too many'
    await rows.insertOneTime(tx, schema, {
      ...of,
      id,
      accountId: use.accountId,
      codeDigest: codeDigest(deps, id, use, code),
      at: technicalClock.now(),
      expiresAt: laterBy(technicalClock, ONE_TIME_VALID_MINUTES * 60_000),
    })
    return 'sent'
  })
  if (made === 'sent') {
    const text: LocalText = NOTICES.oneTime(use.purpose, code, ONE_TIME_VALID_MINUTES)
    await sendCode({ to: use.phone, accountId: use.accountId, language: use.language, text, idempotencyKey: `one-time ${id}` })
  }
  return made
}

async function tried(
  { sql, schema, technicalClock }: Deps,
  purpose: rows.OneTimePurpose,
  sought: { readonly id: string } | { readonly subjectDigest: string },
): Promise<rows.OpenOneTime | null> {
  if ('id' in sought && !isUuid(sought.id)) return null
  return rows.tryOneTime(sql, schema, { purpose, ...sought }, technicalClock.now(), ONE_TIME_TRIES)
}

const use = (deps: Deps, { id }: rows.OpenOneTime, at: Instant = deps.technicalClock.now()) =>
  rows.useOneTime(deps.sql, deps.schema, id, at)

type About = Pick<Use, 'purpose' | 'subject' | 'phone'>

function matches(deps: Deps, open: rows.OpenOneTime, about: About, code: string): boolean {
  return isSameText(open.codeDigest, codeDigest(deps, open.id, about, code.replace(/\s/g, '')))
}

function subjectDigest(deps: Deps, { purpose, subject }: Pick<Use, 'purpose' | 'subject'>): string {
  return deps.digest(`one-time ${purpose} ${subject}`)
}

function codeDigest(deps: Deps, id: string, { purpose, subject, phone }: About, code: string): string {
  return deps.digest(`one-time ${id} ${purpose} ${subject} ${phone} ${code}`)
}
