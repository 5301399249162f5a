import { isRefusal, type Answer, type Json, type MobileNumber, type Refusal, type Name, parseName } from '@ruqsat/foundation'
import type { Account, PreparedAccount } from '@ruqsat/accounts'
import type { FastifyRequest } from 'fastify'
import { stepWithAction } from '@ruqsat/law'
import type { Purpose } from '@ruqsat/registers/contract'
import { loginOf, type Identity } from './identity.ts'
import type { Portal } from '../../deps.ts'
import type { Person } from './person.ts'
import { refusePortal } from '../../refusals.ts'
import { insertPerson, personOfIdentity } from './store.ts'
import type { AnySql } from '@ruqsat/database'
import texts from '../texts.yaml'

// Registration (the act's first step) in three moves: a certificate or a telephone of theirs proves who it is, the registers say what they are called and
// where they live, the person adds how to reach them and a password. What is known between the moves lies in the browser's session.

/** What the registers say. Names and addresses are theirs; nobody types them. */
export type Found = { readonly name: Name; readonly organisation: Name | null; readonly address: string }

/** What is known so far. Without `found` the registers have not answered yet. */
export type Pending = {
  readonly identity: Identity
  /** The telephone that proved it, where it was no certificate. */
  readonly provenPhone?: MobileNumber
  readonly found: Found | null
  readonly returnPath: string
  readonly startedMs: number
}

const KEY = 'registration'
/** Long enough to look for one's phone; short enough that a left computer does not register somebody else. */
const PENDING_MS = 60 * 60 * 1000

export function pendingOf(request: FastifyRequest, portal: Portal): Pending | null {
  const kept = request.session.get(KEY) as unknown as Pending | undefined
  return kept !== undefined && portal.technicalClock.ms() - kept.startedMs < PENDING_MS ? kept : null
}

export function keepPending(request: FastifyRequest, pending: Pending): void {
  request.session.set(KEY, pending as unknown as Json)
}

export function forgetPending(request: FastifyRequest): void {
  request.session.remove(KEY)
}

/** The four answers of the registers stay four. */
type LookedUp =
  | { readonly kind: 'found'; readonly found: Found }
  | { readonly kind: 'absent' | 'refused' | 'outage'; readonly refusal: Refusal }

export async function lookUp(portal: Portal, identity: Identity, purpose: Purpose): Promise<LookedUp> {
  const { registers } = portal.deps
  const person = await registers.person(identity.iin, purpose)
  if (person.kind !== 'found') return notFound(person, 'person-absent')
  const { surname, givenName, patronymic, address } = person.value
  const name = parseName([surname, givenName, patronymic].join(' '))
  if (isRefusal(name)) return { kind: 'refused', refusal: name }
  if (identity.bin === null) return { kind: 'found', found: { name, organisation: null, address } }
  const firm = await registers.legalEntity(identity.bin, purpose)
  if (firm.kind !== 'found') return notFound(firm, 'firm-absent')
  const organisation = parseName(firm.value.name)
  if (isRefusal(organisation)) return { kind: 'refused', refusal: organisation }
  return { kind: 'found', found: { name, organisation, address: firm.value.address } }
}

/**
 * Why the registers are asked about somebody who registers: for the service that they came for, else the first on offer, by the row of its table
 * in which people register. The portal asks: nobody has an account yet.
 */
export async function registrationPurpose(portal: Portal, { returnPath }: Pick<Pending, 'returnPath'>): Promise<Purpose> {
  const offers = await portal.offers()
  const places = returnPath.split(/[/?]/)
  const wanted = offers.find(({ offer }) => places.includes(offer.regulation)) ?? offers[0]
  const rows = (wanted?.regulation.variants ?? [])
    .flatMap(({ views }) => views)
    .flatMap(({ steps }) => stepWithAction(steps, 'registerAccount') ?? [])
  return {
    authority: wanted?.regulation.authority.id ?? PORTAL,
    asker: PORTAL,
    role: 'applicant',
    caseId: null,
    source: rows[0]?.source ?? { act: wanted?.regulation.id ?? '', certainty: 'assumed' },
  }
}

const PORTAL = 'IS-PORTAL'

function notFound<T>(answer: Exclude<Answer<T>, { kind: 'found' }>, absent: 'person-absent' | 'firm-absent'): LookedUp {
  if (answer.kind === 'refused') return answer
  return { kind: answer.kind, refusal: refusePortal(answer.kind === 'outage' ? 'register-out-of-reach' : absent) }
}

export async function isRegistered(portal: Portal, identity: Identity): Promise<boolean> {
  return (await personOfIdentity(portal.deps.database.sql, identity.iin, identity.bin)) !== null
}

export type Details = Pick<Person, 'phone' | 'email' | 'language'> & {
  readonly password: string
  readonly areContactsConfirmed?: boolean
  readonly isPhoneConfirmed?: boolean
}

/** All that a registration needs but the registers' and the person's rows themselves. */
export type PreparedRegistration = {
  readonly account: PreparedAccount
  readonly person: Omit<Person, 'accountId' | 'registeredAt'>
  readonly certificate: Uint8Array | null
}

/** Hashes the password, which takes long: before the transaction of `enrol`. Refuses a weak one and an identity that is registered already. */
export async function prepareEnrolment(
  portal: Portal,
  pending: { readonly identity: Identity; readonly found: Found },
  details: Details,
): Promise<PreparedRegistration | Refusal> {
  const { identity, found } = pending
  const { phone, email, language, password, areContactsConfirmed = false, isPhoneConfirmed = false } = details
  if (await isRegistered(portal, identity)) return refusePortal('person-registered')
  const displayName = found.organisation ?? found.name
  const confirmed = { areContactsConfirmed, isPhoneConfirmed }
  const account = await portal.accounts.prepare({ login: loginOf(identity), displayName, password, phone, email, ...confirmed })
  if (isRefusal(account)) return account
  const { certificateBase64, ...who } = identity
  const certificate = certificateBase64 === '' ? null : Buffer.from(certificateBase64, 'base64')
  return { account, certificate, person: { ...who, ...found, phone, email, language, standing: 'current' } }
}

/** Makes the account and the person in one transaction. Refuses an identity that somebody registered meanwhile. */
export async function enrol(
  portal: Portal,
  tx: AnySql,
  { account, person, certificate }: PreparedRegistration,
): Promise<Account | Refusal> {
  const taken = refusePortal('person-registered')
  if ((await personOfIdentity(tx, person.iin, person.bin)) !== null) return taken
  const kept = await portal.accounts.keep(account, tx)
  if (isRefusal(kept)) return kept.code === 'login-taken' ? taken : kept
  await insertPerson(tx, { ...person, accountId: kept.id, registeredAt: await portal.deps.legalClock.now(tx) }, certificate)
  return kept
}

export async function tellWelcome(portal: Portal, accountId: string): Promise<void> {
  const person = await portal.personOf(accountId)
  if (person !== null)
    await portal.tell(person, {
      key: `registered ${accountId}`,
      subject: texts.registration.welcomeSubject,
      text: texts.registration.welcome,
    })
}
