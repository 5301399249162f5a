import type { TaskPage } from '@ruqsat/caseflow'
import { fillText, type Instant, type LocalText } from '@ruqsat/foundation'
import { Cited, InstantAt } from '@ruqsat/lawpages'
import { Button, Details, ErrorSummary, Form, localHref, Table, TextInput, useLanguage, type FieldError } from '@ruqsat/web'
import { zoneOfStaff } from '../cases/authority.ts'
import { tasksAt } from '../cases/lists.ts'
import { listedTasks, type TaskLine, type TaskInLaw } from '../cases/open.ts'
import { actsAs } from '../http/guard.ts'
import { PATHS } from '../http/paths.ts'
import { keepList, listPath, type Visit } from '../http/visit.ts'
import type { Staff } from '../contract.ts'
import { BATCH_ACTIONS, BatchFields, isBatchAction, TaskBox, type BatchAction, type BatchChosen } from '../lists/batch.tsx'
import { choicesOf, type ListChoices } from '../lists/choices.ts'
import { Counts, DueTabs, Filters, KeyPages } from '../lists/parts.tsx'
import { changed, isFiltered, queryOf, searchOf, wantedIn, type WantedTasks } from '../lists/wanted.ts'
import { SavedViews, viewsOf, type ViewsOfList } from '../lists/views.tsx'
import { officersToChoose } from '../staff/officers.ts'
import type { Capacity } from '../staff/substitution.ts'
import { TaskDue, UnreadTaskDue } from './due.tsx'
import { sendWork } from './frame.tsx'
import { KeysOfList } from './by-keyboard.tsx'
import texts from '../texts.yaml'
const PAGE_SIZE = 20

type List = TaskPage & {
  readonly visit: Visit
  readonly wanted: WantedTasks
  readonly choices: ListChoices
  readonly now: Instant
  readonly isAfterAction: boolean
  readonly warnings: readonly LocalText[]
  readonly views: ViewsOfList
  /** What is done with chosen rows at once; null where the rows are of several kinds. */
  readonly batch: BatchAction | null
  readonly officers: readonly Staff[]
  /** What was chosen for all at once and came back with a fault. */
  readonly chosen: BatchChosen | null
  readonly errors: readonly FieldError[]
}

/** What is on this person's desk, the most urgent first; narrowed and sorted as the address says. */
export function showWorkList(visit: Visit): Promise<unknown> {
  return sendWorkList(visit, visit.query)
}

/** As the person left it, with what they chose and typed for all at once. */
export function showWorkListAgain(visit: Visit, action: BatchAction, chosen: BatchChosen, errors: readonly FieldError[]): Promise<unknown> {
  const kept = new URLSearchParams(listPath(visit).split('?')[1] ?? '')
  return sendWorkList(visit, { ...Object.fromEntries(kept), action }, { chosen, errors })
}

type Again = { readonly chosen: BatchChosen | null; readonly errors: readonly FieldError[] }

async function sendWorkList(visit: Visit, query: Visit['query'], again: Again = { chosen: null, errors: [] }): Promise<unknown> {
  const { work, staff } = visit
  const now = await work.deps.legalClock.now()
  const asked = wantedIn(query)
  const warnings = actsAs(visit.request, 'head') ? ((await work.deps.operatorWarnings?.()) ?? []) : []
  const pageOf = (wanted: WantedTasks) =>
    ownTasks(visit, { ...queryOf(work.deps, wanted, now, zoneOfStaff(work.deps, staff)), limit: PAGE_SIZE })
  let [wanted, found] = [asked, await pageOf(asked)]
  // The rest of the list was done meanwhile.
  if (found.tasks.length === 0 && (asked.after ?? asked.before) !== null) {
    wanted = changed(asked, {})
    found = await pageOf(wanted)
  }
  keepList(visit, searchOf(wanted))
  const isAfterAction = query['done'] !== undefined
  const batch = isBatchAction(wanted.action) && found.tasks.length > 0 ? wanted.action : null
  const [views, officers] = await Promise.all([viewsOf(visit, 'work'), batch === 'assign' ? officersToChoose(work, staff.authority) : []])
  const list: List = {
    ...found,
    visit,
    wanted,
    choices: choicesOf(visit, false),
    now,
    warnings,
    isAfterAction,
    views,
    batch,
    officers,
    ...again,
  }
  return sendWork(
    visit,
    { title: texts.pages.work, width: 'wide', hasErrors: again.errors.length > 0, ...(again.errors.length > 0 && { status: 422 }) },
    <WorkListPage list={list} />,
  )
}

