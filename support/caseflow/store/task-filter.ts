// The conditions of a work list. Each list is a few ranges of one index ("scopes"); filters are read from the same index, so that no row is
// fetched that is not shown. docs/decisions/0077-indexed-work-lists.md.
import { codeKey, searchWords, tidyLine } from '@ruqsat/foundation'
import type { Fragment, Sql } from '@ruqsat/database'
import type { TaskFilter } from '../task-lists.ts'

export type TaskHolder = { readonly role: string; readonly actorId: string; readonly unit?: string }

/** Whose open tasks: of an authority, or of an outside unit. */
export type TaskScope = {
  readonly authority: string
  /**
   * Whose list: an official in this role. Work that is assigned to a colleague is left out, and of what bodies are asked (`isOfUnit`), that of
   * other units. Several where somebody acts for others too. Without it: everybody's.
   */
  readonly of?: readonly TaskHolder[]
  /** The person, in whichever post: complaints at which they may not work are left out. */
  readonly person?: string
}

/** One condition for each range of an index whose union is the list; no task is in two of them. Wanted steps are ranges of their own where they can be. */
export function scopesOf(sql: Sql, { authority, of }: TaskScope, { officer, steps }: TaskFilter): readonly Fragment[] {
  const inSteps = steps === undefined ? sql`true` : sql`t.service || '/' || t.step_id = any(${[...steps]})`
  // Work of other authorities that comes to this one as an outside unit.
  const fromOutside = sql`t.unit_authority = ${authority} and t.authority <> ${authority} and ${inSteps}`
  if (of === undefined) {
    if (officer !== undefined) return [sql`t.authority = ${authority} and t.desk = ${deskOfOfficer(officer)} and ${inSteps}`]
    if (steps === undefined) return [sql`t.authority = ${authority}`, fromOutside]
    const ranges = [...new Set(steps)].map((step) => {
      const { service, stepId } = partsOfStep(step)
      return sql`t.authority = ${authority} and t.service = ${service} and t.step_id = ${stepId}`
    })
    return [...ranges, fromOutside]
  }
  if (of.length === 0) return [sql`false`]
  const desks = [...new Set(of.flatMap(desksOf))]
  return [
    ...desks.map((desk) => sql`t.authority = ${authority} and t.desk = ${desk} and ${inSteps}`),
    ...[...Map.groupBy(of, ({ role }) => role)].map(
      ([role, holders]) =>
        sql`${fromOutside} and t.role = ${role} and (t.assignee is null or t.assignee = any(${holders.map(({ actorId }) => actorId)}))`,
    ),
  ]
}

/** As the column `desk` of a task says it. */
function desksOf({ role, actorId, unit }: TaskHolder): readonly string[] {
  const ofAll = role !== 'interestedBody' ? [`${role} -`] : unit === undefined ? [] : [`${role} unit:${unit}`]
  return [`${role} of:${actorId}`, ...ofAll]
}

/** Before the id of the officer. */
export const OFFICERS_DESK = 'officer of:'

function deskOfOfficer(officer: string): string {
  return `${OFFICERS_DESK}${officer}`
}

/** A step as filters name it, after its service: no id of a step has a slash. */
function partsOfStep(step: string): { readonly service: string; readonly stepId: string } {
  const slash = step.lastIndexOf('/')
  return { service: step.slice(0, slash), stepId: step.slice(slash + 1) }
}

/** What else is wanted of the tasks in a scope. */
export function filterOf(sql: Sql, schema: string, filter: TaskFilter & Pick<TaskScope, 'person'>): Fragment {
  const { person, service, dueBefore, officer, late, now, text = '' } = filter
  const wanted = [
    ...(person === undefined ? [] : [notBarred(sql, schema, person)]),
    ...(service === undefined ? [] : [sql`t.service = ${service}`]),
    ...(dueBefore === undefined ? [] : [sql`t.sort_due < ${dueBefore}`]),
    ...(officer === undefined ? [] : [sql`t.assignee = ${officer}`]),
    ...(late === true ? [lateAt(sql, now)] : []),
    ...(tidyLine(text) === '' ? [] : [found(sql, schema, text)]),
  ]
  return wanted.reduce((all, each) => sql`${all} and ${each}`, sql`true`)
}

/** Read once for a list, not once for a row. */
function notBarred(sql: Sql, schema: string, person: string): Fragment {
  return sql`t.case_id <> all (array(
    select c.case_id from ${sql(schema)}.case_file c where c.status = 'open' and c.state ? 'barred' and c.state->'barred'->'officials' ? ${person}))`
}

/** Work that is due before `now` is late, whether or not its timer has marked it yet. What is marked is never due later: the range ends at `now`. */
function lateAt(sql: Sql, now: TaskFilter['now']): Fragment {
  return now === undefined ? sql`t.is_late` : sql`t.sort_due <= ${now} and (t.is_late or t.sort_due < ${now})`
}

/** Of an IIN and of a BIN. */
const IDENTIFIER_LENGTH = 12

/** An identifier whole, as the law lets staff look one up; else every typed word at the beginning of a word of the name or of the number. */
function found(sql: Sql, schema: string, text: string): Fragment {
  const key = codeKey(text)
  if (key.length === IDENTIFIER_LENGTH && /^[0-9]+$/.test(key))
    return sql`(t.authority, t.case_id) in (
      select c.authority, c.case_id from ${sql(schema)}.party p join ${sql(schema)}.case_file c on c.authority = p.authority and c.applicant_ref = p.digest
      where p.data->>'iin' = ${key} or p.data->>'bin' = ${key})`
  const query = wordQuery(text)
  return query === null ? sql`false` : sql`t.words @@ ${query}::tsquery`
}

/** A `tsquery` of folded words; null where nothing typed is a word. Words hold letters, marks and digits alone, so nothing needs an escape. */
export function wordQuery(text: string): string | null {
  const typed = tidyLine(text)
    .split(' ')
    .map((each) => {
      const key = codeKey(each)
      const ways = [searchWords(each), key === '' ? [] : [key]].filter((words) => words.length > 0)
      return ways.map((words) => `(${words.map((word) => `'${word}':*`).join(' & ')})`).join(' | ')
    })
    .filter((each) => each !== '')
  return typed.length === 0 ? null : typed.map((each) => `(${each})`).join(' & ')
}
