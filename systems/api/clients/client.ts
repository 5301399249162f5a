// A client: a program of somebody else that calls this house, or that people sign in to with their account of this house.
import { hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto'
import type { Database, TechnicalClock } from '@ruqsat/database'
import { isRefusal, parseBIN, tidyLine, type Refusal } from '@ruqsat/foundation'
import type { PeopleRealm } from '../identity/people.ts'
import { refuseApi } from '../refusals.ts'
import { API_SCOPES, OWNERS_OF_SCOPE, type ApiScope, type ClientOwner } from './scopes.ts'
import { endClientRow, insertClient, keepClientEvent, type ApiClient } from '../store/clients.ts'

export type NewApiClient = {
  readonly name: string
  readonly scopes: readonly string[]
  readonly firm: string | null
  readonly authority: string | null
  readonly redirectUris: readonly string[]
  /** Whose accounts people sign in with, where they do. */
  readonly people: PeopleRealm
  /** Who adds it, for the record. */
  readonly by: string
}

export type AddedClient = {
  readonly kind: 'added'
  readonly client: ApiClient
  /** Given once; only its digest is kept. */ readonly secret: string
}

const MOST_NAME = 200
const SECRET_BYTES = 32

type ClientDeps = {
  readonly database: Pick<Database, 'sql'>
  readonly technicalClock: TechnicalClock
  readonly authorities: readonly string[]
}

/** Refuses an unknown scope, a scope whose owner is not given, a BIN that is none, an authority that is not here, an address that nobody can be sent back to. */
export async function addClient(
  { database, technicalClock, authorities }: ClientDeps,
  wanted: NewApiClient,
): Promise<AddedClient | Refusal> {
  const read = readClient(wanted, authorities)
  if (isRefusal(read)) return read
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const at = technicalClock.now()
  const client = { ...read, id: randomUUID(), secretSha256: hash('sha256', secret), createdAt: at, createdBy: wanted.by, endedAt: null }
  await database.sql.begin(async (tx) => {
    await insertClient(tx, client)
    const facts = {
      name: client.name,
      scopes: [...client.scopes],
      owner: client.owner,
      redirectUris: [...client.redirectUris],
      people: client.people,
    }
    await keepClientEvent(tx, { clientId: client.id, at, kind: 'added', by: wanted.by, facts })
  })
  return { kind: 'added', client, secret }
}

/** Its tokens open nothing from now on. Null where no client of this id works. */
export function endClient(
  { database, technicalClock }: Omit<ClientDeps, 'authorities'>,
  id: string,
  by: string,
): Promise<ApiClient | null> {
  const at = technicalClock.now()
  return database.sql.begin(async (tx) => {
    const ended = await endClientRow(tx, id, at, by)
    if (ended !== null) await keepClientEvent(tx, { clientId: id, at, kind: 'ended', by, facts: {} })
    return ended
  }) as Promise<ApiClient | null>
}

/** In constant time: the digest of what was sent against the digest that is kept. */
export function isSecretOf({ secretSha256 }: Pick<ApiClient, 'secretSha256'>, secret: string): boolean {
  return timingSafeEqual(Buffer.from(hash('sha256', secret), 'hex'), Buffer.from(secretSha256, 'hex'))
}

type Read = Pick<ApiClient, 'name' | 'scopes' | 'owner' | 'redirectUris' | 'people'>

function readClient(wanted: NewApiClient, authorities: readonly string[]): Read | Refusal {
  const name = tidyLine(wanted.name)
  if (name === '' || name.length > MOST_NAME) return refuseApi('client-name', { facts: { most: MOST_NAME } })
  const unknown = wanted.scopes.find((scope) => !API_SCOPES.includes(scope as ApiScope))
  if (unknown !== undefined) return refuseApi('scope-unknown', { facts: { scope: unknown, known: API_SCOPES.join(', ') } })
  const scopes = [...new Set(wanted.scopes as readonly ApiScope[])]
  if (scopes.length === 0) return refuseApi('scope-unknown', { facts: { scope: '', known: API_SCOPES.join(', ') } })
  const owner = ownerOf(wanted, authorities)
  if (isRefusal(owner)) return owner
  const without = scopes.find((scope) => OWNERS_OF_SCOPE[scope]?.every((kind) => kind !== owner.kind))
  if (without !== undefined)
    return refuseApi('scope-without-owner', { facts: { scope: without, owner: OWNERS_OF_SCOPE[without]!.join(' | ') } })
  const wrong = wanted.redirectUris.find((uri) => !isReturnAddress(uri))
  if (wrong !== undefined) return refuseApi('return-address', { facts: { address: wrong } })
  const isForPeople = scopes.includes('openid')
  if (isForPeople !== wanted.redirectUris.length > 0) return refuseApi('return-address-missing')
  return { name, scopes, owner, redirectUris: wanted.redirectUris, people: isForPeople ? wanted.people : null }
}

function ownerOf({ firm, authority }: NewApiClient, authorities: readonly string[]): ClientOwner | Refusal {
  if (firm !== null && authority !== null) return refuseApi('one-owner')
  if (firm !== null) {
    const bin = parseBIN(firm)
    return isRefusal(bin) ? bin : { kind: 'firm', id: bin }
  }
  if (authority === null) return { kind: 'nobody' }
  return authorities.includes(authority)
    ? { kind: 'authority', id: authority }
    : refuseApi('authority-not-here', { facts: { authority, known: authorities.join(', ') } })
}

/** https, or this machine's own address while a program is being written. */
function isReturnAddress(uri: string): boolean {
  const url = URL.parse(uri)
  if (url === null || url.hash !== '' || url.username !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname))
}
