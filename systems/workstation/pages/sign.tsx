import { fillText, isRefusal, type LocalText, type Refusal, inAll } from '@ruqsat/foundation'
import type { PreparedResult } from '@ruqsat/caseflow'
import { PdfSigningPanel, type PanelProps } from '@ruqsat/signing'
import {
  Button,
  CSRF_FIELD,
  flash,
  Form,
  languageOf,
  localHref,
  Notification,
  ONCE_FIELD,
  readForm,
  redirectTo,
  SummaryList,
  useLanguage,
  viewOf,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { inWordsOfPeople } from '../cases/names.ts'
import { actorOf, openTask, type TaskScene } from '../cases/open.ts'
import type { Staff } from '../contract.ts'
import { DRAFT_TEXTS } from '../actions/draft-fields.tsx'
import type { WorkstationParts } from '../deps.ts'
import { answeredOnce } from '../http/once.ts'
import { PATHS } from '../http/paths.ts'
import { refuseWorkstation } from '../refusals.ts'
import { DraftView } from './case-file.tsx'
import { RefusalNotice, sendNo, sendWork } from './frame.tsx'
import { panelOf } from './keys.tsx'
import { finishedBefore, isOwnDoing } from './done.ts'
import { T as WORDS } from './texts.ts'
import texts from '../texts.yaml'
/** A CMS of one signer with its certificates takes about 4 KiB; more than this is no signature of ours. */
const MOST_SIGNATURE_CHARACTERS = 64 * 1024

type Params = { readonly caseId: string; readonly taskId: string }

/** The open signing task, or null where the task page has to say why there is none. */
async function signingTask(work: WorkstationParts, request: FastifyRequest, staff: Staff): Promise<TaskScene | null> {
  const { caseId, taskId } = request.params as Params
  const scene = await openTask(work.deps, staff, caseId, taskId)
  return !isRefusal(scene) && scene.kind === 'task' && scene.step.action === 'signResult' ? scene : null
}

function toTask(request: FastifyRequest, reply: FastifyReply): unknown {
  const { caseId, taskId } = request.params as Params
  return redirectTo(reply, localHref(languageOf(request), PATHS.task(caseId, taskId)))
}

function taskHref(request: FastifyRequest): string {
  const { caseId, taskId } = request.params as Params
  return localHref(languageOf(request), PATHS.task(caseId, taskId))
}

/** Renders the document and reserves its number. Asked again, the host gives the same document and number. */
export async function postPrepare(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const scene = await signingTask(work, request, staff)
  if (scene === null) return toTask(request, reply)
  const { caseId } = scene.view.summary
  const prepared = await scene.host.prepareResult(caseId, scene.task.id, actorOf(staff))
  if (isRefusal(prepared)) return sendRefused(work, request, reply, scene, prepared)
  return redirectTo(reply, localHref(languageOf(request), PATHS.sign(caseId, scene.task.id)))
}

/** The exact file, its summary, and the panel that signs it. Only for what was prepared: a look at this page reserves nothing. */
export async function showSign(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const scene = await signingTask(work, request, staff)
  if (scene === null || scene.view.state.prepared === null) return toTask(request, reply)
  return sendSign(work, request, reply, scene, null)
}

async function sendSign(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: TaskScene,
  refusal: Refusal | null,
): Promise<unknown> {
  const { staff } = scene
  const prepared = await scene.host.prepareResult(scene.view.summary.caseId, scene.task.id, actorOf(staff))
  if (isRefusal(prepared)) return sendRefused(work, request, reply, scene, prepared)
  const panel = await panelOf(work, request, staff)
  const csrf = { name: CSRF_FIELD, value: viewOf(request, reply).csrfToken() }
  const page = <SignPage scene={scene} prepared={prepared} panel={panel} csrf={csrf} refusal={refusal} />
  const options = {
    title: texts.sign.title,
    embeds: true,
    hasErrors: refusal !== null,
    back: { href: taskHref(request), text: texts.sign.backToTask },
  }
  return sendWork(work, request, reply, options, page)
}

/** Takes the signature. Each reason that it is not accepted for comes back on the same page with its remedy; an outage keeps the signature. */
export async function postSign(work: WorkstationParts, request: FastifyRequest, reply: FastifyReply, staff: Staff): Promise<unknown> {
  const form = readForm(request)
  const { caseId, taskId } = request.params as Params
  const [signature, documentId] = [form.text('signature').replace(/\s/g, ''), form.text('documentId')]
  const opened = await openTask(work.deps, staff, caseId, taskId)
  if (isRefusal(opened)) return sendNo(work, request, reply, opened, 404)
  const isReadable = signature !== '' && signature.length <= MOST_SIGNATURE_CHARACTERS && /^[A-Za-z0-9+/]+={0,2}$/.test(signature)
  if (!isReadable || documentId === '')
    return opened.kind === 'task'
      ? sendSign(work, request, reply, opened, refuseWorkstation('workstation.signature-missing'))
      : toTask(request, reply)
  const answer = await answeredOnce(work, { authority: staff.authority, token: form.onceToken() }, async () => {
    const view = await opened.host.signResult(caseId, taskId, documentId, signature, actorOf(staff))
    return isRefusal(view) || view.kind === 'waiting'
      ? view
      : { kind: 'signed' as const, number: view.result?.number ?? view.summary.requestNumber }
  })
  if (isRefusal(answer))
    return isOwnDoing(answer, staff) ? finishedBefore(request, reply) : afterRefusal(work, request, reply, staff, answer)
  if (answer.kind === 'waiting') return sendWaiting(work, request, reply, { signature, documentId })
  return signed(request, reply, answer.number)
}

function signed(request: FastifyRequest, reply: FastifyReply, number: string): unknown {
  flash(request, 'success', fillText(texts.sign.signed, { number }))
  return redirectTo(reply, `${localHref(languageOf(request), PATHS.work)}?done`)
}

async function afterRefusal(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  staff: Staff,
  refusal: Refusal,
): Promise<unknown> {
  const scene = await signingTask(work, request, staff)
  if (scene === null) return toTask(request, reply)
  return scene.view.state.prepared === null
    ? sendRefused(work, request, reply, scene, refusal)
    : sendSign(work, request, reply, scene, await inWordsOfPeople(work, refusal, scene.zone))
}

async function sendRefused(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  scene: TaskScene,
  refusal: Refusal,
): Promise<unknown> {
  const worded = await inWordsOfPeople(work, refusal, scene.zone)
  const options = { title: worded.text, status: 422, back: { href: taskHref(request), text: texts.sign.backToTask } }
  return sendWork(work, request, reply, options, <RefusalPage refusal={worded} />)
}

function RefusalPage({ refusal }: { readonly refusal: Refusal }) {
  return (
    <>
      <h1>{texts.sign.title}</h1>
      <RefusalNotice refusal={refusal} />
    </>
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
  const conclusion = view.state.conclusion ?? view.state.draft
  const title = conclusion === null ? WORDS.result : variant.results[conclusion.decision].title
  return (
    <>
      {refusal && (
        <>
          <h2 class="visually-hidden">{texts.sign.notSigned}</h2>
          <RefusalNotice refusal={refusal} regulation={scene.regulation} />
        </>
      )}
      <p class="caption">
        {view.summary.service} · {variant.name}
      </p>
      <h1>{texts.sign.title}</h1>
      <h2>{texts.sign.check}</h2>
      <SummaryList
        compact
        rows={[
          { key: WORDS.result, value: title },
          ...(prepared.number === null ? [] : [{ key: WORDS.licenceNumber, value: <span class="number">{prepared.number}</span> }]),
          { key: WORDS.applicant, value: view.party.name },
          ...(view.party.iin === null ? [] : [{ key: WORDS.iin, value: <span class="number">{view.party.iin}</span> }]),
          ...(view.party.bin === null ? [] : [{ key: WORDS.bin, value: <span class="number">{view.party.bin}</span> }]),
          { key: WORDS.requestNumber, value: <span class="number">{view.summary.requestNumber}</span> },
          ...(conclusion === null ? [] : [{ key: DRAFT_TEXTS.decision, value: DRAFT_TEXTS[conclusion.decision] }]),
        ]}
      />
      {conclusion !== null && conclusion.decision === 'refuse' && <DraftView title={WORDS.conclusion} draft={conclusion} scene={scene} />}
      <PdfSigningPanel
        {...panel}
        csrf={csrf}
        hiddenFields={{ documentId: prepared.documentId, [ONCE_FIELD]: crypto.randomUUID() }}
        pdfUrl={localHref(language, PATHS.document(prepared.documentId))}
        byteRange={prepared.byteRange as readonly [number, number, number, number]}
        documentTitle={titleOf(title, view.party.name)[language]}
        preview="embedded"
        submitUrl={localHref(language, PATHS.sign(caseId, task.id))}
        keyImportUrl={localHref(language, PATHS.keys)}
        expectedHolder={{ iin: staff.iin, ...(staff.bin && { bin: staff.bin }), name: staff.name }}
        unsuitableKeys={panel.sandbox ? 'warned' : 'disabled'}
      />
    </>
  )
}

function titleOf(title: LocalText, name: string): LocalText {
  return inAll((language) => `${title[language]}: ${name}`)
}

/** The signature goes along in the form, so that the head need not sign again. */
function sendWaiting(
  work: WorkstationParts,
  request: FastifyRequest,
  reply: FastifyReply,
  kept: { readonly signature: string; readonly documentId: string },
): Promise<unknown> {
  const { caseId, taskId } = request.params as Params
  const action = localHref(languageOf(request), PATHS.sign(caseId, taskId))
  return sendWork(
    work,
    request,
    reply,
    { title: texts.sign.waiting, status: 503, back: { href: taskHref(request), text: texts.sign.backToTask } },
    <WaitingPage action={action} kept={kept} />,
  )
}

function WaitingPage({
  action,
  kept,
}: {
  readonly action: string
  readonly kept: { readonly signature: string; readonly documentId: string }
}) {
  return (
    <>
      <h1>{texts.sign.waiting}</h1>
      <Notification kind="important" text={texts.sign.waitingText} />
      <Form action={action} once>
        <input type="hidden" name="signature" value={kept.signature} />
        <input type="hidden" name="documentId" value={kept.documentId} />
        <Button text={texts.sign.again} />
      </Form>
    </>
  )
}
