import { refuseEngine, TEXT_LIMIT } from '@ruqsat/engine'
import { fillText, isRefusal, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import { Button, Caption, Details, ErrorSummary, fieldErrorOf, Form, localHref, readForm, Textarea, useLanguage } from '@ruqsat/web'
import { inWordsOfPeople, namesOf } from '../cases/names.ts'
import { openCase, openCaseByNumber, type CaseScene } from '../cases/open.ts'
import { actedOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { finish, goTo, type Visit } from '../http/visit.ts'
import { CaseFacts, HistoryPart, RequestPart, ResultView, WorkSoFar } from './case-file.tsx'
import { backToWork, RefusalNotice, sendNo, sendWork } from './frame.tsx'
import texts from '../texts.yaml'

/** Search by number: a form's answer is the case's own address. */
export async function findCase(visit: Visit): Promise<unknown> {
  const { number } = visit.query
  const wanted = typeof number === 'string' ? number.trim().slice(0, 100) : ''
  if (wanted === '') return goTo(visit, PATHS.work)
  const scene = await openCaseByNumber(visit, wanted)
  return isRefusal(scene) ? sendNo(visit, scene, 404) : goTo(visit, PATHS.case(scene.view.summary.requestNumber))
}

export async function showCase(visit: Visit): Promise<unknown> {
  return sendCase(visit, await openCaseByNumber(visit, visit.params.number))
}

/** The head takes the work back from its officer. */
export async function postTakeBack(visit: Visit): Promise<unknown> {
  const { caseId } = visit.params
  const form = readForm(visit.request)
  const reason = form.text('reason')
  const scene = await openCase(visit, caseId)
  if (isRefusal(scene) || reason === '')
    return sendCase(visit, scene, { refusal: refuseEngine('reason-empty', { field: 'reason' }), reason })
  const answer = await actedOnce(visit, scene, form, { kind: 'takeBackAssignment', reason }, () => ({ kind: 'done' }))
  if (!isRefusal(answer)) return finish(visit, 'success', fillText(texts.case.takenBack, { number: scene.view.summary.requestNumber }))
  const refusal = await inWordsOfPeople(visit.work, answer, scene.zone)
  return sendCase(visit, await openCase(visit, caseId), { refusal, reason })
}

type Asked = { readonly refusal: Refusal | null; readonly reason: string }

async function sendCase(visit: Visit, scene: CaseScene | Refusal, asked: Asked = { refusal: null, reason: '' }): Promise<unknown> {
  if (isRefusal(scene)) return sendNo(visit, scene, 404)
  const { officerId } = scene.view.state
  const [now, names] = await Promise.all([
    visit.work.deps.legalClock.now(),
    namesOf(visit.work, [officerId, ...scene.view.history.map(({ by }) => by)]),
  ])
  const title = fillText(texts.case.title, { number: scene.view.summary.requestNumber })
  const options = { title, width: 'wide' as const, hasErrors: asked.refusal !== null, back: backToWork(visit) }
  return sendWork(visit, options, <CasePage scene={scene} now={now} names={names} title={title} {...asked} />)
}

type CasePageProps = Asked & {
  readonly scene: CaseScene
  readonly now: Instant
  readonly names: ReadonlyMap<string, string>
  readonly title: LocalText
}

function CasePage({ scene, now, names, title, refusal, reason }: CasePageProps) {
  const { regulation, variant } = scene
  return (
    <>
      {refusal &&
        (refusal.field === undefined ? (
          <RefusalNotice refusal={refusal} regulation={regulation} />
        ) : (
          <ErrorSummary errors={[fieldErrorOf(refusal)]} />
        ))}
      <Caption texts={[regulation.service, variant.name]} />
      <h1>{title}</h1>
      <OwnTasks scene={scene} />
      <CaseFacts scene={scene} now={now} />
      <TakeBack scene={scene} names={names} refusal={refusal} reason={reason} />
      <ResultView scene={scene} />
      <WorkSoFar scene={scene} />
      <RequestPart scene={scene} />
      <HistoryPart scene={scene} names={names} />
    </>
  )
}

function OwnTasks({ scene }: Pick<CasePageProps, 'scene'>) {
  const language = useLanguage()
  const { view, variant } = scene
  if (view.tasks.length === 0) return null
  return (
    <p class="not-on-paper">
      {texts.case.yours}:{' '}
      {view.tasks.map((task) => (
        <a href={localHref(language, PATHS.task(view.summary.caseId, task.id))}>
          {variant.procedure.steps.find(({ id }) => id === task.stepId)?.name ?? task.stepId}
        </a>
      ))}
    </p>
  )
}

/** Offered to a head while an officer of theirs has not finished. */
function TakeBack({ scene, names, refusal, reason }: Omit<CasePageProps, 'now' | 'title'>) {
  const language = useLanguage()
  const { view, staff } = scene
  const { officerId, tasks, opening } = view.state
  const isWithOfficer = officerId !== null && tasks.some((task) => task.role === 'officer' && task.assignee === officerId)
  if (staff.role !== 'head' || opening?.authority !== staff.authority || !isWithOfficer) return null
  return (
    <div class="not-on-paper">
      <p>{fillText(texts.case.holder, { name: names.get(officerId) ?? officerId })}</p>
      <Details summary={texts.case.takeBack} open={refusal !== null}>
        <Form action={localHref(language, PATHS.takeBack(view.summary.caseId))} once>
          <input type="hidden" name="version" value={String(view.version)} />
          <Textarea
            name="reason"
            label={texts.case.reason}
            hint={texts.case.hint}
            value={reason}
            rows={3}
            maxlength={TEXT_LIMIT}
            error={refusal?.field === 'reason' ? fieldErrorOf(refusal).text : null}
          />
          <Button kind="warning" text={texts.case.takeBack} />
        </Form>
      </Details>
    </div>
  )
}
