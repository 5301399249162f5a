// Everything open in the head's authority: where it is, with whom, how long it has; and chosen cases of one officer to another.
import type { Instant } from '@ruqsat/foundation'
import { fillText } from '@ruqsat/foundation'
import { Button, ErrorSummary, Form, localHref, Pagination, Select, Table, useLanguage, type FieldError } from '@ruqsat/web'
import { OVERVIEW_LIMIT, tasksAt } from '../cases/lists.ts'
import { namesOf } from '../cases/names.ts'
import { taskInLaw, type TaskInLaw } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, pageNumber, type Visit } from '../http/visit.ts'
import { staffOfRole } from '../store/staff.ts'
import { dueState, TaskDue } from './due.tsx'
import { sendWork } from './frame.tsx'
import { CaseChoice, ReassignFields, type Reassigning } from './reassign.tsx'
import { ServiceCell, TaskCell } from './work-list.tsx'
import texts from '../texts.yaml'

export const OVERVIEW_PAGE_SIZE = 25

type Overview = {
  readonly tasks: readonly TaskInLaw[]
  readonly names: ReadonlyMap<string, string>
  readonly now: Instant
  readonly page: number
  /** Whose work alone is shown; null where everybody's. */
  readonly officer: string | null
  readonly officers: readonly Staff[]
  readonly typed: Reassigning | null
  readonly errors: readonly FieldError[]
}

export function showOverview(visit: Visit): Promise<unknown> {
  const { officer } = visit.query
  return sendOverview(visit, typeof officer === 'string' && officer !== '' ? officer : null)
}

export async function sendOverview(
  visit: Visit,
  officer: string | null,
  typed: Reassigning | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { work, staff } = visit
  const [{ tasks }, now, officers] = await Promise.all([
    tasksAt(work.deps.hosts, (host, query) => host.listTasksOfAuthority(actorAs(visit, 'head'), query), {
      limit: OVERVIEW_LIMIT,
      offset: 0,
    }),
    work.deps.legalClock.now(),
    staffOfRole(work.deps.database.sql, staff.authority, 'officer'),
  ])
  const names = await namesOf(
    work,
    tasks.map(({ assignee }) => assignee),
  )
  const inLaw = tasks.map((task) => taskInLaw(work.deps, task))
  const overview = { tasks: inLaw, names, now, page: pageNumber(visit), officer, officers, typed, errors }
  const isRefused = errors.length > 0
  return sendWork(
    visit,
    { title: texts.pages.overview, width: 'wide', hasErrors: isRefused, ...(isRefused && { status: 422 }) },
    <OverviewPage overview={overview} />,
  )
}

function OverviewPage({ overview }: { readonly overview: Overview }) {
  const language = useLanguage()
  const { tasks, now, officer, officers, typed, errors } = overview
  const late = tasks.filter(({ task, zone }) => task.due !== null && dueState(task.due, task.late, now, zone) === 'late').length
  const total = new Set(tasks.map(({ task }) => task.caseId)).size
  const table = <TaskTable overview={overview} />
  return (
    <div class="desk">
      <ErrorSummary errors={errors} />
      <h1>{texts.pages.overview}</h1>
      <p class="desk__counts">{fillText(texts.overview.counts, { total, late })}</p>
      <OfficerFilter overview={overview} />
      {officer === null ? (
        table
      ) : (
        <Form action={localHref(language, PATHS.reassignMany)} once>
          <input type="hidden" name="from" value={officer} />
          {table}
          <ReassignFields officers={officers.filter(({ id }) => id !== officer)} typed={typed} errors={errors} />
        </Form>
      )}
    </div>
  )
}

/** Whoever has open work, also somebody who has left: their cases are those that have to go to another. */
function OfficerFilter({ overview: { tasks, names, officer } }: { readonly overview: Overview }) {
  const language = useLanguage()
  const held = Map.groupBy(tasks.filter(isWithOfficer), ({ task }) => task.assignee!)
  if (held.size === 0) return null
  const options = [...held].map(([id, theirs]) => ({
    value: id,
    text: `${names.get(id) ?? id}: ${new Set(theirs.map(({ task }) => task.caseId)).size}`,
  }))
  return (
    <>
      <p>{texts.overview.reassign}</p>
      <Form class="search" method="get" action={localHref(language, PATHS.overview)}>
        <Select name="officer" label={texts.overview.officer} options={options} value={officer ?? ''} />
        <Button kind="secondary" text={texts.overview.show} />
      </Form>
    </>
  )
}

export function isWithOfficer({ task, regulation, step }: TaskInLaw): boolean {
  return task.assignee !== null && regulation.units.find(({ id }) => id === step.unit)?.role === 'officer'
}

function TaskTable({ overview }: { readonly overview: Overview }) {
  const language = useLanguage()
  const { names, now, page, officer, typed } = overview
  const shown = officer === null ? overview.tasks : overview.tasks.filter((each) => isWithOfficer(each) && each.task.assignee === officer)
  const query = officer === null ? '' : `officer=${encodeURIComponent(officer)}&`
  const onPage = shown.slice((page - 1) * OVERVIEW_PAGE_SIZE, page * OVERVIEW_PAGE_SIZE)
  return (
    <>
      <Table
        caption={texts.pages.overview}
        captionHidden
        empty={texts.overview.empty}
        columns={[
          { text: texts.overview.case },
          { text: texts.pages.stage },
          { text: texts.pages.applicant },
          { text: texts.pages.service },
          { text: texts.pages.due },
          { text: texts.pages.holder },
        ]}
        rows={onPage.map((each, place) => {
          const { task } = each
          const isFirst = onPage.findIndex((other) => other.task.caseId === task.caseId) === place
          return [
            <>
              {officer !== null && isFirst && <CaseChoice task={task} isFirst={place === 0} typed={typed} />}
              <a class="number" href={localHref(language, PATHS.case(task.requestNumber))}>
                {task.requestNumber}
              </a>
            </>,
            <TaskCell {...each} isLinked={false} />,
            task.applicantName,
            <ServiceCell {...each} />,
            <TaskDue {...each} now={now} />,
            <HolderCell {...each} names={names} />,
          ]
        })}
      />
      <Pagination
        page={page}
        pages={Math.ceil(shown.length / OVERVIEW_PAGE_SIZE)}
        href={(next) => `${localHref(language, PATHS.overview)}?${query}page=${next}`}
      />
    </>
  )
}

function HolderCell({ task, regulation, step, names }: TaskInLaw & { readonly names: ReadonlyMap<string, string> }) {
  if (task.assignee !== null) return <>{names.get(task.assignee) ?? task.assignee}</>
  const role = regulation.units.find(({ id }) => id === step.unit)?.role ?? null
  return <>{role === null ? texts.pages.anyone : texts.staffWork[role]}</>
}
