// Where oidc-provider keeps what it makes: our rows. A client is read from the table of clients and is never written by it.
import { laterBy } from '@ruqsat/database'
import type { Json } from '@ruqsat/foundation'
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider'
import type { ApiDeps } from '../deps.ts'
import { clientById } from '../store/clients.ts'
import { forgetGrant, forgetRecord, keepRecord, recordByUid, recordOf, useRecord, type GrantRecord } from '../store/grants.ts'
import { metadataOf } from './metadata.ts'

type Deps = Pick<ApiDeps, 'database' | 'technicalClock'>

export function adapterOf(deps: Deps): (model: string) => Adapter {
  return (model) => (model === 'Client' ? new ClientRows(deps) : new RecordRows(deps, model))
}

class RecordRows implements Adapter {
  readonly #deps: Deps
  readonly #model: string

  constructor(deps: Deps, model: string) {
    this.#deps = deps
    this.#model = model
  }

  async upsert(id: string, { jti: _opens, ...payload }: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    const { database, technicalClock } = this.#deps
    const expiresAt = expiresInSeconds ? laterBy(technicalClock, expiresInSeconds * 1000) : null
    await keepRecord(database.sql, { model: this.#model, id, payload: payload as unknown as { [name: string]: Json }, expiresAt })
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const kept = await recordOf(this.#deps.database.sql, this.#model, id, this.#deps.technicalClock.now())
    return kept === null ? undefined : { ...payloadOf(kept), jti: id }
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const kept = await recordByUid(this.#deps.database.sql, this.#model, uid, this.#deps.technicalClock.now())
    return kept === null ? undefined : payloadOf(kept)
  }

  /** Devices that show a code are not served. */
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  /** Of two who show one code at once the second is refused, and what the code gave is over: so it is where the second comes later. */
  async consume(id: string): Promise<void> {
    const { sql } = this.#deps.database
    const now = this.#deps.technicalClock.now()
    if (await useRecord(sql, this.#model, id, now)) return
    const kept = await recordOf(sql, this.#model, id, now)
    const { grantId } = (kept?.payload ?? {}) as { readonly grantId?: string }
    if (grantId !== undefined) await forgetGrant(sql, grantId)
    throw new errors.InvalidGrant('it was used before')
  }

  destroy(id: string): Promise<void> {
    return forgetRecord(this.#deps.database.sql, this.#model, id)
  }

  revokeByGrantId(grantId: string): Promise<void> {
    return forgetGrant(this.#deps.database.sql, grantId)
  }
}

function payloadOf({ payload, usedAt }: GrantRecord): AdapterPayload {
  return { ...(payload as unknown as AdapterPayload), ...(usedAt !== null && { consumed: Math.floor(Date.parse(usedAt) / 1000) }) }
}

class ClientRows implements Adapter {
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const client = await clientById(this.#deps.database.sql, id)
    return client === null || client.endedAt !== null ? undefined : metadataOf(client)
  }

  upsert(): Promise<void> {
    return Promise.resolve()
  }
  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
  findByUid(): Promise<undefined> {
    return Promise.resolve(undefined)
  }
  consume(): Promise<void> {
    return Promise.resolve()
  }
  destroy(): Promise<void> {
    return Promise.resolve()
  }
  revokeByGrantId(): Promise<void> {
    return Promise.resolve()
  }
}
