import postgres from 'postgres'
import { Fault } from '@ruqsat/foundation'
import { wireTypes } from './wire-types.ts'

export type Sql = postgres.Sql
export type TransactionSql = postgres.TransactionSql
/** A part of a query, to be put into another. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>
/** A pool or a transaction: what a query that may run in either asks for. */
export type AnySql = Sql | TransactionSql

/** The one row that a query asks for, or what is read from it; null where there is none. */
export async function firstRow<Row, Read = Row>(
  rows: PromiseLike<readonly Row[]>,
  read: (row: Row) => Read = (row) => row as never,
): Promise<Read | null> {
  const [row] = await rows
  return row === undefined ? null : read(row)
}

export type Database = {
  readonly sql: Sql
  readonly url: string
  /** Waits for running queries (at most five seconds), then closes every connection. */
  close(): Promise<void>
}

export type DatabaseOptions = {
  /** `postgres://user:password@host:port/name`; a Unix socket is `?host=/folder&port=5432`, as libpq writes it. */
  readonly url: string
  readonly maxConnections?: number
  readonly applicationName?: string
  /** How long one statement may run, and how long it may wait for a lock of another; left out: as long as it takes. */
  readonly limits?: { readonly statementMs: number; readonly lockMs: number }
  /** Longest wait for a server that takes a connection and says nothing. */
  readonly connectTimeoutSeconds?: number
  /** Close a connection that did nothing for this long; left out: keep it. */
  readonly idleTimeoutSeconds?: number
}

/** Enough for one process on a small machine; PostgreSQL itself allows a hundred. */
const DEFAULT_MAX_CONNECTIONS = 10
const CONNECT_TIMEOUT_SECONDS = 10
const CLOSE_TIMEOUT_SECONDS = 5
/** After a crash of the server the pool tries again at least this often. */
const RECONNECT_LIMIT_SECONDS = 1

/**
 * Opens a pool; fails with a Fault (`later`) where no server answers. Sessions run in UTC; instants are read
 * and written as ISO strings, days as `YYYY-MM-DD`, int8 as numbers, `numeric` as text, json as values.
 * Hand an object to a json parameter (`sql.json(value)`), never its text: text would be quoted once more.
 * A connection that the server drops is made again by the next query; the query that was under way is rejected.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const database = poolOf(options)
  try {
    await database.sql`select 1`
  } catch (error) {
    await database.sql.end({ timeout: 0 })
    throw new Fault(`Expected a PostgreSQL server at ${withoutPassword(options.url)} but ${reasonOf(error)}`, {
      retry: 'later',
      cause: error,
    })
  }
  return database
}

/** The same pool without a question: each connection is made when a query first needs it. */
export function poolOf(options: DatabaseOptions): Database {
  const address = addressOf(options.url)
  const sql = postgres(address.url, {
    ...address.socket,
    max: options.maxConnections ?? DEFAULT_MAX_CONNECTIONS,
    ...(options.idleTimeoutSeconds !== undefined && { idle_timeout: options.idleTimeoutSeconds }),
    connect_timeout: options.connectTimeoutSeconds ?? CONNECT_TIMEOUT_SECONDS,
    backoff: (attempt) => Math.min(2 ** attempt / 50, RECONNECT_LIMIT_SECONDS),
    onnotice: () => undefined,
    types: wireTypes,
    connection: {
      application_name: options.applicationName ?? 'ruqsat',
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      IntervalStyle: 'iso_8601',
      // A transaction that its process forgot must not hold rows and vacuum for ever.
      idle_in_transaction_session_timeout: 60_000,
      ...(options.limits && { statement_timeout: options.limits.statementMs, lock_timeout: options.limits.lockMs }),
    },
  }) as unknown as Sql
  return { sql, url: options.url, close: () => sql.end({ timeout: CLOSE_TIMEOUT_SECONDS }) }
}

/** postgres.js would send `host=/folder` to the server as a setting; libpq's meaning is a Unix socket. */
function addressOf(text: string): { url: string; socket: { host?: string; port?: number } } {
  const url = URL.parse(text)
  if (url === null)
    throw new Fault('Expected DATABASE_URL like postgres://user:password@host:5432/name but it cannot be read as an address')
  if (url.protocol !== 'postgres:' && url.protocol !== 'postgresql:')
    throw new Fault(`Expected an address postgres://… but found ${url.protocol}//…`)
  const host = url.searchParams.get('host')
  if (host === null) return { url: text, socket: {} }
  const port = Number(url.searchParams.get('port') ?? (url.port || '5432'))
  url.searchParams.delete('host')
  url.searchParams.delete('port')
  return { url: url.toString(), socket: { host, port } }
}

/** What Node says of a socket and PostgreSQL of a session (class 08, 57P01 to 57P03) when the server went away. */
const LOST = /^(EPIPE|ECONNRESET|ECONNREFUSED|ENOENT|CONNECTION_\w+|CONNECT_TIMEOUT|57P0[123]|08\w{3})$/

const codeOf = (error: unknown) => String((error as { code?: unknown } | null)?.code ?? '')

/**
 * True where an error only means that the server went away. A pool heals by itself, but postgres.js asks each new connection for the array
 * types and hands a failure of that question to nobody: a program that has to outlive its server lets such a rejection pass.
 */
export function isLostConnection(error: unknown): boolean {
  return LOST.test(codeOf(error)) || isLateWrite(error)
}

/** Over a limit of time (57014, 55P03), and a server that takes no more connections (53300). */
const TOO_SLOW = /^(57014|55P03|53300)$/

/** True where the database could not answer now, whatever was asked: the same may be asked again in a while. */
export function isUnavailable(error: unknown): boolean {
  return isLostConnection(error) || TOO_SLOW.test(codeOf(error))
}

/**
 * A transaction that was waiting for something else when its connection was lost writes its next statement to a socket that is gone:
 * postgres.js then throws outside every promise. Its queries were rejected already, and the connection is made again.
 */
function isLateWrite(error: unknown): boolean {
  return error instanceof TypeError && error.message.includes("reading 'write'") && /postgres\/src\/connection\.js/.test(error.stack ?? '')
}

/** The same server, another database. */
export function urlOfDatabase(url: string, name: string): string {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(name)}`
  return other.toString()
}

/** For messages and logs. */
export function withoutPassword(url: string): string {
  const shown = new URL(url)
  if (shown.password !== '') shown.password = '***'
  return shown.toString()
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return message ? `it said: ${message}` : `the connection failed (${code ?? 'no reason given'})`
}
