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

export type Histories = {
  /** Up to a version of the case; without one, as it is now. */
  read(key: CaseKey, version?: number): Promise<readonly CaseEvent[]>
  /** What a step of this process has added: the case has this version now. */
  grow(key: CaseKey, version: number, added: readonly CaseEvent[]): void
}

export function openHistories(sql: Sql, schema: string): Histories {
  const kept = new Map<string, readonly CaseEvent[]>()
  const nameOf = ({ authority, caseId }: CaseKey) => `${authority} ${caseId}`

  function keep(name: string, events: readonly CaseEvent[]): void {
    kept.delete(name)
    if (events.length > MOST_EVENTS_KEPT) return
    kept.set(name, events)
    if (kept.size > HISTORIES_KEPT) kept.delete(kept.keys().next().value!)
  }

  return {
    async read(key, version) {
      const name = nameOf(key)
      const known = kept.get(name)
      if (version !== undefined && known !== undefined && known.length >= version) return known.slice(0, version)
      const events = await readEvents(sql, schema, key)
      keep(name, events)
      return events.slice(0, version)
    },
    grow(key, version, added) {
      const name = nameOf(key)
      const known = kept.get(name)
      // As the database gives them: without what JSON leaves out.
      if (known?.length === version - added.length) keep(name, [...known, ...(JSON.parse(JSON.stringify(added)) as readonly CaseEvent[])])
    },
  }
}
