import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { laterBy, type AnySql, type Sql, type TechnicalClock } from '@ruqsat/database'
import { type Instant, type Json, msFromInstant } from '@ruqsat/foundation'
import type { Account } from '../account.ts'
import { accountOf, type AccountColumns } from './account-rows.ts'

/** A person who goes to lunch comes back signed in; a browser left overnight does not. */
export const IDLE_LIMIT_MS = 60 * 60_000
export const ABSOLUTE_LIMIT_MS = 12 * 60 * 60_000
/** Anonymous sessions hold a message or a return path. */
const ANONYMOUS_LIMIT_MS = 2 * 60 * 60_000
/** More than a person has browsers. */
const MOST_LISTED = 100
/** `seen_at` is written at most this often. */
const SEEN_EVERY_MS = 60_000

export type SessionData = Readonly<Record<string, Json>>
export type SessionRow = { readonly id: string; readonly accountId: string | null; readonly data: SessionData }
/** With whose it is, as the account is at this moment. */
export type FoundSession = SessionRow & { readonly account: Account | null }
export type NewSession = { readonly row: SessionRow; readonly token: string }

/** How a session began: in which browser, and by what proof. */
export type Began = { readonly device: string; readonly proof: string }

/** A session of somebody, as they see it in their list. */
export type OwnSession = Began & { readonly id: string; readonly createdAt: Instant; readonly seenAt: Instant }

type Columns = { session_id: string; account_id: string | null; data: SessionData; began_at: Instant; seen_at: Instant }

/** Sessions by the digest of their cookie. All limits are on technical time. */
export class SessionStore {
  readonly #sql: Sql
  readonly #schema: string
  readonly #clock: TechnicalClock

  constructor(sql: Sql, schema: string, clock: TechnicalClock) {
    this.#sql = sql
    this.#schema = schema
    this.#clock = clock
  }

  /** The session of a cookie and whose it is, or null where there is none or it ran out. One statement: every request asks it. */
  async find(token: string): Promise<FoundSession | null> {
    const sql = this.#sql
    const [columns] = await sql<(Columns & Partial<AccountColumns>)[]>`
      select a.*, s.id as session_id, s.account_id, s.data, s.created_at as began_at, s.seen_at
      from ${sql(this.#schema)}.session s left join ${sql(this.#schema)}.account a on a.id = s.account_id
      where s.token_digest = ${digestOf(token)}`
    if (columns === undefined || this.#ranOut(columns)) return null
    if (this.#clock.ms() - msFromInstant(columns.seen_at) > SEEN_EVERY_MS) {
      await sql`update ${sql(this.#schema)}.session set seen_at = ${this.#clock.now()} where id = ${columns.session_id}`
    }
    const { session_id: id, account_id: accountId, data } = columns
    return {
      id,
      accountId,
      data,
      account: columns.login === undefined || columns.login === null ? null : accountOf(columns as AccountColumns),
    }
  }

  #ranOut(columns: Columns): boolean {
    const isLongerAgo = (than: Instant, ms: number) => this.#clock.ms() - msFromInstant(than) > ms
    return columns.account_id === null
      ? isLongerAgo(columns.seen_at, ANONYMOUS_LIMIT_MS)
      : isLongerAgo(columns.seen_at, IDLE_LIMIT_MS) || isLongerAgo(columns.began_at, ABSOLUTE_LIMIT_MS)
  }

  /** A new session under a new cookie. `replaces` ends in the same transaction: rotation at sign-in. */
  async create(
    accountId: string | null,
    data: SessionData,
    replaces: string | null = null,
    { device, proof }: Began = { device: '', proof: '' },
  ): Promise<NewSession> {
    const token = randomBytes(32).toString('base64url')
    const row: SessionRow = { id: randomUUID(), accountId, data }
    const now = this.#clock.now()
    await this.#sql.begin(async (tx) => {
      if (replaces !== null) await tx`delete from ${tx(this.#schema)}.session where id = ${replaces}`
      await tx`
        insert into ${tx(this.#schema)}.session (id, token_digest, account_id, data, created_at, seen_at, device, proof)
        values (${row.id}, ${digestOf(token)}, ${accountId}, ${tx.json(data as never)}, ${now}, ${now}, ${device}, ${proof})`
    })
    return { row, token }
  }

  /** Changes some keys and leaves what another request wrote meanwhile. */
  async change(id: string, set: SessionData, removed: readonly string[]): Promise<void> {
    await this.#sql`
      update ${this.#sql(this.#schema)}.session set data = (data - ${[...removed]}::text[]) || ${this.#sql.json(set as never)} where id = ${id}`
  }

  async end(id: string): Promise<void> {
    await this.#sql`delete from ${this.#sql(this.#schema)}.session where id = ${id}`
  }

  /** `sql`: within the caller's transaction. */
  async endAllOf(accountId: string, except: string | null = null, sql: AnySql = this.#sql): Promise<void> {
    await sql`delete from ${sql(this.#schema)}.session where account_id = ${accountId} and id is distinct from ${except}`
  }

  /** Those of an account that are open, the one that was seen last first. */
  async listOf(accountId: string): Promise<readonly OwnSession[]> {
    const sql = this.#sql
    const before = (ms: number) => laterBy(this.#clock, -ms)
    return sql<OwnSession[]>`
      select id, device, proof, created_at as "createdAt", seen_at as "seenAt" from ${sql(this.#schema)}.session
      where account_id = ${accountId} and seen_at >= ${before(IDLE_LIMIT_MS)} and created_at >= ${before(ABSOLUTE_LIMIT_MS)}
      order by seen_at desc, id limit ${MOST_LISTED}`
  }

  /** One of this account's; false where it is none, or has ended. */
  async endOne(accountId: string, id: string): Promise<boolean> {
    const rows = await this.#sql`delete from ${this.#sql(this.#schema)}.session where account_id = ${accountId} and id = ${id} returning id`
    return rows.length === 1
  }

  async sweep(): Promise<void> {
    const sql = this.#sql
    const before = (ms: number) => laterBy(this.#clock, -ms)
    await sql`
      delete from ${sql(this.#schema)}.session
      where seen_at < ${before(ANONYMOUS_LIMIT_MS)} or (account_id is not null and (seen_at < ${before(IDLE_LIMIT_MS)} or created_at < ${before(ABSOLUTE_LIMIT_MS)}))`
  }
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
