// Work lists as hosts offer them: what may be asked of open tasks, and what comes back.
import type { DueDate } from '@ruqsat/clock'
import type { Instant } from '@ruqsat/foundation'

/** What is wanted of open tasks; each that is given narrows the list. */
export type TaskFilter = {
  /** An IIN or BIN whole; else each word at the beginning of a word of the applicant's name or of the request number, in any order (`searchWords`). */
  readonly text?: string
  /** The instant by which work is late that its timer has not marked yet. */
  readonly now?: Instant
  /** `regulation/variant`. */
  readonly service?: string
  /** Each `regulation/variant/step`. */
  readonly steps?: readonly string[]
  readonly dueBefore?: Instant
  /** With this officer. */
  readonly officer?: string
  readonly late?: true
}

/** By due date with those that have none last, and of those that are due at one instant by their start; by the opening of the case, or the newest first; by the request number. */
export type TaskSort = 'due' | 'opened' | 'newest' | 'number'
export const TASK_SORTS: readonly TaskSort[] = ['due', 'opened', 'newest', 'number']

/** Where a page begins or ends: the key of the task there in the order of the list (by due date: the due instant, a space, the start), and its id. A page that begins after it misses and repeats no task that was there all the time. */
export type TaskPlace = { readonly key: string; readonly id: string }

type Placed = Pick<TaskSummary, 'taskId' | 'due' | 'startedAt' | 'openedAt' | 'requestNumber'>

/** The place of a task in a list of this order; one that has no due date comes last. */
export function placeOfTask({ due, startedAt, openedAt, requestNumber, taskId: id }: Placed, sort: TaskSort = 'due'): TaskPlace {
  if (sort === 'due') return { key: `${due?.due ?? NO_DUE} ${startedAt}`, id }
  return { key: sort === 'number' ? requestNumber : openedAt, id }
}

/** After every instant, for PostgreSQL and in the order of texts. */
const NO_DUE = 'infinity'

/** A host gives 200 tasks at most at once. `counts`: what is counted besides, each under a condition that takes the place of the filter's own. */
export type TaskQuery = TaskFilter & {
  readonly sort?: TaskSort
  /** The page after this place, or the one before; the first where neither is given. */
  readonly after?: TaskPlace
  readonly before?: TaskPlace
  readonly limit?: number
  readonly counts?: readonly TaskFilter[]
}

/** Tasks are counted to here; one more means that there are more. */
export const MOST_COUNTED = 1_000

export type TaskPage = {
  readonly tasks: readonly TaskSummary[]
  /** What the page before ends before, and the next one begins after; null at the ends of the list. */
  readonly previous: TaskPlace | null
  readonly next: TaskPlace | null
  /** Counted to `MOST_COUNTED`, as is everything here. */
  readonly total: number
  readonly late: number
  readonly counts: readonly number[]
}

/** One open task. What it is and by which paragraph, the edition says: its variant's step of this id. */
export type TaskSummary = {
  readonly caseId: string
  readonly taskId: string
  readonly requestNumber: string
  readonly editionHash: string
  readonly variantId: string
  readonly stepId: string
  readonly applicantName: string
  /** When the case was opened. */
  readonly openedAt: Instant
  readonly startedAt: Instant
  readonly due: DueDate | null
  readonly late: boolean
  readonly assignee: string | null
}

export type LoadCount = { readonly open: number; readonly late: number }

/** Open and late tasks of an authority. `officerId` is null for work that nobody has by name; services and steps are named as filters name them. */
export type TaskLoad = LoadCount & {
  readonly byOfficer: readonly (LoadCount & { readonly officerId: string | null })[]
  readonly byService: readonly (LoadCount & { readonly service: string })[]
  readonly byStep: readonly (LoadCount & { readonly step: string })[]
  /** There is more than was counted: what is due first is in it. */
  readonly isCut: boolean
}

/** An officer by the id of the actor, and how many open tasks are assigned to them, counted to `MOST_COUNTED`. */
export type OfficerWithWork = { readonly officerId: string; readonly open: number }
