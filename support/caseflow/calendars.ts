import { replacedVersions } from '@ruqsat/clock'
import { isRefusal, wordsOf } from '@ruqsat/foundation'
import type { Sql, TechnicalClock } from '@ruqsat/database'
import type { ClockTables } from '@ruqsat/law'
import type { CaseflowCore } from './caseflow.ts'
import { passIncident, reportIncident } from './store/incidents.ts'
import { casesByCalendar } from './store/calendars.ts'

const BATCH_SIZE = 20

type CalendarDeps = {
  readonly sql: Sql
  readonly schema: string
  readonly tables: ClockTables
  readonly core: CaseflowCore
  readonly onFault: (error: unknown) => void
  readonly technicalClock: TechnicalClock
}

/**
 * Counts open cases again, batch by batch, once the law has changed their calendar; answers how many of the batch changed. What is left to do
 * is kept in the cases themselves, so a crash loses nothing, and a case that was counted again is found no more, by whichever process. One
 * that
 * cannot be counted (a table that ends) is passed over and comes again after the last.
 */
export function calendarWork({ sql, schema, tables, core, onFault, technicalClock }: CalendarDeps): () => Promise<number> {
  const replaced = replacedVersions(tables.calendars, tables.zones)
  let after = ''
  const changeOf = async (caseId: string): Promise<number> => {
    try {
      const answer = await core.step({
        caseId,
        actor: { kind: 'system', id: 'calendar' },
        plan: () => ({ command: { kind: 'changeCalendar' } }),
      })
      if (isRefusal(answer)) return await failed(caseId, wordsOf(answer).text.en)
      const { authority } = answer.state.opening!
      if (answer.events.length > 0)
        await passIncident(sql, schema, { authority, caseId, kind: 'calendar', subject: '' }, technicalClock.now())
      return Math.min(answer.events.length, 1)
    } catch (error) {
      onFault(error)
      return failed(caseId, error).catch(() => 0)
    }
  }
  /** It comes again after the last case; what does not pass by itself is seen by a person. */
  const failed = async (caseId: string, error: unknown): Promise<0> => {
    const seen = await core.read(caseId)
    const authority = seen?.state.opening?.authority
    if (authority === undefined) return 0
    const at = technicalClock.now()
    await reportIncident(sql, schema, { authority, caseId, kind: 'calendar', subject: '', neighbour: 'clock', error, at, shownAfter: 3 })
    return 0
  }
  return async () => {
    if (replaced.length === 0) return 0
    const cases = await casesByCalendar(sql, schema, replaced, after, BATCH_SIZE)
    after = cases.length < BATCH_SIZE ? '' : cases.at(-1)!
    const changed = await Promise.all(cases.map(changeOf))
    return changed.reduce((sum, each) => sum + each, 0)
  }
}
