// What somebody wants to see of a list, as the address of the page says it: filters, order, place. An address that is not ours loses what is
// not understood in it, and nothing else.
import type { TaskFilter, TaskPlace, TaskQuery, TaskSort } from '@ruqsat/caseflow'
import { TASK_SORTS } from '@ruqsat/caseflow'
import { addDays, toInstant, toLocal, type ZoneRules } from '@ruqsat/clock'
import { tidyLine, type Instant } from '@ruqsat/foundation'
import { ACTION_RULES, type Action } from '@ruqsat/law'
import type { WorkstationDeps } from '../deps.ts'
import { INSTANT } from './places.ts'

/** Days from today that a tab looks ahead; `late` looks back. */
export const DUE_TABS = { late: 0, today: 1, week: 7 } as const
export type DueTab = keyof typeof DUE_TABS

export type WantedTasks = {
  readonly text: string
  /** `regulation/variant`; empty where all. */
  readonly service: string
  /** What is to be done; empty where anything. */
  readonly action: Action | ''
  readonly officer: string
  readonly due: DueTab | ''
  readonly sort: TaskSort
  readonly after: TaskPlace | null
  readonly before: TaskPlace | null
}

const LONGEST_TEXT = 200
const LONGEST_ID = 200

export function wantedIn(query: Readonly<Record<string, unknown>>): WantedTasks {
  const text = (name: string, longest = LONGEST_ID) => {
    const value = query[name]
    return typeof value === 'string' ? tidyLine(value).slice(0, longest) : ''
  }
  const oneOf = <V extends string>(name: string, known: readonly V[]) => known.find((each) => each === text(name))
  const sort = oneOf('sort', TASK_SORTS) ?? 'due'
  const after = placeIn(text('after'), sort)
  return {
    text: text('text', LONGEST_TEXT),
    service: text('service'),
    action: oneOf('action', Object.keys(ACTION_RULES) as Action[]) ?? '',
    officer: text('officer'),
    due: oneOf('due', Object.keys(DUE_TABS) as DueTab[]) ?? '',
    sort,
    after,
    before: after === null ? placeIn(text('before'), sort) : null,
  }
}

/** `key~id`, where the key is what the order sorts by: by due date that and the start. */
function placeIn(text: string, sort: TaskSort): TaskPlace | null {
  const [, key = '', id = ''] = /^([^~]+)~([^~]+)$/.exec(text) ?? []
  const parts = sort === 'due' ? key.split(' ') : [key]
  const isKey =
    sort === 'number' ||
    (parts.length <= 2 && parts.every((part, place) => isInstant(part) || (sort === 'due' && place === 0 && part === 'infinity')))
  return id !== '' && isKey ? { key, id } : null
}

function isInstant(text: string): boolean {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text))
}

/** The same list from its first page, with something changed. */
export function changed(wanted: WantedTasks, change: Partial<WantedTasks>): WantedTasks {
  return { ...wanted, after: null, before: null, ...change }
}

/** The part of the address behind the path; empty where nothing special is wanted. */
export function searchOf({ after, before, sort, ...filters }: WantedTasks): string {
  const place = (one: TaskPlace | null) => (one === null ? '' : `${one.key}~${one.id}`)
  const all = { ...filters, sort: sort === 'due' ? '' : sort, after: place(after), before: place(before) }
  const search = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== '')).toString()
  return search === '' ? '' : `?${search}`
}

export function isFiltered({ text, service, action, officer, due }: WantedTasks): boolean {
  return [text, service, action, officer, due].some((each) => each !== '')
}

/** As hosts understand it; a tab of each kind is counted besides, in the order of `DUE_TABS`. */
export function queryOf(deps: Pick<WorkstationDeps, 'regulations'>, wanted: WantedTasks, now: Instant, zone: ZoneRules): TaskQuery {
  const { text, service, action, officer, due, sort, after, before } = wanted
  return {
    now,
    sort,
    ...(text !== '' && { text }),
    ...(service !== '' && { service }),
    ...(action !== '' && { steps: stepsWith(deps, action) }),
    ...(officer !== '' && { officer }),
    ...(due !== '' && dueIn(due, now, zone)),
    ...(after !== null && { after }),
    ...(before !== null && { before }),
    counts: [EVERY_DUE, ...Object.keys(DUE_TABS).map((tab) => ({ ...EVERY_DUE, ...dueIn(tab as DueTab, now, zone) }))],
  }
}

/** Takes back what a tab narrows. */
const EVERY_DUE = { late: undefined, dueBefore: undefined } as unknown as TaskFilter

function dueIn(tab: DueTab, now: Instant, zone: ZoneRules): TaskFilter {
  if (tab === 'late') return { late: true }
  return { dueBefore: toInstant(addDays(toLocal(now, zone).date, DUE_TABS[tab]), '00:00', zone) }
}

/** Steps at which this is to be done, in all editions that are installed: an open case may be pinned to an earlier one. */
function stepsWith(deps: Pick<WorkstationDeps, 'regulations'>, action: Action): readonly string[] {
  return [...actionsByStep(deps)].filter(([, each]) => each === action).map(([step]) => step)
}

/** What is to be done at each `regulation/variant/step`. */
export function actionsByStep({ regulations }: Pick<WorkstationDeps, 'regulations'>): ReadonlyMap<string, Action> {
  return new Map(
    regulations.editions.flatMap(({ regulation }) =>
      regulation.variants.flatMap((variant) =>
        variant.procedure.steps.map((step) => [`${regulation.id}/${variant.id}/${step.id}`, step.action] as const),
      ),
    ),
  )
}
