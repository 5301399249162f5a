import type { Sql } from '@ruqsat/database'
import type { CaseEvent, Opening } from '@ruqsat/engine'

export type CaseKey = Pick<Opening, 'authority' | 'caseId'>

/** Oldest first. */
async function readEvents(sql: Sql, schema: string, { authority, caseId }: CaseKey): Promise<readonly CaseEvent[]> {
  const rows = await sql<{ body: CaseEvent }[]>`select body from ${sql(schema)}.event 
    where authority = ${authority} and case_id = ${caseId} order by sequence`
  return rows.map(({ body }) => body)
}

/** Histories of the cases that were read last. A case has as many events as its version says, and none of them ever changes. */
const HISTORIES_KEPT = 64
/** One that is longer is read each time: the memory is for many. */
const MOST_EVENTS_KEPT = 200

/** Reads a history up to a version; without one, as it is now. */
export function openHistories(sql: Sql, schema: string): (key: CaseKey, version?: number) => Promise<readonly CaseEvent[]> {
  const kept = new Map<string, readonly CaseEvent[]>()

  function keep(name: string, events: readonly CaseEvent[]): void {
    kept.delete(name)
    if (events.length > MOST_EVENTS_KEPT) return
    kept.set(name, events)
    if (kept.size > HISTORIES_KEPT) kept.delete(kept.keys().next().value!)
  }

  return async (key, version) => {
    const name = `${key.authority} ${key.caseId}`
    const known = kept.get(name)
    if (version !== undefined && known !== undefined && known.length >= version) return known.slice(0, version)
    const events = await readEvents(sql, schema, key)
    keep(name, events)
    return events.slice(0, version)
  }
}
