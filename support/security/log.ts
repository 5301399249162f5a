import { migrate, technicalClock as machineClock, type AnySql, type Database, type TechnicalClock } from '@ruqsat/database'
import type { KeptEntry, SecurityEntry } from './core/entry.ts'
import { chainArrivals, insertEntry, looksAt, newestEntries, type EntryQuery } from './store/entries.ts'

export const SECURITY_SCHEMA = { schema: 'security', folder: new URL('./store/migrations/', import.meta.url) }

export type SecurityLog = {
  /** Durable when it answers. What must not happen without its entry awaits it first. `tx`: within the caller's transaction, which keeps nobody waiting. */
  record(entry: SecurityEntry, tx?: AnySql): Promise<void>
  /** Who has read these cases, or something of them, the newest first; behind the entry `before`. */
  looksAt(caseIds: readonly string[], page: { readonly before?: number | null; readonly limit: number }): Promise<readonly KeptEntry[]>
  /** The log itself, the newest first. */
  newest(query: EntryQuery): Promise<readonly KeptEntry[]>
}

/** Within the transaction of the change that it is about. */
export function recordWith(tx: AnySql, entry: SecurityEntry): Promise<void> {
  return insertEntry(tx, entry, machineClock.now())
}

/** For the command line: the schema is brought up where the first entry needs it. */
export function securityLogOf(database: Database): Pick<SecurityLog, 'record'> {
  let opening: Promise<SecurityLog> | null = null
  return {
    async record(entry, tx) {
      opening ??= openSecurityLog(database)
      await (await opening).record(entry, tx)
    },
  }
}

/** Brings up the schema. Any number of rooms and processes may write at once; the database puts their entries in one row. */
export async function openSecurityLog(database: Database, clock: TechnicalClock = machineClock): Promise<SecurityLog> {
  await migrate(database, SECURITY_SCHEMA)
  const { sql } = database
  return {
    record: (entry, tx = sql) => insertEntry(tx, entry, clock.now()),
    async looksAt(caseIds, { before = null, limit }) {
      if (caseIds.length === 0) return []
      await chainArrivals(sql)
      return looksAt(sql, caseIds, before, limit)
    },
    async newest(query) {
      await chainArrivals(sql)
      return newestEntries(sql, query)
    },
  }
}
