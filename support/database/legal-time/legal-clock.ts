import { Fault, type Instant, instantFromMs, msFromInstant, type Refusal } from '@ruqsat/foundation'
import type { AnySql, Database, TransactionSql } from '../connect.ts'
import { migrate } from '../migrate.ts'
import { refuseLegalTime } from '../refusals.ts'
import { keepReading, untilReadingsEnd } from './reading.ts'

/**
 * The law's time, kept in the database so that every process agrees. This folder is its only door; in SQL it is
 * `legal_time.now()`. Movable in the sandbox only, forward only, every move recorded with its actor.
 */
export type LegalClock = {
  /**
   * Inside a transaction (`now(tx)`) always the same value; without one, the value of this moment, read from the database at most twenty times
   * a second and never ahead of it.
   */
  now(sql?: AnySql): Promise<Instant>
  /** What the clock said so many milliseconds ago, whether or not it was moved since: for what a neighbour states of the past. */
  ago(ms: number, sql?: AnySql): Promise<Instant>
  /** Moves the clock to a later instant and answers with it; wakes whoever listens on `legal_time`. */
  advance(to: Instant, actor: string): Promise<Instant | Refusal>
  read(): Promise<LegalTimeReading>
}

export type LegalTimeReading = { readonly now: Instant; readonly offsetMs: number; readonly moves: readonly LegalTimeMove[] }
export type LegalTimeMove = { readonly actor: string; readonly movedAt: Instant; readonly from: Instant; readonly to: Instant }

export type InstallationMode = 'sandbox' | 'production'

export type LegalClockOptions = {
  /** The mode is written down at the first start; a sandbox's database never becomes a production one, nor the reverse. */
  readonly mode?: InstallationMode
  /** Sandbox, first start only: the legal instant to begin at, in the past or the future. Later starts ignore it. */
  readonly startAt?: Instant
}

export const LEGAL_TIME_SCHEMA = { schema: 'legal_time', folder: new URL('./migrations/', import.meta.url) }
/** The channel of NOTIFY on which a move is announced; the payload is the new instant. */
export const LEGAL_TIME_CHANNEL = 'legal_time'

/** Opens the clock, making it at the first start. A Fault where the database was made in the other mode. */
export async function openLegalClock(database: Database, { mode = 'sandbox', startAt }: LegalClockOptions = {}): Promise<LegalClock> {
  await migrate(database, LEGAL_TIME_SCHEMA)
  await startClock(database, mode, startAt)
  const reading = keepReading(async () => msFromInstant(await readNow(database.sql)))
  return {
    now: async (sql) => (sql === undefined ? instantFromMs(await reading.now()) : readNow(sql)),
    ago: (ms, sql = database.sql) => readAgo(ms, sql),
    async advance(to, actor) {
      const moved = (await database.sql.begin((tx) => advance(tx, to, actor))) as Instant | Refusal
      reading.forget()
      await untilReadingsEnd()
      return moved
    },
    read: () => readClock(database),
  }
}

async function startClock(database: Database, mode: InstallationMode, startAt: Instant | undefined): Promise<void> {
  if (startAt !== undefined && mode === 'production')
    throw new Fault('Expected production to run on the real date but a start date was configured')
  if (startAt !== undefined && !isInstant(startAt))
    throw new Fault(`Expected a start date like 2014-10-01T04:30:00.000Z but found '${startAt}'`)
  // Who only reads the clock may not write there: the row is made by the first who opens it, the owner.
  const isThere = (await database.sql`select from legal_time.clock`).length > 0
  if (!isThere)
    await database.sql`
    insert into legal_time.clock (mode, offset_ms, started_at)
    select ${mode}, coalesce((extract(epoch from ${startAt ?? null}::timestamptz - machine.now) * 1000)::bigint, 0), machine.now
    from (select date_trunc('milliseconds', clock_timestamp()) as now) as machine
    on conflict do nothing`
  const [clock] = await database.sql<{ mode: string }[]>`select mode from legal_time.clock`
  if (clock?.mode !== mode)
    throw new Fault(`Expected a database made in ${mode} mode but this one was made in ${clock?.mode} mode; give each its own database`)
}

async function readNow(sql: AnySql): Promise<Instant> {
  const [row] = await sql<{ now: Instant }[]>`select legal_time.now() as now`
  return row!.now
}

/** The first move after that moment shows how far legal time was from the machine's until then. */
async function readAgo(ms: number, sql: AnySql): Promise<Instant> {
  const [row] = await sql<{ then: Instant }[]>`
    select date_trunc('milliseconds', machine.at + coalesce(
      (select from_instant - moved_at from legal_time.moves where moved_at > machine.at order by number limit 1),
      (select offset_ms * interval '1 millisecond' from legal_time.clock))) as "then"
    from (select transaction_timestamp() - ${ms}::double precision * interval '1 millisecond' as at) as machine`
  return row!.then
}

async function advance(tx: TransactionSql, to: Instant, actor: string): Promise<Instant | Refusal> {
  if (actor === '') throw new Fault('Expected the name of whoever moves legal time but it is empty')
  if (!isInstant(to)) return refuseLegalTime('legal-time.not-an-instant', { facts: { to: String(to).slice(0, 40) } })
  const [clock] = await tx<{ mode: string; machine: Instant; now: Instant }[]>`
    select mode, date_trunc('milliseconds', clock_timestamp()) as machine,
      date_trunc('milliseconds', clock_timestamp()) + offset_ms * interval '1 millisecond' as now
    from legal_time.clock for update`
  const { mode, machine, now } = clock!
  if (mode === 'production') return refuseLegalTime('legal-time.production')
  if (msFromInstant(to) <= msFromInstant(now))
    return refuseLegalTime('legal-time.backwards', {
      facts: { now: { kind: 'instant', at: now }, to: { kind: 'instant', at: to } },
    })
  const offsetMs = msFromInstant(to) - msFromInstant(machine)
  await tx`update legal_time.clock set offset_ms = ${offsetMs}`
  await tx`insert into legal_time.moves (actor, moved_at, from_instant, to_instant, offset_ms) values (${actor}, ${machine}, ${now}, ${to}, ${offsetMs})`
  await tx`select pg_notify(${LEGAL_TIME_CHANNEL}, ${to})`
  return to
}

async function readClock(database: Database): Promise<LegalTimeReading> {
  return database.sql.begin('isolation level repeatable read read only', async (tx) => {
    const [clock] = await tx<
      { now: Instant; offsetMs: number }[]
    >`select legal_time.now() as now, offset_ms as "offsetMs" from legal_time.clock`
    const moves = await tx<LegalTimeMove[]>`
      select actor, moved_at as "movedAt", from_instant as "from", to_instant as "to" from legal_time.moves order by number`
    return { ...clock!, moves: [...moves] }
  }) as Promise<LegalTimeReading>
}

function isInstant(value: string): boolean {
  const ms = Date.parse(value)
  return Number.isFinite(ms) && instantFromMs(ms) === value
}
