// Everything open in the head's authority: where it is, with whom, how long it has; and chosen cases of one officer to another.
import type { OfficerWithWork, TaskPage } from '@ruqsat/caseflow'
import type { ZoneRules } from '@ruqsat/clock'
import { inAll, type Instant } from '@ruqsat/foundation'
import { ErrorSummary, Form, localHref, Select, Table, useLanguage, type FieldError } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { tasksAt } from '../cases/lists.ts'
import { namesOf } from '../cases/names.ts'
import { listedTasks, type TaskLine, type TaskInLaw } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, type Visit } from '../http/visit.ts'
import { choicesOf, type ListChoices } from '../lists/choices.ts'
import { Counts, countText, DueTabs, Filters, KeyPages } from '../lists/parts.tsx'
import { queryOf, wantedIn, type WantedTasks } from '../lists/wanted.ts'
import { SavedViews, viewsOf, type ViewsOfList } from '../lists/views.tsx'
import { officersToChoose } from '../staff/officers.ts'
import { TaskDue, UnreadTaskDue } from './due.tsx'
import { sendWork } from './frame.tsx'
import { CaseChoice, ReassignFields, type Reassigning } from './reassign.tsx'
import { partyHeading, ServiceCell, TaskCell, UnreadTaskCell } from './work-list.tsx'
import texts from '../texts.yaml'

export const OVERVIEW_PAGE_SIZE = 25

type Overview = {
  readonly found: TaskPage
  readonly tasks: readonly TaskLine[]
  readonly zone: ZoneRules
  readonly names: ReadonlyMap<string, string>
  readonly now: Instant
  readonly wanted: WantedTasks
  readonly choices: ListChoices
  /** Who has open work, also somebody who has left: their cases are those that have to go to another. */
  readonly holders: readonly OfficerWithWork[]
  readonly officers: readonly Staff[]
  readonly views: ViewsOfList
  readonly typed: Reassigning | null
  readonly errors: readonly FieldError[]
}

export function showOverview(visit: Visit): Promise<unknown> {
  return sendOverview(visit, wantedIn(visit.query))
}

export async function sendOverview(
  visit: Visit,
  wanted: WantedTasks,
  typed: Reassigning | null = null,
  errors: readonly FieldError[] = [],
): Promise<unknown> {
  const { work, staff } = visit
  const { hosts } = work.deps
  const head = actorAs(visit, 'head')
  const now = await work.deps.legalClock.now()
  const zone = zoneOfStaff(work.deps, staff)
  const query = { ...queryOf(work.deps, wanted, now, zone), limit: OVERVIEW_PAGE_SIZE }
  const [found, officers, holders, views] = await Promise.all([
    tasksAt(hosts, (host, asked) => host.listTasksOfAuthority(head, asked), query),
    officersToChoose(work, staff.authority),
    Promise.all(hosts.map((host) => host.officersWithWork(head))).then((each) => each.flat()),
    viewsOf(visit, 'overview'),
  ])
  const names = await namesOf(work, [...found.tasks.map(({ assignee }) => assignee), ...holders.map(({ officerId }) => officerId)])
  const tasks = listedTasks(work.deps, found.tasks)
  const overview = { found, tasks, zone, names, now, wanted, choices: choicesOf(visit, true), holders, officers, views, typed, errors }
  const isRefused = errors.length > 0
  return sendWork(
    visit,
    { title: texts.pages.overview, width: 'wide', hasErrors: isRefused, ...(isRefused && { status: 422 }) },
    <OverviewPage overview={overview} />,
  )
}

function OverviewPage({ overview }: { readonly overview: Overview }) {
  const language = useLanguage()
  const { found, wanted, choices, officers, typed, errors } = overview
  const { officer } = wanted
  const table = <TaskTable overview={overview} />
  return (
    <div class="desk">
      <ErrorSummary errors={errors} />
      <div class="desk__top">
        <h1>{texts.pages.overview}</h1>
        <p class="not-on-paper">
          <a href={localHref(language, PATHS.load)}>{texts.load.title}</a>
        </p>
        <DueTabs path={PATHS.overview} wanted={wanted} counts={found.counts} />
      </div>
      <div class="desk__tools">
        <Filters path={PATHS.overview} wanted={wanted} choices={choices}>
          <OfficerChoice overview={overview} />
        </Filters>
        <SavedViews path={PATHS.overview} wanted={wanted} of={overview.views} />
      </div>
      <Counts found={found} wanted={wanted} />
      {officer === '' ? (
        <>
          {overview.holders.length > 0 && <p>{texts.overview.reassign}</p>}
          {table}
        </>
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

function OfficerChoice({ overview: { holders, names, wanted } }: { readonly overview: Overview }) {
  if (holders.length === 0) return null
  const options = holders.map(({ officerId, open }) => {
    const label = `${names.get(officerId) ?? officerId}: ${countText(open)}`
    return { value: officerId, text: inAll(() => label) }
  })
  return <Select name="officer" label={texts.overview.officer} options={options} value={wanted.officer} empty={texts.listPage.every} />
}

function TaskTable({ overview }: { readonly overview: Overview }) {
  const language = useLanguage()
  const { names, now, wanted, found, tasks, zone, typed } = overview
  return (
    <>
      <Table
        caption={texts.pages.overview}
        captionHidden
        empty={texts.overview.empty}
        columns={[
          { text: texts.overview.case },
          { text: texts.pages.stage },
          { text: partyHeading(tasks) },
          { text: texts.pages.service },
          { text: texts.pages.due },
          { text: texts.pages.holder },
        ]}
        rows={tasks.map(({ task, inLaw: each }, place) => {
          if (each === null)
            return [
              <UnreadTaskCell task={task} />,
              '—',
              task.applicantName,
              '—',
              <UnreadTaskDue task={task} zone={zone} now={now} />,
              task.assignee === null ? texts.pages.anyone : (names.get(task.assignee) ?? task.assignee),
            ]
          const isFirst = tasks.findIndex((other) => other.task.caseId === task.caseId) === place
          return [
            <>
              {wanted.officer !== '' && isFirst && <CaseChoice task={task} isFirst={place === 0} typed={typed} />}
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
      <KeyPages path={PATHS.overview} wanted={wanted} found={found} />
    </>
  )
}

function HolderCell({ task, regulation, step, names }: TaskInLaw & { readonly names: ReadonlyMap<string, string> }) {
  if (task.assignee !== null) return <>{names.get(task.assignee) ?? task.assignee}</>
  const role = regulation.units.find(({ id }) => id === step.unit)?.role ?? null
  return <>{role === null ? texts.pages.anyone : texts.staffWork[role]}</>
}
