import type { CaseView } from '@ruqsat/caseflow'
import { formatDuration } from '@ruqsat/clock'
import { fillText, isRefusal, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import { sourceLabel } from '@ruqsat/lawpages'
import {
  ErrorSummary,
  flash,
  languageOf,
  local,
  localHref,
  readForm,
  redirectTo,
  SourceNote,
  SummaryList,
  useLanguage,
  useSay,
  type FormValues,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inWordsOfPeople, namesOf } from '../cases/names.ts'
import { refuseTask } from '../cases/why-not.ts'
import { actorOf, openTask, type CaseScene, type TaskScene } from '../cases/open.ts'
import { zoneOfStaff } from '../cases/law.ts'
import type { Staff } from '../contract.ts'
import { deedError, type Deed, type Posted } from '../deeds/deed.ts'
import { deedOf, deedsOf } from '../deeds/index.ts'
import type { Work } from '../deps.ts'
import { takeTyped } from '../http/kept.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { noteEntry } from '../store/journal.ts'
import { staffOfRole } from '../store/staff.ts'
import { CaseFacts, HistoryPart, RequestPart, ResultView, WorkSoFar } from './case-file.tsx'
import { TaskDue } from './due.tsx'
import { RefusalNotice, sendNo, sendWork } from './frame.tsx'
import { SignStart } from './sign-start.tsx'
import { T as WORDS } from './texts.ts'

const T = {
  deed: local('Сіздің қадамыңыз', 'Ваш шаг', 'Your step'),
  stepTime: local('Орындалу мерзімі', 'Срок исполнения', 'Time of the step'),
  completion: local('Аяқталу нысаны', 'Форма завершения', 'Form of completion'),
  toDeed: local('Әрекетке өту', 'Перейти к действию', 'Go to the action'),
  doneFor: local('{done}: {number}', '{done}: {number}', '{done}: {number}'),
  entered: local(
    '{done}. Кіріс нөмірі: {journal}. Сұрау салу: {number}',
    '{done}. Входящий номер: {journal}. Запрос: {number}',
    '{done}. Incoming number: {journal}. Request: {number}',
  ),
  doneBefore: local('Мұны сіз бұрын орындап қойғансыз.', 'Вы это уже сделали раньше.', 'You did this already.'),
  typed: local('Сіз жазған мәтін', 'То, что вы написали', 'What you had typed'),
  typedHint: local(
    'Мәтін сақталмайды: керек болса, көшіріп алыңыз.',
    'Текст не сохраняется: при необходимости скопируйте его.',
    'This text is not kept: copy it if you need it.',
  ),
  kept: local(
    'Сеанс аяқталған еді, жазғаныңыз сақталды. Тексеріп, қайта жіберіңіз.',
    'Сеанс был завершён, набранное сохранено. Проверьте и отправьте снова.',
    'Your session had ended; what you typed is kept. Check it and send it again.',
  ),
  toCase: local('Істі ашу', 'Открыть дело', 'Open the case'),
}

type Params = { readonly caseId: string; readonly taskId: string }

/** What stands above the form when it comes back. */
type Back = { readonly posted: Posted | null; readonly refusal: Refusal | null; readonly note: LocalText | null }
const NOTHING: Back = { posted: null, refusal: null, note: null }

export async function showTask(work: Work, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { caseId, taskId } = request.params as Params
  const scene = await openTask(work.deps, staff, caseId, taskId)
  if (isRefusal(scene)) return sendNo(work, request, reply, scene, 404)
  const typed = takeTyped(request)
  const deed = typed && deedOf(typed.text('deed'))
  if (scene.kind === 'case') return sendNotYours(work, request, reply, scene, taskId, deed && typed ? { deed, form: typed } : null)
  const back = deed && typed ? { ...NOTHING, posted: { kind: deed.kind, form: typed, errors: [] }, note: T.kept } : NOTHING
  return sendTask(work, request, reply, scene, back)
}

/** Does what was posted. A refusal brings the form back with everything typed; where the form is gone, the typed text is shown. */
export async function postTask(work: Work, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { caseId, taskId } = request.params as Params
  const form = readForm(request)
  const deed = deedOf(form.text('deed'))
  if (deed === null) return sendNo(work, request, reply, refuseWorkstation('workstation.deed-unknown'), 422)
  const scene = await openTask(work.deps, staff, caseId, taskId)
  if (isRefusal(scene)) return sendLost(work, request, reply, staff, scene, { deed, form, scene: null })
  if (scene.kind === 'task') {
    if (!isOffered(deed, scene)) return sendNo(work, request, reply, refuseWorkstation('workstation.deed-unknown'), 422)
    const faults = deed.check(form, scene)
    if (faults.length > 0) return sendTask(work, request, reply, scene, backWith(deed, form, faults))
  }
  const answer = await doOnce(work, staff, scene, taskId, deed, form)
  if (!isRefusal(answer)) return finished(request, reply, deed, answer)
  if (isOwnDoing(answer, staff)) return finishedBefore(request, reply)
  const after = await openTask(work.deps, staff, caseId, taskId)
  const refusal = await inWordsOfPeople(work, answer, scene.zone)
  if (isRefusal(after) || after.kind === 'case') return sendLost(work, request, reply, staff, refusal, { deed, form, scene })
  return sendTask(work, request, reply, after, backWith(deed, form, [refusal]))
}

type Done = { readonly kind: 'done'; readonly number: string; readonly journalNumber: string | null }

/** A second post of the same form gets the first one's answer. */
async function doOnce(
  work: Work,
  staff: Staff,
  scene: TaskScene | CaseScene,
  taskId: string,
  deed: Deed,
  form: FormValues,
): Promise<Done | Refusal> {
  const { caseId } = scene.view.summary
  const { sql } = work.deps.database
  const version = Number(form.text('version'))
  const act = { ...deed.read(form), taskId, ...(Number.isSafeInteger(version) && version > 0 && { expectedVersion: version }) }
  // The intent comes before the act: an entry that the host knows is never missing here; one that it does not know is not shown.
  if (deed.kind === 'accept') await noteEntry(sql, staff.authority, caseId, await work.deps.legalClock.now())
  return answeredOnce(work, form.onceToken(), async (): Promise<Done | Refusal> => {
    const view = await scene.host.act(caseId, act as Parameters<typeof scene.host.act>[1], actorOf(staff))
    return isRefusal(view)
      ? view
      : { kind: 'done', number: view.summary.requestNumber, journalNumber: deed.kind === 'accept' ? view.state.journalNumber : null }
  })
}

function isOffered(deed: Deed, scene: TaskScene): boolean {
  return deedsOf(scene.step.action).includes(deed) && deed.isOffered(scene)
}

/** The answer to our own act was lost on its way, and the person asked again. */
export function isOwnDoing(refusal: Refusal, staff: Staff): boolean {
  return (refusal.code === 'task-done' || refusal.code === 'task-withdrawn') && refusal.facts?.['by'] === staff.id
}

function finished(request: FastifyRequest, reply: FastifyReply, deed: Deed, { number, journalNumber }: Done): unknown {
  const shape = journalNumber === null ? T.doneFor : T.entered
  const fill = (language: keyof LocalText) => fillText(shape, { done: deed.done[language], number, journal: journalNumber ?? '' })[language]
  flash(request, 'success', { kk: fill('kk'), ru: fill('ru'), en: fill('en') })
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}

export function finishedBefore(request: FastifyRequest, reply: FastifyReply): unknown {
  flash(request, 'information', T.doneBefore)
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}

/** Faults of fields go to their fields; what concerns the whole act stands above, with its source. */
function backWith(deed: Deed, form: FormValues, refusals: readonly Refusal[]): Back {
  const errors = refusals.filter(({ field }) => field !== undefined).map((refusal) => deedError(deed.kind, refusal))
  return { posted: { kind: deed.kind, form, errors }, refusal: refusals.find(({ field }) => field === undefined) ?? null, note: null }
}

export async function sendTask(
  work: Work,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: TaskScene,
  back: Back = NOTHING,
): Promise<unknown> {
  const officers = scene.step.action === 'assign' ? await staffOfRole(work.deps.database.sql, scene.staff.authority, 'officer') : []
  const [now, names] = await Promise.all([
    work.deps.legalClock.now(),
    namesOf(
      work,
      scene.view.history.map(({ by }) => by),
    ),
  ])
  const isFaulty = back.refusal !== null || (back.posted !== null && back.posted.errors.length > 0)
  return sendWork(
    work,
    request,
    reply,
    {
      title: scene.step.name,
      width: 'wide',
      back: { href: localHref(languageOf(request), PATHS.work), text: WORDS.backToWork },
      hasErrors: isFaulty,
      status: isFaulty ? 422 : 200,
    },
    <TaskPage scene={scene} back={back} now={now} names={names} officers={officers} />,
  )
}

function TaskPage({
  scene,
  back,
  now,
  names,
  officers,
}: {
  readonly scene: TaskScene
  readonly back: Back
  readonly now: Instant
  readonly names: ReadonlyMap<string, string>
  readonly officers: readonly Staff[]
}) {
  const say = useSay()
  const { regulation, variant, step, view } = scene
  return (
    <>
      <ErrorSummary errors={back.posted?.errors ?? []} />
      {back.refusal && <RefusalNotice refusal={back.refusal} />}
      {back.note && <p role="status">{say(back.note)}</p>}
      <p class="caption">
        {say(regulation.service)} · {say(variant.name)}
      </p>
      <h1>{say(step.name)}</h1>
      <p class="not-on-paper">
        <a href="#deed">{say(T.toDeed)}</a>
      </p>
      <div class="case">
        <div class="case__file">
          <CaseFacts scene={scene} now={now} />
          <WorkSoFar scene={scene} instruction={instructionIn(view)} />
          <ResultView scene={scene} />
          <RequestPart scene={scene} />
          <HistoryPart scene={scene} names={names} />
        </div>
        <section class="case__deed" id="deed" tabindex={-1} aria-labelledby="deed-title">
          <h2 id="deed-title">{say(T.deed)}</h2>
          <StepFacts scene={scene} now={now} />
          {step.action === 'signResult' && <SignStart scene={scene} />}
          {deedsOf(step.action)
            .filter((deed) => deed.isOffered(scene))
            .map(({ kind, Form }) => (
              <Form scene={scene} posted={back.posted?.kind === kind ? back.posted : null} officers={officers} />
            ))}
        </section>
      </div>
    </>
  )
}

/** The step's text, its paragraph, its time. */
function StepFacts({ scene, now }: { readonly scene: TaskScene; readonly now: Instant }) {
  const language = useLanguage()
  const say = useSay()
  const { step, task, regulation, zone } = scene
  return (
    <SummaryList
      compact
      rows={[
        {
          key: WORDS.step,
          value: (
            <>
              {say(step.name)} <SourceNote source={step.source} label={sourceLabel(regulation, step.source)} />
            </>
          ),
        },
        { key: T.completion, value: step.completion },
        ...(step.time === null
          ? []
          : [
              {
                key: T.stepTime,
                value: (
                  <>
                    {formatDuration(step.time.duration, language)}{' '}
                    <SourceNote source={step.time.source} label={sourceLabel(regulation, step.time.source)} />
                  </>
                ),
              },
            ]),
        {
          key: WORDS.due,
          value: (
            <TaskDue due={task.due} late={task.late} now={now} zone={zone} regulation={regulation} source={step.time?.source ?? null} />
          ),
        },
      ]}
    />
  )
}

/** The head's words to the officer, as the history tells them last. */
function instructionIn(view: CaseView): LocalText | null {
  return view.history.findLast(({ event }) => event === 'assigned')?.text ?? null
}

/** The task is not (or no more) this person's: who has it, and what they had typed before the session ended. */
async function sendNotYours(
  work: Work,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: CaseScene,
  taskId: string,
  typed: { readonly deed: Deed; readonly form: FormValues } | null,
): Promise<unknown> {
  const refusal = await whyNot(work, scene, taskId)
  return sendLost(work, request, reply, scene.staff, refusal, typed === null ? null : { ...typed, scene }, scene)
}

async function whyNot(work: Work, { view, zone, staff }: CaseScene, taskId: string): Promise<Refusal> {
  const done = view.state.doneTasks.find(({ id }) => id === taskId)
  const open = view.state.tasks.find(({ id }) => id === taskId)
  const names = await namesOf(work, [done?.by.id ?? null, open?.assignee ?? null])
  return refuseTask({ done, open, names, zone, staff })
}

type Lost = { readonly deed: Deed; readonly form: FormValues; readonly scene: CaseScene | TaskScene | null }

/** Somebody was first, or the task is closed to this person: it is said by whom, and nothing that was typed is lost. */
async function sendLost(
  work: Work,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
  refusal: Refusal,
  lost: Lost | null,
  scene: CaseScene | TaskScene | null = lost?.scene ?? null,
): Promise<unknown> {
  const worded = await inWordsOfPeople(work, refusal, scene?.zone ?? zoneOfStaff(work.deps, staff))
  const rows = lost?.deed.typed(lost.form, lost.scene) ?? []
  const number = scene?.view.summary.requestNumber ?? null
  const page = <LostPage refusal={worded} rows={rows} number={number} />
  return sendWork(
    work,
    request,
    reply,
    {
      title: worded.text,
      status: lost === null ? 403 : 409,
      back: { href: localHref(languageOf(request), PATHS.work), text: WORDS.backToWork },
    },
    page,
  )
}

function LostPage({
  refusal,
  rows,
  number,
}: {
  readonly refusal: Refusal
  readonly rows: ReturnType<Deed['typed']>
  readonly number: string | null
}) {
  const say = useSay()
  const language = useLanguage()
  return (
    <>
      <h1>{say(refusal.text)}</h1>
      <p class="lead">{say(refusal.remedy)}</p>
      {refusal.source && (
        <p>
          <SourceNote source={refusal.source} />
        </p>
      )}
      {rows.length > 0 && (
        <section class="typed">
          <h2>{say(T.typed)}</h2>
          <p>{say(T.typedHint)}</p>
          <SummaryList rows={rows} />
        </section>
      )}
      {number !== null && (
        <p>
          <a href={localHref(language, PATHS.case(number))}>{say(T.toCase)}</a>
        </p>
      )}
    </>
  )
}
