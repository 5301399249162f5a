// The page of one task: the case on one side, what this person can do about it on the other.
import type { CaseView } from '@ruqsat/caseflow'
import { formatDuration } from '@ruqsat/clock'
import { wordsOf, type LocalText, type Refusal } from '@ruqsat/foundation'
import { TIMED_OUTCOMES, type Next, type Regulation } from '@ruqsat/law'
import { Cited } from '@ruqsat/lawpages'
import { Button, Caption, ErrorSummary, Form, LinkButton, localHref, Notification, SummaryList, useLanguage } from '@ruqsat/web'
import { namesOf } from '../cases/names.ts'
import type { TaskScene } from '../cases/open.ts'
import type { ActionProps, Posted } from '../actions/action.ts'
import { offeredAt } from '../actions/index.ts'
import { PATHS } from '../http/paths.ts'
import type { Visit } from '../http/visit.ts'
import { workDraft } from '../http/work-draft.ts'
import { isToSign, notAcceptedAt, preparedPaper } from '../cases/signing.ts'
import { officersToChoose } from '../staff/officers.ts'
import { ActingNote, namedIn } from './acting.tsx'
import { KeysOfTask } from './by-keyboard.tsx'
import { CaseFacts, HistoryPart, RequestPart, ResultView, WorkSoFar } from './case-file.tsx'
import { OutcomeTimesDue, TaskDue } from './due.tsx'
import { CorrectionView } from './correction.tsx'
import { backToWork, RefusalNotice, sendWork } from './frame.tsx'
import { WorksPart } from './works.tsx'
import texts from '../texts.yaml'
/** What is shown above the form when it comes back. */
export type Back = { readonly posted: Posted | null; readonly refusal: Refusal | null }
export const NOTHING: Back = { posted: null, refusal: null }

export async function sendTask(visit: Visit, scene: TaskScene, back: Back): Promise<unknown> {
  const { work, staff } = visit
  const [now, names, officers, draft] = await Promise.all([
    work.deps.legalClock.now(),
    namesOf(work, [...namedIn(scene.view.history), ...scene.view.works.map(({ by }) => by)]),
    scene.step.action === 'assign' ? officersToChoose(work, staff.authority) : [],
    workDraft(visit, scene),
  ])
  const hasErrors = back.refusal !== null || (back.posted !== null && back.posted.errors.length > 0)
  return sendWork(
    visit,
    { title: scene.step.name, width: 'wide', embeds: true, back: backToWork(visit), hasErrors },
    <TaskPage scene={scene} back={back} now={now} names={names} officers={officers} draft={draft} />,
  )
}

type TaskPageProps = Pick<ActionProps, 'scene' | 'now' | 'officers' | 'draft'> & {
  readonly back: Back
  readonly names: ReadonlyMap<string, string>
}

function TaskPage({ scene, back, now, names, officers, draft }: TaskPageProps) {
  const { regulation, variant, step, view } = scene
  return (
    <div class="task">
      <ErrorSummary errors={back.posted?.errors ?? []} />
      {back.refusal && <RefusalNotice refusal={back.refusal} regulation={regulation} />}
      <Caption texts={[regulation.service, variant.name]} />
      <h1>{step.name}</h1>
      <ActingNote capacity={scene.capacity} />
      <p class="act-bar not-on-paper">
        <a href="#task-action" accesskey="a">
          {texts.taskPage.toAction}
        </a>
        <span class="act-bar__what">
          <span class="number">{view.summary.requestNumber}</span> {step.name}
        </span>
      </p>
      <div class="case">
        <div class="case__file">
          <StepFacts scene={scene} />
          <CaseFacts scene={scene} now={now} />
          <CorrectionView scene={scene} now={now} />
          <WorkSoFar scene={scene} instruction={instructionIn(view)} />
          <WorksPart scene={scene} names={names} />
          <ResultView scene={scene} />
          <RequestPart scene={scene} />
          <HistoryPart scene={scene} names={names} />
        </div>
        <section class="case__action" id="task-action" tabindex={-1} aria-labelledby="task-action-title">
          <h2 id="task-action-title">{texts.taskPage.action}</h2>
          <TaskDue {...scene} now={now} isLabelled />
          <OutcomeTimesDue {...scene} now={now} />
          {view.grantBlocked && <GrantBlocked refusal={view.grantBlocked} scene={scene} />}
          {isToSign(scene) && view.grantBlocked === undefined && <SignStart scene={scene} />}
          {offeredAt(scene).map(({ kind, Form: ActionPart }) => (
            <ActionPart
              scene={scene}
              posted={back.posted?.kind === kind ? back.posted : null}
              now={now}
              officers={officers}
              draft={draft}
            />
          ))}
        </section>
      </div>
      <KeysOfTask />
    </div>
  )
}

