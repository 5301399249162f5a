import { replacedVersions } from '@ruqsat/clock'
import { isRefusal } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import type { ClockTables } from '@ruqsat/law'
import type { CaseflowCore } from './caseflow.ts'
import { casesByCalendar } from './store/calendars.ts'

const BATCH_SIZE = 20

type CalendarDeps = {
  readonly sql: Sql
  readonly schema: string
  readonly tables: ClockTables
  readonly core: CaseflowCore
  readonly onFault: (error: unknown) => void
}

/**
 * Counts open cases again, batch by batch, once the law has changed their calendar; answers how many of the batch changed. What is left to do
 * is kept in the cases themselves, so a crash loses nothing, and a case that was counted again is found no more, by whichever process. One
 * that
 * cannot be counted (a table that ends) is passed over and comes again after the last.
 */
export function calendarWork({ sql, schema, tables, core, onFault }: CalendarDeps): () => Promise<number> {
  const replaced = replacedVersions(tables.calendars, tables.zones)
  let after = ''
  const changeOf = async (caseId: string): Promise<number> => {
    try {
      const answer = await core.step({
        caseId,
        actor: { kind: 'system', id: 'calendar' },
        plan: () => ({ command: { kind: 'changeCalendar' } }),
      })
      return isRefusal(answer) ? 0 : Math.min(answer.events.length, 1)
    } catch (error) {
      onFault(error)
      return 0
    }
  }
  return async () => {
    if (replaced.length === 0) return 0
    const cases = await casesByCalendar(sql, schema, replaced, after, BATCH_SIZE)
    after = cases.length < BATCH_SIZE ? '' : cases.at(-1)!
    const changed = await Promise.all(cases.map(changeOf))
    return changed.reduce((sum, each) => sum + each, 0)
  }
}
