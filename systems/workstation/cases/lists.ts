import type { CaseHost, TaskPage, TaskQuery, TaskSummary } from '@ruqsat/caseflow'

/** A host gives this many at most at once. */
const MOST_AT_ONCE = 200

export type Asked = Required<Pick<TaskQuery, 'limit' | 'offset'>> & TaskQuery

/** One host's answer to what is asked of all: somebody's own tasks, or those of their authority. */
export type ListAt = (host: CaseHost, query: TaskQuery) => Promise<TaskPage>

/** One page of open tasks, of all hosts together, by due date. */
export async function tasksAt(hosts: readonly CaseHost[], list: ListAt, { limit, offset, ...query }: Asked): Promise<TaskPage> {
  if (hosts.length === 1 && limit <= MOST_AT_ONCE) return list(hosts[0]!, { ...query, limit, offset })
  const pages = await Promise.all(hosts.map((host) => firstTasks(host, list, query, offset + limit)))
  const tasks = pages.flatMap((page) => page.tasks).sort(byDue)
  const sum = (of: 'total' | 'late') => pages.reduce((sum, page) => sum + page[of], 0)
  return { tasks: tasks.slice(offset, offset + limit), total: sum('total'), late: sum('late') }
}

/** The first `count` tasks of one host, fetched in its own portions. */
async function firstTasks(host: CaseHost, list: ListAt, query: TaskQuery, count: number): Promise<TaskPage> {
  const tasks: TaskSummary[] = []
  for (;;) {
    const page = await list(host, { ...query, limit: Math.min(MOST_AT_ONCE, count - tasks.length), offset: tasks.length })
    tasks.push(...page.tasks)
    if (page.tasks.length === 0 || tasks.length >= Math.min(count, page.total)) return { tasks, total: page.total, late: page.late }
  }
}

/** By due date, those without one last. */
function byDue(one: TaskSummary, other: TaskSummary): number {
  const [left, right] = [one.due?.due ?? '~', other.due?.due ?? '~']
  return left < right ? -1 : left > right ? 1 : one.startedAt < other.startedAt ? -1 : 1
}

/** More open tasks than this are a matter for a report, not for one page. */
export const OVERVIEW_LIMIT = 1000
