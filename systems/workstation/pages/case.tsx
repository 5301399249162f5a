import { refuseEngine, TEXT_LIMIT } from '@ruqsat/engine'
import { fillText, isRefusal, type Instant, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  Details,
  ErrorSummary,
  fieldErrorOf,
  flash,
  Form,
  languageOf,
  localHref,
  readForm,
  redirectTo,
  Textarea,
  useLanguage,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inWordsOfPeople, namesOf } from '../cases/names.ts'
import { actorOf, openCase, openCaseByNumber, type CaseScene } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { CaseFacts, HistoryPart, RequestPart, ResultView, WorkSoFar } from './case-file.tsx'
import { RefusalNotice, sendNo, sendWork } from './frame.tsx'
import { T as WORDS } from './texts.ts'
import texts from '../texts.yaml'

/** Search by number: a form's answer is the case's own address. */
export async function findCase(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { number } = request.query as { number?: unknown }
  const wanted = typeof number === 'string' ? number.trim().slice(0, 100) : ''
  if (wanted === '') return redirectTo(reply, localHref(languageOf(request), PATHS.work))
  const scene = await openCaseByNumber(work.deps, staff, wanted)
  if (isRefusal(scene)) return sendNo(work, request, reply, scene, 404)
  return redirectTo(reply, localHref(languageOf(request), PATHS.case(scene.view.summary.requestNumber)))
}

export async function showCase(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const scene = await openCaseByNumber(work.deps, staff, (request.params as { number: string }).number)
  if (isRefusal(scene)) return sendNo(work, request, reply, scene, 404)
  return sendCase(work, request, reply, scene, null, '')
}

/** The head takes the work back from its officer. */
export async function postTakeBack(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const { caseId } = request.params as { caseId: string }
  const form = readForm(request)
  const scene = await openCase(work.deps, staff, caseId)
  if (isRefusal(scene)) return sendNo(work, request, reply, scene, 404)
  const reason = form.text('reason')
  if (reason === '') return sendCase(work, request, reply, scene, refuseEngine('reason-empty', { field: 'reason' }), reason)
  const version = Number(form.text('version'))
  const act = {
    kind: 'takeBackAssignment' as const,
    reason,
    ...(Number.isSafeInteger(version) && version > 0 && { expectedVersion: version }),
  }
  const answer = await answeredOnce(work, { authority: staff.authority, token: form.onceToken() }, async () => {
    const view = await scene.host.act(caseId, act, actorOf(staff))
    return isRefusal(view) ? view : { kind: 'done' as const }
  })
  if (!isRefusal(answer)) {
    flash(request, 'success', fillText(texts.case.takenBack, { number: scene.view.summary.requestNumber }))
    return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
  }
  const after = await openCase(work.deps, staff, caseId)
  if (isRefusal(after)) return sendNo(work, request, reply, after, 404)
  return sendCase(work, request, reply, after, await inWordsOfPeople(work, answer, after.zone), reason)
}

async function sendCase(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: CaseScene,
  refusal: Refusal | null,
  reason: string,
): Promise<unknown> {
  const { officerId } = scene.view.state
  const [now, names] = await Promise.all([
    work.deps.legalClock.now(),
    namesOf(work, [officerId, ...scene.view.history.map(({ by }) => by)]),
  ])
  const title = fillText(texts.case.title, { number: scene.view.summary.requestNumber })
  const options = {
    title,
    width: 'wide' as const,
    hasErrors: refusal !== null,
    back: { href: localHref(languageOf(request), PATHS.work), text: WORDS.backToWork },
  }
  return sendWork(work, request, reply, options, <CasePage scene={scene} now={now} names={names} refusal={refusal} reason={reason} />)
}

type CasePageProps = {
  readonly scene: CaseScene
  readonly now: Instant
  readonly names: ReadonlyMap<string, string>
  readonly refusal: Refusal | null
  readonly reason: string
}

function CasePage({ scene, now, names, refusal, reason }: CasePageProps) {
  const { view, regulation, variant } = scene
  return (
    <>
      {refusal &&
        (refusal.field === undefined ? (
          <RefusalNotice refusal={refusal} regulation={regulation} />
        ) : (
          <ErrorSummary errors={[fieldErrorOf(refusal)]} />
        ))}
      <p class="caption">
        {regulation.service} · {variant.name}
      </p>
      <h1>{fillText(texts.case.title, { number: view.summary.requestNumber })}</h1>
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
function TakeBack({ scene, names, refusal, reason }: Omit<CasePageProps, 'now'>) {
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