function ownTasks({ work, capacities }: Visit, query: Parameters<typeof tasksAt>[2]): Promise<TaskPage> {
  const actors = capacities.map(({ actor }) => actor)
  return tasksAt(work.deps.hosts, (host, asked) => host.listTasks(actors, asked), query)
}

function WorkListPage({ list }: { readonly list: List }) {
  const language = useLanguage()
  const { wanted, choices } = list
  return (
    <div class="desk desk--own">
      <ErrorSummary errors={list.errors} />
      <div class="desk__top">
        <h1>{texts.pages.work}</h1>
        <NextTask list={list} />
        <DueTabs path={PATHS.work} wanted={wanted} counts={list.counts} />
      </div>
      <div class="desk__tools">
        <Filters path={PATHS.work} wanted={wanted} choices={choices} />
        <SavedViews path={PATHS.work} wanted={wanted} of={list.views} />
        <BatchLinks list={list} />
        <PassOn warnings={list.warnings} />
      </div>
      {list.batch === null ? (
        <TaskTable list={list} />
      ) : (
        <Form action={localHref(language, PATHS.batch)} once>
          <BatchFields action={list.batch} officers={list.officers} chosen={list.chosen} errors={list.errors} />
          <TaskTable list={list} />
        </Form>
      )}
      <Counts found={list} wanted={wanted} />
      <KeyPages path={PATHS.work} wanted={wanted} found={list} />
      <Form class="search" method="get" action={localHref(language, PATHS.cases)}>
        <TextInput name="number" type="search" label={texts.workList.caseByNumber} spellcheck={false} />
        <Button kind="secondary" text={texts.pages.open} />
      </Form>
      <KeysOfList />
    </div>
  )
}

/** What a head passes on to the operator, in a line: the tasks stay on the screen. */
function PassOn({ warnings }: Pick<List, 'warnings'>) {
  if (warnings.length === 0) return null
  return (
    <div class="desk__warning">
      <Details summary={fillText(texts.workList.warnings, { count: warnings.length })}>
        {warnings.map((warning) => (
          <p>{fillText(texts.workList.passOn, { warning })}</p>
        ))}
      </Details>
    </div>
  )
}

/** Leads to the rows of one kind, which can be chosen and done at once. */
function BatchLinks({ list: { wanted, choices } }: { readonly list: List }) {
  const language = useLanguage()
  const offered = BATCH_ACTIONS.filter((action) => action !== wanted.action && choices.actions.some(({ value }) => value === action))
  return (
    <>
      {offered.map((action) => (
        <p class="not-on-paper">
          <a href={`${localHref(language, PATHS.work)}${searchOf(changed(wanted, { action }))}`}>{texts.batch.links[action]}</a>
        </p>
      ))}
    </>
  )
}

/** The most urgent task, one key away: the first link of the page's content, and focused after a task was finished. */
function NextTask({ list }: { readonly list: List }) {
  const language = useLanguage()
  const task = listedTasks(list.visit.work.deps, list.tasks).find(({ inLaw }) => inLaw !== null)?.task
  if (task === undefined) return null
  return (
    <p class="desk__next">
      <a
        class="button link-button button--primary"
        href={`${localHref(language, PATHS.task(task.caseId, task.taskId))}#task-action`}
        accesskey="n"
        {...(list.isAfterAction && { autofocus: true })}
      >
        {list.isAfterAction ? texts.workList.next : texts.workList.first}: {task.requestNumber}
      </a>
    </p>
  )
}

