import type { DueDate } from '@ruqsat/clock'
import type { Fragment, Sql } from '@ruqsat/database'
import type { CaseState } from '@ruqsat/engine'
import { MOST_COUNTED, placeOfTask, type TaskFilter, type TaskPlace, type TaskQuery, type TaskSort } from '../task-lists.ts'
import { readDueDates } from './due-dates.ts'
import { filterOf, scopesOf, type TaskScope } from './task-filter.ts'

export type StoredTaskQuery = TaskQuery & TaskScope

export type ListedTask = {
  readonly caseId: string
  readonly taskId: string
  readonly state: CaseState
  readonly applicantName: string
  /** With how it was counted. */
  readonly due: DueDate | null
}

export type ListedPage = {
  readonly tasks: readonly ListedTask[]
  readonly previous: TaskPlace | null
  readonly next: TaskPlace | null
  readonly total: number
  readonly late: number
  readonly counts: readonly number[]
}

const DEFAULT_LIMIT = 50
const MOST_ROWS = 200

/** One page of open tasks: the keys of its rows from an index, then those rows alone. What is counted is counted to `MOST_COUNTED`. */
export async function listTasks(sql: Sql, schema: string, query: StoredTaskQuery): Promise<ListedPage> {
  const limit = Math.min(query.limit ?? DEFAULT_LIMIT, MOST_ROWS)
  const [found, [total, late, ...counts]] = await Promise.all([
    readPage(sql, schema, query, limit),
    countTasks(sql, schema, query, [{}, { late: true }, ...(query.counts ?? [])]),
  ])
  const isBackwards = query.before !== undefined
  const page = isBackwards ? found.slice(0, limit).toReversed() : found.slice(0, limit)
  const dues = await readDueDates(sql, schema, page)
  const tasks = page.map((task, place) => ({ ...task, due: dues[place]! }))
  const hasMore = found.length > limit
  const placeAt = (task: ListedTask | undefined) => (task === undefined ? null : placeOfListed(task, query.sort))
  return {
    tasks,
    previous: (isBackwards ? hasMore : query.after !== undefined) ? placeAt(tasks[0]) : null,
    next: (isBackwards ? true : hasMore) ? placeAt(tasks.at(-1)) : null,
    total: total!,
    late: late!,
    counts,
  }
}

function placeOfListed({ state, taskId, due }: ListedTask, sort: TaskSort | undefined): TaskPlace {
  const { startedAt } = state.tasks.find(({ id }) => id === taskId)!
  return placeOfTask({ taskId, due, startedAt, openedAt: state.openedAt!, requestNumber: state.opening!.requestNumber }, sort)
}

type ReadTask = Omit<ListedTask, 'due'>

/** The rows of the page, and one more where there is one; backwards from `before`. */
function readPage(sql: Sql, schema: string, query: StoredTaskQuery, limit: number): Promise<readonly ReadTask[]> {
  return sql<ReadTask[]>`
    select page.case_id as "caseId", page.task_id as "taskId", c.fixed || c.state as state, coalesce(p.data->>'name', '') as "applicantName"
    from (${pageKeys(sql, schema, query, limit)}) as page
    join ${sql(schema)}.case_file c on c.authority = page.authority and c.case_id = page.case_id
    left join ${sql(schema)}.party p on p.authority = c.authority and p.digest = c.applicant_ref
    order by page.sort_key ${directionOf(sql, query)}, page.second_key ${directionOf(sql, query)}, page.task_id ${directionOf(sql, query)}`
}

/** Exported for the test of its plan: a range of one index for each scope, none of which reads more than a page. */
export function pageKeys(sql: Sql, schema: string, query: StoredTaskQuery, limit: number): Fragment {
  const { sort = 'due' } = query
  const column = COLUMNS[sort](sql)
  const isByDue = sort === 'due'
  const direction = directionOf(sql, query)
  const filter = filterOf(sql, schema, query)
  const from = query.after ?? query.before
  const past = isDescending(query) ? sql`<` : sql`>`
  const keys = isByDue ? sql`${column}, t.started_at, t.task_id` : sql`${column}, t.task_id`
  const start = from === undefined ? sql`true` : sql`(${keys}) ${past} (${keyValue(sql, sort, from.key)}, ${from.id})`
  const second = isByDue ? sql`t.started_at` : sql`null::timestamptz`
  const order = isByDue
    ? sql`${column} ${direction}, t.started_at ${direction}, t.task_id ${direction}`
    : sql`${column} ${direction}, t.task_id ${direction}`
  const ranges = scopesOf(sql, query, query).map(
    (scope) => sql`(
      select ${column} as sort_key, ${second} as second_key, t.authority, t.case_id, t.task_id
      from ${sql(schema)}.task t where ${scope} and ${filter} and ${start}
      order by ${order} limit ${limit + 1})`,
  )
  const all = ranges.reduce((one, other) => sql`${one} union all ${other}`)
  return sql`
    select keys.* from (${all}) as keys
    order by keys.sort_key ${direction}, keys.second_key ${direction}, keys.task_id ${direction} limit ${limit + 1}`
}

const COLUMNS: Readonly<Record<TaskSort, (sql: Sql) => Fragment>> = {
  due: (sql) => sql`t.sort_due`,
  opened: (sql) => sql`t.opened_at`,
  newest: (sql) => sql`t.opened_at`,
  number: (sql) => sql`t.number`,
}

/** The newest first is read from the end, and so is what comes before a place. */
function isDescending({ sort, before }: Pick<TaskQuery, 'sort' | 'before'>): boolean {
  return (sort === 'newest') !== (before !== undefined)
}

function directionOf(sql: Sql, query: Pick<TaskQuery, 'sort' | 'before'>): Fragment {
  return isDescending(query) ? sql`desc` : sql`asc`
}

function keyValue(sql: Sql, sort: TaskSort, key: string): Fragment {
  if (sort === 'number') return sql`${key}::text`
  if (sort !== 'due') return sql`${key}::text::timestamptz`
  // An address of an earlier release has the due instant alone: from the beginning of those that are due then.
  const [due = '', started = '-infinity'] = key.split(' ')
  return sql`${due}::text::timestamptz, ${started}::text::timestamptz`
}

/** How many tasks there are under each of these conditions on top of the query's own, counted to one more than `MOST_COUNTED`. One round trip. */
async function countTasks(sql: Sql, schema: string, query: StoredTaskQuery, conditions: readonly TaskFilter[]): Promise<readonly number[]> {
  const counted = conditions.map((condition) => {
    const wanted = { ...query, ...condition }
    const filter = filterOf(sql, schema, wanted)
    const ranges = scopesOf(sql, query, wanted).map(
      (scope) => sql`(select from ${sql(schema)}.task t where ${scope} and ${filter} limit ${MOST_COUNTED + 1})`,
    )
    const all = ranges.reduce((one, other) => sql`${one} union all ${other}`)
    return sql`(select count(*)::int from (select from (${all}) as each limit ${MOST_COUNTED + 1}) as counted)`
  })
  const [row] = await sql<{ counts: number[] }[]>`select array[${counted.reduce((one, other) => sql`${one}, ${other}`)}] as counts`
  return row!.counts
}
