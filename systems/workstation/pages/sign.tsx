import { fillText, isRefusal, type Refusal } from '@ruqsat/foundation'
import type { PreparedResult } from '@ruqsat/caseflow'
import { PdfSigningPanel, type PanelProps } from '@ruqsat/signing'
import {
  Button,
  Caption,
  CSRF_FIELD,
  Form,
  localHref,
  Notification,
  ONCE_FIELD,
  readForm,
  SummaryList,
  useLanguage,
  say,
  viewOf,
  type PageOptions,
} from '@ruqsat/web'
import { inWordsOfPeople } from '../cases/names.ts'
import { openTask, type TaskScene } from '../cases/open.ts'
import { isToSign, notAcceptedAt, ownPaperTitle, preparedPaper } from '../cases/signing.ts'
import { DRAFT_TEXTS, draftWords } from '../actions/draft-fields.tsx'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { finish, goTo, hrefOf, type Visit } from '../http/visit.ts'
import { refuseWorkstation } from '../refusals.ts'
import { ActingNote } from './acting.tsx'
import { DraftView } from './case-file.tsx'
import { NotAcceptedView } from './correction.tsx'
import { RefusalNotice, sendNo, sendWork } from './frame.tsx'
import { panelOf } from './keys.tsx'
import { finishedBefore, isOwnDoing } from './lost.tsx'
import texts from '../texts.yaml'

/** A CMS of one signer with its certificates takes about 4 KiB; more than this is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

/** The open signing task, or null where the task page has to say why there is none. */
async function signingTask(visit: Visit): Promise<TaskScene | null> {
  const scene = await openTask(visit)
  return !isRefusal(scene) && scene.kind === 'task' && isToSign(scene) ? scene : null
}

const taskPath = ({ params: { caseId, taskId } }: Visit) => PATHS.task(caseId, taskId)
const signPath = ({ params: { caseId, taskId } }: Visit) => PATHS.sign(caseId, taskId)
const backToTask = (visit: Visit): PageOptions['back'] => ({ href: hrefOf(visit, taskPath(visit)), text: texts.sign.backToTask })

/** Renders the document and reserves its number. Asked again, the host gives the same document and number. */
export async function postPrepare(visit: Visit): Promise<unknown> {
  const scene = await signingTask(visit)
  if (scene === null) return goTo(visit, taskPath(visit))
  const prepared = await prepare(visit, scene)
  return isRefusal(prepared) ? sendRefused(visit, scene, prepared) : goTo(visit, signPath(visit))
}

/** The exact file, its summary, and the panel that signs it. Only for what was prepared: a look at this page reserves nothing. */
export async function showSign(visit: Visit): Promise<unknown> {
  const scene = await signingTask(visit)
  return scene === null || preparedPaper(scene) === null ? goTo(visit, taskPath(visit)) : sendSign(visit, scene, null)
}

function titleOf(scene: TaskScene) {
  return ownPaperTitle(scene) === null ? texts.sign.title : texts.sign.paperTitle
}

async function prepare({ staff }: Visit, { host, view, task, capacity }: TaskScene): Promise<PreparedResult | Refusal> {
  if (staff.signs === false) return refuseWorkstation('workstation.signing-withdrawn')
  return host.prepareResult(view.summary.caseId, task.id, capacity.actor)
}

async function sendSign(visit: Visit, scene: TaskScene, refusal: Refusal | null): Promise<unknown> {
  const prepared = await prepare(visit, scene)
  if (isRefusal(prepared)) return sendRefused(visit, scene, prepared)
  const csrf = { name: CSRF_FIELD, value: viewOf(visit.request, visit.reply).csrfToken() }
  return sendWork(
    visit,
    { title: titleOf(scene), embeds: true, hasErrors: refusal !== null, back: backToTask(visit) },
    <SignPage scene={scene} prepared={prepared} panel={await panelOf(visit)} csrf={csrf} refusal={refusal} />,
  )
}

/** Takes the signature. Each reason that it is not accepted for comes back on the same page with its remedy; an outage keeps the signature. */
export async function postSign(visit: Visit): Promise<unknown> {
  const { work, staff, params } = visit
  const form = readForm(visit.request)
  const [signature, documentId] = [form.text('signature').replace(/\s/g, ''), form.text('documentId')]
  const opened = await openTask(visit)
  if (isRefusal(opened)) return sendNo(visit, opened, 404)
  const isReadable = signature.length <= MOST_SIGNATURE_CHARACTERS && /^[A-Za-z0-9+/]+={0,2}$/.test(signature)
  if (!isReadable || documentId === '')
    return opened.kind === 'task'
      ? sendSign(visit, opened, refuseWorkstation('workstation.signature-missing'))
      : goTo(visit, taskPath(visit))
  const answer = await answeredOnce(work, { authority: staff.authority, token: form.onceToken() }, async () => {
    const view = await opened.host.signResult(params.caseId, params.taskId, documentId, signature, opened.capacity.actor)
    if (isRefusal(view) || view.kind === 'waiting') return view
    return { kind: 'signed' as const, number: view.result?.number ?? view.summary.requestNumber, isResult: view.result !== null }
  })
  if (isRefusal(answer)) return isOwnDoing(answer, visit) ? signedBefore(visit, answer) : afterRefusal(visit, answer)
  if (answer.kind === 'signed')
    return finish(visit, 'success', fillText(answer.isResult ? texts.sign.signed : texts.sign.paperSigned, { number: answer.number }))
  return sendWork(
    visit,
    { title: texts.sign.waiting, status: 503, back: backToTask(visit) },
    <WaitingPage action={hrefOf(visit, signPath(visit))} signature={signature} documentId={documentId} />,
  )
}

