// Where the twin of a provider of sign-in keeps what it makes.
import { laterBy, firstRow, type Sql, type TechnicalClock } from '@ruqsat/database'
import type { Adapter, AdapterPayload } from 'oidc-provider'

export class SignInRecords implements Adapter {
  readonly #sql: Sql
  readonly #clock: TechnicalClock
  readonly #model: string

  constructor(sql: Sql, clock: TechnicalClock, model: string) {
    this.#sql = sql
    this.#clock = clock
    this.#model = model
  }

  async upsert(id: string, payload: AdapterPayload, expiresInSeconds?: number): Promise<void> {
    const expiresAt = expiresInSeconds ? laterBy(this.#clock, expiresInSeconds * 1000) : null
    await this.#sql`delete from sandbox.sign_in_record where expires_at <= ${this.#clock.now()}`
    await this.#sql`
      insert into sandbox.sign_in_record (model, id, payload, grant_id, uid, expires_at)
      values (${this.#model}, ${id}, ${this.#sql.json(payload as never)}, ${payload.grantId ?? null}, ${payload.uid ?? null}, ${expiresAt})
      on conflict (model, id) do update
        set payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const row = await firstRow(
      this.#sql<{ payload: AdapterPayload }[]>`
        select payload from sandbox.sign_in_record
        where model = ${this.#model} and id = ${id} and (expires_at is null or expires_at > ${this.#clock.now()})`,
    )
    return row?.payload
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const row = await firstRow(
      this.#sql<{ payload: AdapterPayload }[]>`
        select payload from sandbox.sign_in_record
        where model = ${this.#model} and uid = ${uid} and (expires_at is null or expires_at > ${this.#clock.now()})`,
    )
    return row?.payload
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined)
  }

  async consume(id: string): Promise<void> {
    const consumed = { consumed: Math.floor(this.#clock.ms() / 1000) }
    await this.#sql`
      update sandbox.sign_in_record set payload = payload || ${this.#sql.json(consumed)} where model = ${this.#model} and id = ${id}`
  }

  async destroy(id: string): Promise<void> {
    await this.#sql`delete from sandbox.sign_in_record where model = ${this.#model} and id = ${id}`
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.#sql`delete from sandbox.sign_in_record where grant_id = ${grantId}`
  }
}
