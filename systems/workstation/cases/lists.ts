import type { CaseHost, TaskSummary } from '@ruqsat/caseflow'
import type { Actor } from '@ruqsat/engine'
import type { Instant } from '@ruqsat/foundation'
import { STAFF_WORK, type StaffWork } from './staff-work.ts'
import type { Staff } from '../contract.ts'
import type { Work } from '../deps.ts'
import { staffEverOfRole } from '../store/staff.ts'
import { actorOf } from './open.ts'

export type TaskPage = { readonly tasks: readonly TaskSummary[]; readonly total: number; readonly late: number }

/** A host gives this many at most at once. */
const MOST_AT_ONCE = 200

export type Asked = { readonly text: string; readonly now: Instant; readonly limit: number; readonly offset: number }

/** One page of this person's open tasks, of all hosts together, by due date. */
export async function tasksOf(hosts: readonly CaseHost[], actor: Actor, { text, now, limit, offset }: Asked): Promise<TaskPage> {
  const query = { now, ...(text !== '' && { text }) }
  if (hosts.length === 1) return hosts[0]!.listTasks(actor, { ...query, limit, offset })
  const pages = await Promise.all(hosts.map((host) => firstTasks(host, actor, query, offset + limit)))
  const tasks = pages.flatMap((page) => page.tasks).sort(byDue)
  const sum = (of: 'total' | 'late') => pages.reduce((sum, page) => sum + page[of], 0)
  return { tasks: tasks.slice(offset, offset + limit), total: sum('total'), late: sum('late') }
}

/** The first `count` tasks of one host, fetched in its own portions. */
async function firstTasks(
  host: CaseHost,
  actor: Actor,
  query: { readonly text?: string; readonly now?: Instant },
  count: number,
): Promise<TaskPage> {
  const tasks: TaskSummary[] = []
  for (;;) {
    const page = await host.listTasks(actor, { ...query, limit: Math.min(MOST_AT_ONCE, count - tasks.length), offset: tasks.length })
    tasks.push(...page.tasks)
    if (page.tasks.length === 0 || tasks.length >= Math.min(count, page.total)) return { tasks, total: page.total, late: page.late }
  }
}

/** By due date, those without one last. */
export function byDue(one: TaskSummary, other: TaskSummary): number {
  const [left, right] = [one.due?.due ?? '~', other.due?.due ?? '~']
  return left < right ? -1 : left > right ? 1 : one.startedAt < other.startedAt ? -1 : 1
}

/** More open cases than this are a matter for a report, not for one page. */
export const OVERVIEW_LIMIT = 1000

/**
 * Every open task of the head's authority, whoever has it. Hosts list work by role and by whom it was given to, so each role is asked for, and
 * each officer who ever worked here: nobody's work is invisible to the head because its holder has left.
 */
export async function tasksOfAuthority(work: Work, head: Staff): Promise<readonly TaskSummary[]> {
  const lists = await Promise.all(STAFF_WORK.map((each) => readersFor(work, head, each)))
  const found = await Promise.all(
    work.deps.hosts.flatMap((host) => lists.flat().map((reader) => firstTasks(host, reader, {}, OVERVIEW_LIMIT))),
  )
  const byId = new Map(found.flatMap(({ tasks }) => tasks).map((task) => [task.taskId, task]))
  return [...byId.values()].sort(byDue)
}

async function readersFor(work: Work, head: Staff, { role, isGivenOut }: StaffWork): Promise<readonly Actor[]> {
  const own = { ...actorOf(head), role }
  if (!isGivenOut) return [own]
  const people = await staffEverOfRole(work.deps.database.sql, head.authority, role)
  return [own, ...people.map(actorOf)]
}