async function signedBefore(visit: Visit, refusal: Refusal): Promise<unknown> {
  const after = await openTask(visit)
  return finishedBefore(visit, refusal, isRefusal(after) ? null : after)
}

async function afterRefusal(visit: Visit, refusal: Refusal): Promise<unknown> {
  const scene = await signingTask(visit)
  if (scene === null) return goTo(visit, taskPath(visit))
  return preparedPaper(scene) === null
    ? sendRefused(visit, scene, refusal)
    : sendSign(visit, scene, await inWordsOfPeople(visit.work, refusal, scene.zone))
}

async function sendRefused(visit: Visit, scene: TaskScene, refusal: Refusal): Promise<unknown> {
  const worded = await inWordsOfPeople(visit.work, refusal, scene.zone)
  return sendWork(
    visit,
    { title: worded.text, status: 422, back: backToTask(visit) },
    <>
      <h1>{titleOf(scene)}</h1>
      <RefusalNotice refusal={worded} />
    </>,
  )
}

function SignPage({
  scene,
  prepared,
  panel,
  csrf,
  refusal,
}: {
  readonly scene: TaskScene
  readonly prepared: PreparedResult
  readonly panel: PanelProps
  readonly csrf: { readonly name: string; readonly value: string }
  readonly refusal: Refusal | null
}) {
  const language = useLanguage()
  const { view, variant, staff, task } = scene
  const { caseId } = view.summary
  const own = ownPaperTitle(scene)
  const refused = notAcceptedAt(scene)
  const conclusion = own === null ? (view.state.conclusion ?? view.state.draft) : null
  const title = own ?? (conclusion === null ? texts.pages.result : variant.results[conclusion.decision].title)
  return (
    <>
      {refusal && (
        <>
          <h2 class="visually-hidden">{texts.sign.notSigned}</h2>
          <RefusalNotice refusal={refusal} regulation={scene.regulation} />
        </>
      )}
      <Caption texts={[view.summary.service, variant.name]} />
      <h1>{titleOf(scene)}</h1>
      <ActingNote capacity={scene.capacity} />
      <h2>{texts.sign.check}</h2>
      <SummaryList
        compact
        rows={[
          { key: own === null ? texts.pages.result : texts.work.paper, value: title },
          ...(prepared.number === null ? [] : [{ key: texts.pages.licenceNumber, value: <span class="number">{prepared.number}</span> }]),
          { key: view.state.basis === undefined ? texts.pages.applicant : texts.proceedings.holder, value: view.party.name },
          ...(view.party.iin === null ? [] : [{ key: texts.pages.iin, value: <span class="number">{view.party.iin}</span> }]),
          ...(view.party.bin === null ? [] : [{ key: texts.pages.bin, value: <span class="number">{view.party.bin}</span> }]),
          { key: texts.pages.requestNumber, value: <span class="number">{view.summary.requestNumber}</span> },
          ...(conclusion === null ? [] : [{ key: DRAFT_TEXTS.decision, value: draftWords(scene)[conclusion.decision] }]),
        ]}
      />
      {conclusion !== null && conclusion.decision === 'refuse' && (
        <DraftView title={texts.pages.conclusion} draft={conclusion} scene={scene} />
      )}
      {refused !== null && <NotAcceptedView refused={refused} scene={scene} />}
      <PdfSigningPanel
        {...panel}
        csrf={csrf}
        hiddenFields={{ documentId: prepared.documentId, [ONCE_FIELD]: crypto.randomUUID() }}
        pdfUrl={localHref(language, PATHS.document(prepared.documentId))}
        byteRange={prepared.byteRange as readonly [number, number, number, number]}
        documentTitle={`${say(title)}: ${view.party.name}`}
        preview="embedded"
        submitUrl={localHref(language, PATHS.sign(caseId, task.id))}
        keyImportUrl={localHref(language, PATHS.keys)}
        expectedHolder={{ iin: staff.iin, ...(staff.bin && { bin: staff.bin }), name: staff.name }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
    </>
  )
}

/** The signature goes along in the form, so that the head need not sign again. */
function WaitingPage({ action, ...kept }: { readonly action: string; readonly signature: string; readonly documentId: string }) {
  return (
    <>
      <h1>{texts.sign.waiting}</h1>
      <Notification kind="important" text={texts.sign.waitingText} />
      <Form action={action} once>
        {Object.entries(kept).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Button text={texts.sign.again} />
      </Form>
    </>
  )
}