/** Whom the cases of a list are about: who applied, or whose number the authority opened proceedings about. */
export function partyHeading(listed: readonly Pick<TaskLine, 'inLaw'>[]): LocalText {
  const tasks = listed.flatMap(({ inLaw }) => inLaw ?? [])
  const measures = tasks.filter(({ variant }) => variant.proceedings !== undefined).length
  if (measures === 0) return texts.pages.applicant
  return measures === tasks.length ? texts.proceedings.holder : texts.proceedings.applicantOrHolder
}

function TaskTable({ list }: { readonly list: List }) {
  const tasks = listedTasks(list.visit.work.deps, list.tasks)
  const zone = zoneOfStaff(list.visit.work.deps, list.visit.staff)
  return (
    <Table
      caption={texts.pages.work}
      captionHidden
      empty={isFiltered(list.wanted) ? texts.workList.notFound : texts.workList.empty}
      columns={[
        { text: texts.workList.task },
        { text: partyHeading(tasks) },
        { text: texts.pages.service },
        { text: texts.pages.due },
        { text: texts.pages.holder },
      ]}
      rows={tasks.map(({ task, inLaw: each }) => {
        if (each === null)
          return [
            <UnreadTaskCell task={task} />,
            task.applicantName,
            '—',
            <UnreadTaskDue task={task} zone={zone} now={list.now} />,
            task.assignee === list.visit.staff.id ? texts.pages.you : texts.pages.anyone,
          ]
        return [
          <>
            {list.batch !== null && <TaskBox task={task} chosen={list.chosen} />}
            <TaskCell {...each} hasVariant />
          </>,
          task.applicantName,
          each.regulation.service,
          <>
            <TaskDue {...each} now={list.now} />
            {list.wanted.sort !== 'due' && <OpenedAt {...each} />}
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

/** `hasVariant`: with what is wanted of the service, where its own column has the name of the service alone. */
export function TaskCell({
  task,
  regulation,
  variant,
  step,
  isLinked = true,
  hasVariant = false,
}: TaskInLaw & { readonly isLinked?: boolean; readonly hasVariant?: boolean }) {
  const language = useLanguage()
  return (
    <>
      {isLinked ? (
        <a class="desk__step" href={`${localHref(language, PATHS.task(task.caseId, task.taskId))}#task-action`}>
          {step.name}
        </a>
      ) : (
        <span class="desk__step">{step.name}</span>
      )}
      {isLinked && (
        <span class="desk__line">
          <span class="number desk__number">{task.requestNumber}</span>
          {hasVariant && <span class="muted desk__variant">{variant.name}</span>}
        </span>
      )}
      <span class="desk__source">
        <Cited regulation={regulation} source={step.source} />
      </span>
    </>
  )
}

/** Of a task whose edition is not here: the number, and why there is no more. Its page says what to do. */
export function UnreadTaskCell({ task }: Pick<TaskLine, 'task'>) {
  const language = useLanguage()
  return (
    <>
      <a class="number desk__number" href={localHref(language, PATHS.case(task.requestNumber))}>
        {task.requestNumber}
      </a>
      <span class="desk__source">{texts.refusals['workstation.edition-not-loaded'].text}</span>
    </>
  )
}

export function ServiceCell({ regulation, variant }: TaskInLaw) {
  return (
    <>
      {regulation.service} <span class="muted desk__variant">{variant.name}</span>
    </>
  )
}

function OpenedAt({ task, zone }: TaskInLaw) {
  return (
    <span class="muted desk__source">
      {texts.pages.registeredAt}: <InstantAt at={task.openedAt} zone={zone} />
    </span>
  )
}
