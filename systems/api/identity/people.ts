// Accounts of this house, as sign-in across its border needs them: those of applicants and those of officials, each with sessions of its own.
import type { Accounts } from '@ruqsat/accounts'
import type { BIN, IIN, LocalText } from '@ruqsat/foundation'
import type { FastifyRequest } from 'fastify'

export const PEOPLE_REALMS = ['applicants', 'officials'] as const
export type PeopleRealm = (typeof PEOPLE_REALMS)[number]

export type KnownPerson = {
  readonly accountId: string
  readonly name: string
  readonly iin: IIN
  /** Of the firm that they are registered for, or of the authority that they work for. */
  readonly bin: BIN | null
}

export type People = {
  readonly name: LocalText
  readonly accounts: Accounts
  /** Of the sessions of these accounts. */
  readonly cookieName: string
  /** Null for an account of nobody who may come in now. */
  person(accountId: string): Promise<KnownPerson | null>
  /** The account of this person, alone or for this firm; null where they have none, or where it is not clear which. */
  accountOf(identity: { readonly iin: IIN; readonly bin: BIN | null }): Promise<string | null>
  /** Where whoever is not signed in signs in, and afterwards goes on to `back`. May keep `back` in the session. */
  signInHref(request: FastifyRequest, back: string): string
  /** Where people go who came for nothing in particular. */
  readonly home: string
}

export type AllPeople = Readonly<Record<PeopleRealm, People>>
