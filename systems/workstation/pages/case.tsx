import { refuseEngine, TEXT_LIMIT } from '@ruqsat/engine'
import { fillText, isRefusal, wordsOf, type Instant, type LocalText, type Refusal } from '@ruqsat/foundation'
import { Cited } from '@ruqsat/lawpages'
import {
  Button,
  Caption,
  Details,
  ErrorSummary,
  fieldErrorOf,
  Form,
  InsetText,
  localHref,
  readForm,
  Select,
  Textarea,
  useLanguage,
} from '@ruqsat/web'
import { inWordsOfPeople, namesOf } from '../cases/names.ts'
import { barredAt, openCase, openCaseByNumber, type CaseScene } from '../cases/open.ts'
import { actedOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { finish, goTo, type Visit } from '../http/visit.ts'
import type { Staff } from '../contract.ts'
import { officersToChoose } from '../staff/officers.ts'
import { staffOfRole } from '../store/staff.ts'
import { ActingNote, namedIn } from './acting.tsx'
import { CaseFacts, HistoryPart, RequestPart, ResultView, WorkSoFar } from './case-file.tsx'
import { CorrectionView } from './correction.tsx'
import { backToWork, RefusalNotice, sendNo, sendWork } from './frame.tsx'
import { WorksPart } from './works.tsx'
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
    return sendCase(visit, scene, { ...NOTHING_ASKED, refusal: refuseEngine('reason-empty', { field: 'reason' }), reason })
  const answer = await actedOnce(visit, scene, form, { kind: 'takeBackAssignment', reason }, () => ({ kind: 'done' }))
  if (!isRefusal(answer)) return finish(visit, 'success', fillText(texts.case.takenBack, { number: scene.view.summary.requestNumber }))
  const refusal = await inWordsOfPeople(visit.work, answer, scene.zone)
  return sendCase(visit, await openCase(visit, caseId), { ...NOTHING_ASKED, refusal, reason })
}

/** The head gives the officer's open work to another officer. */
export async function postReassign(visit: Visit): Promise<unknown> {
  const { caseId } = visit.params
  const form = readForm(visit.request)
  const typed = { reason: form.text('reassign-reason'), officerId: form.text('reassign-officer') }
  const scene = await openCase(visit, caseId)
  if (isRefusal(scene)) return sendCase(visit, scene)
  const officers = await staffOfRole(visit.work.deps.database.sql, visit.staff.authority, 'officer')
  const fault = officers.some(({ id }) => id === typed.officerId) ? null : refuseEngine('officer-missing', { field: 'officerId' })
  const act = { kind: 'reassign', ...typed } as const
  const answer = fault ?? (await actedOnce(visit, scene, form, act, () => ({ kind: 'done' })))
  if (!isRefusal(answer)) return finish(visit, 'success', fillText(texts.case.reassigned, { number: scene.view.summary.requestNumber }))
  const refusal = await inWordsOfPeople(visit.work, answer, scene.zone)
  const at =
    refusal.field === undefined ? refusal : { ...refusal, field: refusal.field === 'reason' ? 'reassign-reason' : 'reassign-officer' }
  return sendCase(visit, await openCase(visit, caseId), { ...NOTHING_ASKED, refusal: at, reassign: typed })
}

type Asked = {
  readonly refusal: Refusal | null
  readonly reason: string
  readonly reassign: { readonly officerId: string; readonly reason: string } | null
}
const NOTHING_ASKED: Asked = { refusal: null, reason: '', reassign: null }

async function sendCase(visit: Visit, scene: CaseScene | Refusal, asked: Asked = NOTHING_ASKED): Promise<unknown> {
  if (isRefusal(scene)) return sendNo(visit, scene, 404)
  const { officerId } = scene.view.state
  const [now, names, officers] = await Promise.all([
    visit.work.deps.legalClock.now(),
    namesOf(visit.work, [officerId, ...namedIn(scene.view.history), ...scene.view.works.map(({ by }) => by)]),
    isHeadOf(scene) ? officersToChoose(visit.work, scene.capacity.post.authority) : [],
  ])
  const title = fillText(texts.case.title, { number: scene.view.summary.requestNumber })
  const options = { title, width: 'wide' as const, embeds: true, hasErrors: asked.refusal !== null, back: backToWork(visit) }
  return sendWork(visit, options, <CasePage scene={scene} now={now} names={names} officers={officers} title={title} {...asked} />)
}

