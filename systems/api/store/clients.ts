// Clients and what was done with them. One visible query per function.
import { firstRow, type AnySql } from '@ruqsat/database'
import type { Instant, Json } from '@ruqsat/foundation'
import type { ApiScope, ClientOwner } from '../clients/scopes.ts'
import type { PeopleRealm } from '../identity/people.ts'

export type ApiClient = {
  readonly id: string
  readonly name: string
  readonly secretSha256: string
  readonly scopes: readonly ApiScope[]
  readonly owner: ClientOwner
  readonly redirectUris: readonly string[]
  /** Whose accounts people sign in with; null where nobody signs in to it. */
  readonly people: PeopleRealm | null
  readonly createdAt: Instant
  readonly createdBy: string
  readonly endedAt: Instant | null
}

type Row = Omit<ApiClient, 'owner'> & { readonly ownerKind: ClientOwner['kind']; readonly ownerId: string | null }

const COLUMNS = `id, name, secret_sha256 as "secretSha256", scopes, owner_kind as "ownerKind", owner as "ownerId", redirect_uris as "redirectUris", people,
  created_at as "createdAt", created_by as "createdBy", ended_at as "endedAt"`

function clientFrom({ ownerKind, ownerId, ...row }: Row): ApiClient {
  return { ...row, owner: ownerKind === 'nobody' ? { kind: ownerKind } : { kind: ownerKind, id: ownerId! } }
}

export function clientById(sql: AnySql, id: string): Promise<ApiClient | null> {
  return firstRow(sql<Row[]>`select ${sql.unsafe(COLUMNS)} from api.client where id = ${id}`, clientFrom)
}

export async function listClients(sql: AnySql): Promise<readonly ApiClient[]> {
  return (await sql<Row[]>`select ${sql.unsafe(COLUMNS)} from api.client order by ended_at is not null, created_at, id`).map(clientFrom)
}

export async function insertClient(sql: AnySql, { owner, ...client }: ApiClient): Promise<void> {
  await sql`
    insert into api.client (id, name, secret_sha256, scopes, owner_kind, owner, redirect_uris, people, created_at, created_by)
    values (${client.id}, ${client.name}, ${client.secretSha256}, ${[...client.scopes]}, ${owner.kind},
      ${owner.kind === 'nobody' ? null : owner.id}, ${[...client.redirectUris]}, ${client.people}, ${client.createdAt}, ${client.createdBy})`
}

/** Null where no client of this id works. */
export function endClientRow(sql: AnySql, id: string, at: Instant, by: string): Promise<ApiClient | null> {
  return firstRow(
    sql<Row[]>`
      update api.client set ended_at = ${at}, ended_by = ${by} where id = ${id} and ended_at is null returning ${sql.unsafe(COLUMNS)}`,
    clientFrom,
  )
}

export async function keepClientEvent(
  sql: AnySql,
  event: {
    readonly clientId: string
    readonly at: Instant
    readonly kind: 'added' | 'ended' | 'hookSet' | 'hookSecretChanged' | 'hookDisabled' | 'hookEnded'
    readonly by: string
    readonly facts: { readonly [name: string]: Json }
  },
): Promise<void> {
  await sql`
    insert into api.client_event (client_id, at, kind, by, facts)
    values (${event.clientId}, ${event.at}, ${event.kind}, ${event.by}, ${sql.json(event.facts)})`
}
