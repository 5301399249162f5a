import type { DueDate } from '@ruqsat/clock'
import { Fault } from '@ruqsat/foundation'
import type { Sql } from '@ruqsat/database'
import { countedBefore, dueDateIn, type CaseEvent, type CaseState, type Counted, type TermOf } from '@ruqsat/engine'

type OpenTask = { readonly caseId: string; readonly taskId: string; readonly state: CaseState }
type Wanted = { readonly authority: string; readonly caseId: string; readonly term: TermOf; readonly event: number }

/**
 * How the due date of each task was counted, out of the events that their cases name; null where a task has none. One round trip, and one
 * more for each time that the law changed the calendar under an open task.
 */
export async function readDueDates(sql: Sql, schema: string, tasks: readonly OpenTask[]): Promise<readonly (DueDate | null)[]> {
  const known = new Map<string, CaseEvent>()
  const keyOf = (caseId: string, event: number) => `${caseId} ${event}`
  const terms = tasks.map(({ state, taskId }): Counted | null => state.tasks.find(({ id }) => id === taskId)?.due ?? null)
  let wanted = tasks.flatMap(({ caseId, taskId, state }, place): Wanted[] => {
    const due = terms[place]
    return due ? [{ authority: state.opening!.authority, caseId, term: { of: 'task', taskId }, event: due.event }] : []
  })
  while (wanted.length > 0) {
    for (const { caseId, sequence, body } of await readEventsByNumber(sql, schema, wanted)) known.set(keyOf(caseId, sequence), body)
    wanted = wanted.flatMap((each) => {
      const event = known.get(keyOf(each.caseId, each.event))
      if (event === undefined) throw new Fault(`Expected event ${each.event} of case ${each.caseId} but it is not there`)
      const before = countedBefore(event, each.term)
      return before === null ? [] : [{ ...each, event: before.event }]
    })
  }
  return tasks.map(({ caseId, taskId }, place) => {
    const due = terms[place]
    return due ? dueDateIn((number) => known.get(keyOf(caseId, number)), due, { of: 'task', taskId }) : null
  })
}

type NumberedEvent = { readonly caseId: string; readonly sequence: number; readonly body: CaseEvent }

async function readEventsByNumber(sql: Sql, schema: string, wanted: readonly Wanted[]): Promise<readonly NumberedEvent[]> {
  const keys = wanted.map(({ authority, caseId, event }) => ({ authority, caseId, sequence: event }))
  return sql<NumberedEvent[]>`
    select e.case_id as "caseId", e.sequence, e.body
    from jsonb_to_recordset(${sql.json(keys)}::jsonb) as k(authority text, "caseId" text, sequence int)
    join ${sql(schema)}.event e on e.authority = k.authority and e.case_id = k."caseId" and e.sequence = k.sequence`
}
