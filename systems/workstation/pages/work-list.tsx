import type { TaskPage } from '@ruqsat/caseflow'
import { fillText, type Instant, type LocalText } from '@ruqsat/foundation'
import { Cited, InstantAt } from '@ruqsat/lawpages'
import { Button, Form, localHref, Pagination, Table, TextInput, useLanguage, WarningText } from '@ruqsat/web'
import { tasksAt } from '../cases/lists.ts'
import { taskInLaw, type TaskInLaw } from '../cases/open.ts'
import { actsAs } from '../http/guard.ts'
import { PATHS } from '../http/paths.ts'
import { pageNumber, type Visit } from '../http/visit.ts'
import type { Capacity } from '../staff/substitution.ts'
import { TaskDue } from './due.tsx'
import { sendWork } from './frame.tsx'
import texts from '../texts.yaml'
const PAGE_SIZE = 20

type List = TaskPage & {
  readonly visit: Visit
  readonly text: string
  readonly page: number
  readonly now: Instant
  readonly isAfterAction: boolean
  readonly warnings: readonly LocalText[]
}

/** What lies on this person's desk, the most urgent first. */
export async function showWorkList(visit: Visit): Promise<unknown> {
  const { work, capacities, query } = visit
  const text = typeof query['text'] === 'string' ? query['text'].trim().slice(0, 200) : ''
  const page = pageNumber(visit)
  const now = await work.deps.legalClock.now()
  const [found, warnings] = await Promise.all([
    tasksAt(
      work.deps.hosts,
      (host, asked) =>
        host.listTasks(
          capacities.map(({ actor }) => actor),
          asked,
        ),
      {
        ...(text !== '' && { text }),
        now,
        limit: PAGE_SIZE,
        offset: (page - 1) * PAGE_SIZE,
      },
    ),
    actsAs(visit.request, 'head') ? (work.deps.operatorWarnings?.() ?? []) : [],
  ])
  const list: List = { ...found, visit, text, page, now, warnings, isAfterAction: query['done'] !== undefined }
  return sendWork(visit, { title: texts.pages.work, width: 'wide' }, <WorkListPage list={list} />)
}

function WorkListPage({ list }: { readonly list: List }) {
  const language = useLanguage()
  const href = (page: number) =>
    `${localHref(language, PATHS.work)}?${new URLSearchParams({ ...(list.text && { text: list.text }), page: String(page) })}`
  return (
    <div class="desk">
      <h1>{texts.pages.work}</h1>
      {list.warnings.map((warning) => (
        <WarningText text={fillText(texts.workList.passOn, { warning })} />
      ))}
      <NextTask list={list} />
      <p class="desk__counts">
        {fillText(list.text === '' ? texts.workList.count : texts.workList.found, { total: list.total })}{' '}
        {list.late > 0 && <strong>{fillText(texts.workList.late, { late: list.late })}</strong>}
      </p>
      <Form class="search" method="get" action={localHref(language, PATHS.work)}>
        <TextInput name="text" type="search" label={texts.workList.filter} value={list.text} spellcheck={false} />
        <Button kind="secondary" text={texts.pages.search} />
      </Form>
      <TaskTable list={list} />
      <Pagination page={list.page} pages={Math.ceil(list.total / PAGE_SIZE)} href={href} />
      <Form class="search" method="get" action={localHref(language, PATHS.cases)}>
        <TextInput name="number" type="search" label={texts.workList.caseByNumber} spellcheck={false} />
        <Button kind="secondary" text={texts.pages.open} />
      </Form>
    </div>
  )
}

/** The most urgent task, one key away: the first link of the page's content, and focused after a task was finished. */
function NextTask({ list }: { readonly list: List }) {
  const language = useLanguage()
  const [task] = list.tasks
  if (task === undefined || list.page > 1) return null
  return (
    <p class="desk__next">
      <a
        class="button link-button button--primary"
        href={localHref(language, PATHS.task(task.caseId, task.taskId))}
        {...(list.isAfterAction && { autofocus: true })}
      >
        {list.isAfterAction ? texts.workList.next : texts.workList.first}: {task.requestNumber}
      </a>
    </p>
  )
}

function TaskTable({ list }: { readonly list: List }) {
  return (
    <Table
      caption={texts.pages.work}
      captionHidden
      empty={list.text === '' ? texts.workList.empty : texts.workList.notFound}
      columns={[
        { text: texts.workList.task },
        { text: texts.pages.applicant },
        { text: texts.pages.service },
        { text: texts.pages.due },
        { text: texts.pages.holder },
      ]}
      rows={list.tasks.map((task) => {
        const each = taskInLaw(list.visit.work.deps, task)
        return [
          <TaskCell {...each} />,
          task.applicantName,
          <ServiceCell {...each} />,
          <>
            <TaskDue {...each} now={list.now} />
            <StartedAt {...each} />
          </>,
          <HolderCell {...each} visit={list.visit} />,
        ]
      })}
    />
  )
}

/** Whose work it is: theirs, anybody's in their role, or that of somebody for whom they act by an order. */
function HolderCell({ task, regulation, step, visit }: TaskInLaw & Pick<List, 'visit'>) {
  const role = regulation.units.find(({ id }) => id === step.unit)?.role
  const isOf = ({ post }: Capacity) => post.role === role && (task.assignee === null || task.assignee === post.id)
  const [own, ...acting] = visit.capacities
  const absent = isOf(own!) ? undefined : acting.find(isOf)
  if (absent !== undefined) return <>{fillText(texts.workList.actingFor, { name: absent.post.name })}</>
  return <>{task.assignee === visit.staff.id ? texts.pages.you : texts.pages.anyone}</>
}

export function TaskCell({ task, regulation, step, isLinked = true }: TaskInLaw & { readonly isLinked?: boolean }) {
  const language = useLanguage()
  return (
    <>
      {isLinked ? (
        <a class="desk__step" href={localHref(language, PATHS.task(task.caseId, task.taskId))}>
          {step.name}
        </a>
      ) : (
        <span class="desk__step">{step.name}</span>
      )}
      {isLinked && <span class="number desk__number">{task.requestNumber}</span>}
      <span class="desk__source">
        <Cited regulation={regulation} source={step.source} />
      </span>
    </>
  )
}

export function ServiceCell({ regulation, variant }: TaskInLaw) {
  return (
    <>
      {regulation.service}
      <br />
      <span class="muted">{variant.name}</span>
    </>
  )
}

function StartedAt({ task, zone }: TaskInLaw) {
  return (
    <span class="muted desk__source">
      {texts.pages.started}: <InstantAt at={task.startedAt} zone={zone} />
    </span>
  )
}
