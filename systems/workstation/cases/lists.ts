import {
  placeOfTask,
  type CaseHost,
  type TaskPage,
  type TaskPlace,
  type TaskQuery,
  type TaskSort,
  type TaskSummary,
} from '@ruqsat/caseflow'

export type Asked = TaskQuery & { readonly limit: number }

/** One host's answer to what is asked of all: somebody's own tasks, or those of their authority. */
export type ListAt = (host: CaseHost, query: TaskQuery) => Promise<TaskPage>

/** One page of open tasks, of all hosts together. No host reads more than one page. */
export async function tasksAt(hosts: readonly CaseHost[], list: ListAt, query: Asked): Promise<TaskPage> {
  const pages = await Promise.all(hosts.map((host) => list(host, query)))
  if (pages.length === 1) return pages[0]!
  const { limit, sort } = query
  const tasks = pages.flatMap((page) => page.tasks).sort((one, other) => compare(one, other, sort))
  const isBackwards = query.before !== undefined
  const shown = isBackwards ? tasks.slice(-limit) : tasks.slice(0, limit)
  const isCut = tasks.length > shown.length
  const hasMore = (end: 'previous' | 'next') => isCut || pages.some((page) => page[end] !== null)
  const sum = (of: (page: TaskPage) => number) => pages.reduce((all, page) => all + of(page), 0)
  return {
    tasks: shown,
    previous: (isBackwards ? hasMore('previous') : query.after !== undefined) ? placeAt(shown[0], sort) : null,
    next: (isBackwards ? true : hasMore('next')) ? placeAt(shown.at(-1), sort) : null,
    total: sum(({ total }) => total),
    late: sum(({ late }) => late),
    counts: (query.counts ?? []).map((_, place) => sum(({ counts }) => counts[place]!)),
  }
}

function placeAt(task: TaskSummary | undefined, sort: TaskSort | undefined): TaskPlace | null {
  return task === undefined ? null : placeOfTask(task, sort)
}

/** In the order of the list, as a host has it. */
function compare(one: TaskSummary, other: TaskSummary, sort: TaskSort | undefined): number {
  const [left, right] = [placeOfTask(one, sort), placeOfTask(other, sort)]
  const order = left.key === right.key ? (left.id < right.id ? -1 : 1) : left.key < right.key ? -1 : 1
  return sort === 'newest' ? -order : order
}