/** The step's paragraph, what ends it, its time. */
function StepFacts({ scene }: { readonly scene: TaskScene }) {
  const { step, regulation } = scene
  const times = [
    ...(step.time === null ? [] : [{ key: texts.taskPage.stepTime, time: step.time }]),
    ...TIMED_OUTCOMES.flatMap((outcome) => {
      const row = step.next.find(({ when }) => when === outcome)
      return [
        ...(row?.within === undefined ? [] : [{ key: texts.taskPage.outcomeTime[outcome], time: row.within }]),
        ...(outcome !== 'incomplete' || row?.given === undefined ? [] : [{ key: texts.taskPage.givenTime[outcome], time: row.given }]),
      ]
    }),
  ]
  return (
    <SummaryList
      compact
      rows={[
        { key: texts.pages.step, value: <Cited regulation={regulation} source={step.source} /> },
        { key: texts.taskPage.completion, value: step.completion },
        ...times.map(({ key, time }) => ({ key, value: <GivenTime time={time} regulation={regulation} /> })),
      ]}
    />
  )
}

function GivenTime({ time, regulation }: { readonly time: NonNullable<Next['within']>; readonly regulation: Regulation }) {
  const language = useLanguage()
  return (
    <>
      {formatDuration(time.duration, language)} <Cited regulation={regulation} source={time.source} />
    </>
  )
}

/** The head's words to the officer, as the history has them last. */
function instructionIn(view: CaseView): LocalText | null {
  return view.history.findLast(({ event }) => event === 'assigned')?.text ?? null
}

/** Another result was signed first: what the register has now, and what can be done about it here. */
function GrantBlocked({ refusal, scene }: { readonly refusal: Refusal; readonly scene: TaskScene }) {
  return (
    <Notification kind="important" heading={texts.grantBlocked.heading}>
      <p>{wordsOf(refusal).text}</p>
      <p>{wayOutOf(refusal, scene)}</p>
    </Notification>
  )
}

/** At the signature the case goes back; who decides may ask for another day where the table lets them, or refuses. */
function wayOutOf(refusal: Refusal, scene: TaskScene): LocalText {
  const { grantBlocked } = texts
  const { code } = refusal
  // Nothing is known against it: it waits for the administrator.
  if (code === 'licensing.earlier-not-loaded') return wordsOf(refusal).remedy
  if (isToSign(scene)) return grantBlocked.atSignature
  if (code !== 'documents.result-days-over') return grantBlocked.atDraft
  return scene.step.next.some(({ when }) => when === 'correction') ? grantBlocked.daysToCorrect : grantBlocked.daysAtDraft
}

function leadOf(scene: TaskScene): LocalText {
  if (notAcceptedAt(scene) !== null) return texts.refuseAcceptance.prepareLead
  return scene.step.writing === undefined ? texts.signStart.lead : texts.work.prepareLead
}

/** The way to the signature. */
function SignStart({ scene }: { readonly scene: TaskScene }) {
  const { view, task } = scene
  const language = useLanguage()
  const { caseId } = view.summary
  return preparedPaper(scene) === null ? (
    <>
      <p>{leadOf(scene)}</p>
      <Form action={localHref(language, PATHS.prepare(caseId, task.id))}>
        <Button text={texts.signStart.prepare} />
      </Form>
    </>
  ) : (
    <>
      <p>{texts.signStart.ready}</p>
      <p>
        <LinkButton href={localHref(language, PATHS.sign(caseId, task.id))} text={texts.signStart.goOn} />
      </p>
    </>
  )
}
