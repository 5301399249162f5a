import { fillText, type Instant } from '@ruqsat/foundation'
import { localHref, Pagination, Table, useLanguage } from '@ruqsat/web'
import { OVERVIEW_LIMIT, tasksAt } from '../cases/lists.ts'
import { namesOf } from '../cases/names.ts'
import { taskInLaw, type TaskInLaw } from '../cases/open.ts'
import { PATHS } from '../http/paths.ts'
import { actorAs, pageNumber, type Visit } from '../http/visit.ts'
import { dueState, TaskDue } from './due.tsx'
import { sendWork } from './frame.tsx'
import { ServiceCell, TaskCell } from './work-list.tsx'
import texts from '../texts.yaml'
const PAGE_SIZE = 25

type Overview = {
  readonly tasks: readonly TaskInLaw[]
  readonly names: ReadonlyMap<string, string>
  readonly now: Instant
  readonly page: number
}

/** Everything open in the head's authority: where it is, with whom, how long it has. */
export async function showOverview(visit: Visit): Promise<unknown> {
  const { work } = visit
  const [{ tasks }, now] = await Promise.all([
    tasksAt(work.deps.hosts, (host, query) => host.listTasksOfAuthority(actorAs(visit, 'head'), query), {
      limit: OVERVIEW_LIMIT,
      offset: 0,
    }),
    work.deps.legalClock.now(),
  ])
  const names = await namesOf(
    work,
    tasks.map(({ assignee }) => assignee),
  )
  return sendWork(
    visit,
    { title: texts.pages.overview, width: 'wide' },
    <OverviewPage overview={{ tasks: tasks.map((task) => taskInLaw(work.deps, task)), names, now, page: pageNumber(visit) }} />,
  )
}

function OverviewPage({ overview }: { readonly overview: Overview }) {
  const language = useLanguage()
  const { tasks, names, now, page } = overview
  const late = tasks.filter(({ task, zone }) => task.due !== null && dueState(task.due, task.late, now, zone) === 'late').length
  const total = new Set(tasks.map(({ task }) => task.caseId)).size
  return (
    <div class="desk">
      <h1>{texts.pages.overview}</h1>
      <p class="desk__counts">{fillText(texts.overview.counts, { total, late })}</p>
      <p>{texts.overview.reassign}</p>
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
        rows={tasks.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE).map((each) => {
          const { task } = each
          return [
            <a class="number" href={localHref(language, PATHS.case(task.requestNumber))}>
              {task.requestNumber}
            </a>,
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
        pages={Math.ceil(tasks.length / PAGE_SIZE)}
        href={(next) => `${localHref(language, PATHS.overview)}?page=${next}`}
      />
    </div>
  )
}

function HolderCell({ task, regulation, step, names }: TaskInLaw & { readonly names: ReadonlyMap<string, string> }) {
  if (task.assignee !== null) return <>{names.get(task.assignee) ?? task.assignee}</>
  const role = regulation.units.find(({ id }) => id === step.unit)?.role ?? null
  return <>{role === null ? texts.pages.anyone : texts.staffWork[role]}</>
}