type CasePageProps = Asked & {
  readonly scene: CaseScene
  readonly now: Instant
  readonly names: ReadonlyMap<string, string>
  readonly title: LocalText
  readonly officers: readonly Staff[]
}

function CasePage({ scene, now, names, officers, title, refusal, reason, reassign }: CasePageProps) {
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
      <ActingNote capacity={scene.capacity} />
      <Barred scene={scene} />
      <OwnTasks scene={scene} />
      <CaseFacts scene={scene} now={now} />
      <OtherOfficer scene={scene} names={names} officers={officers} refusal={refusal} reason={reason} reassign={reassign} />
      <CorrectionView scene={scene} now={now} />
      <ResultView scene={scene} />
      <WorksPart scene={scene} names={names} />
      <WorkSoFar scene={scene} />
      <RequestPart scene={scene} />
      <HistoryPart scene={scene} names={names} />
    </>
  )
}

function Barred({ scene }: Pick<CasePageProps, 'scene'>) {
  const why = barredAt(scene)
  if (why === null) return null
  const { text, remedy } = wordsOf(why)
  return (
    <InsetText>
      <p>
        {text} {why.source && <Cited regulation={scene.regulation} source={why.source} />}
      </p>
      <p>{remedy}</p>
    </InsetText>
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

function isHeadOf({ view, capacity: { post } }: CaseScene): boolean {
  return post.role === 'head' && view.state.opening?.authority === post.authority
}

type OtherOfficerProps = Omit<CasePageProps, 'now' | 'title'>

/** Offered to a head while an officer of theirs has not finished: give the work to another one, or take it back. */
function OtherOfficer(props: OtherOfficerProps) {
  const { scene, names } = props
  const { officerId, tasks } = scene.view.state
  const isWithOfficer = officerId !== null && tasks.some((task) => task.role === 'officer' && task.assignee === officerId)
  if (!isHeadOf(scene) || !isWithOfficer) return null
  return (
    <div class="not-on-paper">
      <p>{fillText(texts.case.holder, { name: names.get(officerId) ?? officerId })}</p>
      <Reassign {...props} />
      <TakeBack {...props} />
    </div>
  )
}

function Reassign({ scene, officers, refusal, reassign }: OtherOfficerProps) {
  const language = useLanguage()
  const others = officers.filter(({ id }) => id !== scene.view.state.officerId)
  if (others.length === 0) return null
  const error = (field: string) => (refusal?.field === field ? fieldErrorOf(refusal).text : null)
  return (
    <Details summary={texts.case.reassign} open={reassign !== null}>
      <Form action={localHref(language, PATHS.reassign(scene.view.summary.caseId))} once>
        <input type="hidden" name="version" value={String(scene.view.version)} />
        <Select
          name="reassign-officer"
          label={texts.assign.page.officer}
          options={others.map(({ id, name, position }) => ({ value: id, text: `${name}, ${position[language]}` }))}
          value={reassign?.officerId ?? ''}
          error={error('reassign-officer')}
        />
        <Textarea
          name="reassign-reason"
          label={texts.case.reason}
          hint={texts.case.reassignHint}
          value={reassign?.reason ?? ''}
          rows={3}
          maxlength={TEXT_LIMIT}
          error={error('reassign-reason')}
        />
        <Button text={texts.case.reassign} />
      </Form>
    </Details>
  )
}

function TakeBack({ scene, refusal, reason, reassign }: OtherOfficerProps) {
  const language = useLanguage()
  const { view } = scene
  return (
    <Details summary={texts.case.takeBack} open={refusal !== null && reassign === null}>
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
  )
}
