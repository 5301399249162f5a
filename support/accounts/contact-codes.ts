import { randomUUID } from 'node:crypto'
import { laterBy } from '@ruqsat/database'
import { type Refusal } from '@ruqsat/foundation'
import { isSameText, newCode } from './codes.ts'
import { NOTICES } from './core/notices.ts'
import { refuseAccount } from './refusals.ts'
import * as codes from './store/codes.ts'
import type { Account, AccountsOptions, Channel } from './types.ts'

// Whether a telephone or an address is the owner's shows in one way only: what is sent there comes back.

const HOUR_MS = 60 * 60_000
/** A mail may take its time, and the telephone may lie in the next room. */
export const CONTACT_VALID_MINUTES = 30
/** Six digits, five tries, five codes an hour for each channel: a guesser needs years, and nobody's telephone is flooded. */
export const CONTACT_TRIES = 5
export const CONTACT_CODES_AN_HOUR = 5
/** A double click must not make the first of two messages worthless. */
const CODES_APART_MS = 60_000

type Deps = Pick<AccountsOptions, 'sql' | 'schema' | 'technicalClock' | 'notify'> & { digest(text: string): string }

type Contact = { readonly address: string | null; readonly isConfirmed: boolean }

export function contactOf(account: Account, channel: Channel): Contact {
  return channel === 'sms'
    ? { address: account.phone, isConfirmed: account.isPhoneConfirmed }
    : { address: account.email, isConfirmed: account.isEmailConfirmed }
}

/** Where a code for a lost password goes: the confirmed telephone, else the confirmed e-mail, else nowhere. */
export function channelOfReset(account: Account): Channel | null {
  const channels = ['sms', 'email'] as const
  return channels.map((channel) => ({ channel, ...contactOf(account, channel) })).find(isReachable)?.channel ?? null
}

const isReachable = ({ address, isConfirmed }: Contact): boolean => address !== null && isConfirmed

/** Null where a code is under way, or none is needed. */
export async function sendContactCode(deps: Deps, account: Account, channel: Channel): Promise<Refusal | null> {
  const { sql, schema, technicalClock } = deps
  const { address, isConfirmed } = contactOf(account, channel)
  if (address === null || isConfirmed) return null
  const of = { accountId: account.id, channel }
  const code = newCode()
  const id = randomUUID()
  const addressDigest = deps.digest(`contact ${account.id} ${address}`)
  const made = await sql.begin(async (tx) => {
    await codes.lockAccountRow(tx, schema, account.id)
    const underWay = { addressDigest, since: laterBy(technicalClock, -CODES_APART_MS), triesAllowed: CONTACT_TRIES }
    if (await codes.isCodeUnderWay(tx, schema, of, underWay)) return 'under way'
    const sent = await codes.countCodesSince(tx, schema, 'contact_code', laterBy(technicalClock, -HOUR_MS), of)
    if (sent >= CONTACT_CODES_AN_HOUR) return 'too many'
    await codes.insertContactCode(tx, schema, {
      ...of,
      id,
      digest: digestOf(deps, account, channel, code),
      addressDigest,
      at: technicalClock.now(),
      expiresAt: laterBy(technicalClock, CONTACT_VALID_MINUTES * 60_000),
    })
    return 'new'
  })
  if (made === 'under way') return null
  if (made === 'too many') return refuseAccount('contact-codes-too-many', { field: 'code' })
  const text = NOTICES.contact(code, CONTACT_VALID_MINUTES)
  await deps.notify({ kind: 'contact-code', account, channel, text, code, idempotencyKey: `contact ${id}` })
  return null
}

/** True where the code is the one that was sent to the contact as it is now. */
export async function confirmContact(deps: Deps, account: Account, channel: Channel, code: string): Promise<boolean> {
  const { sql, schema, technicalClock } = deps
  const { address, isConfirmed } = contactOf(account, channel)
  if (address === null || isConfirmed) return isConfirmed
  const of = { accountId: account.id, channel }
  const open = await codes.tryCode(sql, schema, of, technicalClock.now(), CONTACT_TRIES)
  if (open === null || !isSameText(open.digest, digestOf(deps, account, channel, code))) return false
  return sql.begin(
    async (tx) =>
      (await codes.markUsed(tx, schema, 'contact_code', open.id, technicalClock.now())) &&
      codes.markConfirmed(tx, schema, of, address, technicalClock.now()),
  )
}

function digestOf(deps: Deps, account: Account, channel: Channel, code: string): string {
  return deps.digest(`contact ${account.id} ${contactOf(account, channel).address} ${code}`)
}
