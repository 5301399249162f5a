// Chosen tasks of one kind at once: each is done by its own act in its own transaction, and the report says of each what came of it.
import { refuseDone, refuseEngine, TEXT_LIMIT } from '@ruqsat/engine'
import type { StaffAct } from '@ruqsat/caseflow'
import { isRefusal, fillText, type LocalText, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  errorAt,
  fieldErrorsOf,
  fieldId,
  localHref,
  readForm,
  Select,
  StatusTag,
  Table,
  Textarea,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { actionOf } from '../actions/index.ts'
import { zoneOfStaff } from '../cases/authority.ts'
import { inWordsOfPeople } from '../cases/names.ts'
import { openTaskAt } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { goTo, hrefOf, listPath, type Visit } from '../http/visit.ts'
import { sendNo, sendWork } from '../pages/frame.tsx'
import { refuseWorkstation } from '../refusals.ts'
import { answerTo } from '../store/answers.ts'
import { enterInJournal } from '../journal/entries.ts'
import { noteEntry } from '../store/journal.ts'
import { staffOfRole } from '../store/staff.ts'
import texts from '../texts.yaml'

/** What can be done without a look at each: registration, and giving the work to an officer. */
export const BATCH_ACTIONS = ['accept', 'assign'] as const
export type BatchAction = (typeof BATCH_ACTIONS)[number]

export function isBatchAction(action: string): action is BatchAction {
  return (BATCH_ACTIONS as readonly string[]).includes(action)
}

/** As many as a page of the list has. */
const MOST_TASKS = 20

/** What was chosen and typed, for the page that shows it again. */
export type BatchChosen = {
  readonly tasks: readonly string[]
  readonly officerId: string
  readonly instruction: string
  readonly isAll: boolean
}
/** The list again, with what was chosen and typed in it, and what is wrong. */
export type ListAgain = (visit: Visit, action: BatchAction, chosen: BatchChosen, errors: readonly FieldError[]) => Promise<unknown>
/** What came of one row; `refused` in the words of people. */
type RowOutcome = { readonly caseId: string; readonly number: string; readonly journal: string | null; readonly refused: LocalText | null }
type BatchReport = { readonly kind: 'batch'; readonly action: BatchAction; readonly outcomes: readonly RowOutcome[] }

export async function postBatch(visit: Visit, again: ListAgain): Promise<unknown> {
  const { work, staff, request } = visit
  const form = readForm(request)
  const action = form.text('batch')
  if (!isBatchAction(action)) return sendNo(visit, refuseWorkstation('workstation.action-unknown'), 422)
  const chosen: BatchChosen = {
    isAll: form.has('all'),
    tasks: [...new Set(form.texts(form.has('all') ? 'listed' : 'task'))].slice(0, MOST_TASKS),
    officerId: form.text('batch-officer'),
    instruction: form.text('batch-instruction'),
  }
  const officers = action === 'assign' ? await staffOfRole(work.deps.database.sql, staff.authority, 'officer') : []
  const faults: readonly Refusal[] = [
    ...(chosen.tasks.length > 0 ? [] : [refuseWorkstation('workstation.tasks-not-chosen')]),
    ...(action === 'assign' && !officers.some(({ id }) => id === chosen.officerId)
      ? [refuseEngine('officer-missing', { field: 'batch-officer' })]
      : []),
  ]
  if (faults.length > 0) return again(visit, action, chosen, fieldErrorsOf(faults))
  const token = form.onceToken()
  await answeredOnce(work, { authority: staff.authority, token }, async () => {
    const outcomes: RowOutcome[] = []
    for (const task of chosen.tasks) outcomes.push(await doOne(visit, action, task, chosen))
    return { kind: 'batch', action, outcomes } satisfies BatchReport
  })
  return goTo(visit, PATHS.batchReport(token))
}

/** `task`: the case and the task, as the row names them. One that cannot be done keeps no other from being done. */
async function doOne(visit: Visit, action: BatchAction, task: string, { officerId, instruction }: BatchChosen): Promise<RowOutcome> {
  const { work, staff } = visit
  const [caseId = '', taskId = ''] = task.split('~')
  const scene = await openTaskAt(visit, caseId, taskId)
  const inWords = async (refusal: Refusal) => (await inWordsOfPeople(work, refusal, zoneOfStaff(work.deps, staff))).text
  if (isRefusal(scene)) return { caseId, number: '', journal: null, refused: await inWords(scene) }
  const number = scene.view.summary.requestNumber
  const done = scene.view.state.doneTasks.find(({ id }) => id === taskId)
  if (scene.kind === 'case' || scene.step.action !== action) {
    const why = done === undefined ? refuseWorkstation('workstation.task-not-yours') : refuseDone(done)
    return { caseId, number, journal: null, refused: await inWords(why) }
  }
  // The intent comes before the act, as on the page of the task.
  if (action === 'accept') await noteEntry(work.deps.database.sql, staff.authority, caseId, await work.deps.legalClock.now())
  const act: StaffAct = action === 'accept' ? { kind: action, taskId } : { kind: action, taskId, officerId, instruction }
  const view = await scene.host.act(caseId, act, scene.capacity.actor)
  if (isRefusal(view)) return { caseId, number, journal: null, refused: await inWords(view) }
  if (action === 'accept') await enterInJournal(work, staff.authority, view)
  return { caseId, number, journal: action === 'accept' ? view.state.journalNumber : null, refused: null }
}

/** What came of each row. The report can be read again as long as answers of forms are kept. */
export async function showBatch(visit: Visit): Promise<unknown> {
  const { work, staff, params } = visit
  const report = (await answerTo(work.deps.database.sql, { authority: staff.authority, token: params.token })) as BatchReport | null
  if (report?.kind !== 'batch') return sendNo(visit, refuseWorkstation('workstation.action-unknown'), 404)
  return sendWork(visit, { title: texts.batch.title, width: 'wide' }, <ReportPage report={report} back={hrefOf(visit, listPath(visit))} />)
}

function ReportPage({ report: { action, outcomes }, back }: { readonly report: BatchReport; readonly back: string }) {
  const language = useLanguage()
  const refused = outcomes.filter((outcome) => outcome.refused !== null).length
  return (
    <div class="desk">
      <h1>{texts.batch.title}</h1>
      <p role="status">{fillText(texts.batch.counts, { done: outcomes.length - refused, refused })}</p>
      <Table
        caption={texts.batch.title}
        captionHidden
        columns={[{ text: texts.pages.requestNumber }, { text: texts.batch.outcome }, { text: texts.batch.more }]}
        rows={outcomes.map((outcome) => [
          outcome.number === '' ? (
            outcome.caseId
          ) : (
            <a class="number" href={localHref(language, PATHS.case(outcome.number))}>
              {outcome.number}
            </a>
          ),
          outcome.refused === null ? (
            <StatusTag kind="success" text={texts.batch.done} />
          ) : (
            <StatusTag kind="danger" text={texts.batch.refused} />
          ),
          outcome.refused ??
            (outcome.journal === null ? actionOf(action)!.done : fillText(texts.batch.entered, { journal: outcome.journal })),
        ])}
      />
      <p>
        <a class="button link-button button--primary" href={back} accesskey="n" autofocus>
          {texts.pages.backToWork}
        </a>
      </p>
    </div>
  )
}

/** The box of one row; its name in the list is the number of the request. */
type BoxProps = {
  readonly task: { readonly caseId: string; readonly taskId: string; readonly requestNumber: string }
  readonly chosen: BatchChosen | null
}

export function TaskBox({ task, chosen }: BoxProps) {
  const value = `${task.caseId}~${task.taskId}`
  return (
    <div class="choice desk__choice">
      <input type="hidden" name="listed" value={value} />
      <input
        class="choice__input choice__input--checkbox"
        type="checkbox"
        name="task"
        id={`task-${task.taskId}`}
        value={value}
        checked={chosen?.isAll === false && chosen.tasks.includes(value)}
      />
      <label class="choice__label" for={`task-${task.taskId}`}>
        <span class="visually-hidden">
          {texts.overview.choose} {task.requestNumber}
        </span>
      </label>
    </div>
  )
}

/** What is asked for all of them, and the button. Whoever ticks "all" needs no other box. */
type BatchProps = {
  readonly action: BatchAction
  readonly officers: readonly Staff[]
  readonly chosen: BatchChosen | null
  readonly errors: readonly FieldError[]
}

export function BatchFields({ action, officers, chosen, errors }: BatchProps): Child {
  const language = useLanguage()
  return (
    <div class="batch">
      <h2>{texts.batch.titles[action]}</h2>
      <input type="hidden" name="batch" value={action} />
      <div class="choice">
        <input
          class="choice__input choice__input--checkbox"
          type="checkbox"
          name="all"
          id={fieldId('all')}
          value="yes"
          checked={chosen?.isAll === true}
        />
        <label class="choice__label" for={fieldId('all')}>
          {texts.batch.all}
        </label>
      </div>
      {action === 'assign' && (
        <>
          <Select
            name="batch-officer"
            label={texts.assign.page.officer}
            options={officers.map(({ id, name, position }) => ({ value: id, text: `${name}, ${position[language]}` }))}
            value={chosen?.officerId ?? ''}
            error={errorAt(errors, 'batch-officer') ?? null}
          />
          <Textarea
            name="batch-instruction"
            label={texts.assign.page.instruction}
            hint={texts.assign.page.hint}
            optional
            rows={2}
            value={chosen?.instruction ?? ''}
            maxlength={TEXT_LIMIT}
          />
        </>
      )}
      <Button text={texts.batch.buttons[action]} />
    </div>
  )
}
