import { Cited } from '@ruqsat/lawpages'
import { hash } from 'node:crypto'
import type { LocalText, Refusal } from '@ruqsat/foundation'
import type { DocumentSlot } from '@ruqsat/law'
import {
  Button,
  Card,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  FileList,
  FileUpload,
  flash,
  Form,
  LinkButton,
  readForm,
  redirectTo,
  sendPage,
  Told,
  toldId,
  useSay,
  type FieldError,
  type StatusKind,
} from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { safeFileName } from '../core/files.ts'
import { sectionsFor } from '../core/form.ts'
import type { DraftDeps } from '../drafts/deps.ts'
import { attach, removeAttachment } from '../drafts/filling.ts'
import { slotsFor } from '../drafts/frozen.ts'
import type { AttachmentInfo } from '../drafts/model.ts'
import { judgeFile } from '../files/judge.ts'
import { refusePortal } from '../../refusals.ts'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** The documents of the package, each with its own small form: one file at a time survives a bad connection. */
export function showDocuments(
  request: FastifyRequest,
  reply: FastifyReply,
  page: DraftPage,
  faults: readonly Refusal[] = [],
): Promise<unknown> {
  if (page.open.step.action !== 'fill' && faults.length === 0) return Promise.resolve(redirectTo(reply, draftHref(page)))
  const asked = (request.query as { errors?: string }).errors !== undefined
  const shown = asked ? missing(page) : faults
  const last = sectionsFor(page.open.variant.form, page.person.kind).at(-1)
  const back = last && { back: { href: draftHref(page, `form/${last.id}`) } }
  return sendPage(
    request,
    reply,
    { title: T.documents, hasErrors: shown.length > 0, status: faults.length > 0 ? 422 : 200, ...back },
    <DocumentsPage page={page} faults={shown} />,
  )
}

function missing({ open, person }: DraftPage): readonly Refusal[] {
  const empty = slotsFor(open, person).filter((slot) => slot.required && !open.attachments.some((file) => file.slot === slot.id))
  return empty.map((slot) => refusePortal('document-missing', { field: slot.id }))
}

export async function postDocument(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const form = readForm(request)
  const slot = form.text('slot')
  if (form.isTooLarge(slot)) return showDocuments(request, reply, page, [refusePortal('file-too-large', { field: slot })])
  const file = form.files(slot)[0]
  if (file === undefined) return showDocuments(request, reply, page, [refusePortal('file-not-chosen', { field: slot })])
  if (file.bytes.length === 0) return showDocuments(request, reply, page, [refusePortal('file-empty', { field: slot })])
  const mediaType = judgeFile(file.bytes)
  if (typeof mediaType !== 'string') return showDocuments(request, reply, page, [{ ...mediaType, field: slot }])
  const kept = { slot, name: safeFileName(file.name), mediaType, bytes: file.bytes, sha256: hash('sha256', file.bytes) }
  const refusal = await attach(deps, page.open, page.person, kept)
  if (refusal !== null) return showDocuments(request, reply, page, [{ ...refusal, field: slot }])
  return backToSlot(request, reply, page, slot, T.attached)
}

export async function postRemoval(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const { attachment } = request.params as { attachment: string }
  const slot = page.open.attachments.find((file) => file.id === attachment)?.slot
  const refusal = await removeAttachment(deps, page.open, page.person, attachment)
  if (refusal !== null) return showDocuments(request, reply, page, [refusal])
  return backToSlot(request, reply, page, slot ?? '', T.removed)
}

/** Back to the document that the person was at, and not to the top of a long page. */
function backToSlot(request: FastifyRequest, reply: FastifyReply, page: DraftPage, slot: string, text: LocalText): unknown {
  const at = `slot-${slot}`
  flash(request, 'success', text, at)
  return redirectTo(reply, `${draftHref(page, 'documents')}#${toldId(at)}`)
}

function DocumentsPage({ page, faults }: { readonly page: DraftPage; readonly faults: readonly Refusal[] }) {
  const say = useSay()
  const errors = fieldErrorsOf(faults)
  return (
    <>
      <ErrorSummary errors={errors} />
      <DraftFrame page={page} title={say(T.documents)} at="documents">
        <p>{say(T.documentsLead)}</p>
        {slotsFor(page.open, page.person).map((slot) => (
          <Slot page={page} slot={slot} files={page.open.attachments.filter((file) => file.slot === slot.id)} errors={errors} />
        ))}
        <LinkButton href={draftHref(page, 'check')} text={T.toCheck} />
        <p>
          <a href={draftHref(page, 'abandon')}>{say(T.abandon)}</a>
        </p>
      </DraftFrame>
    </>
  )
}

/** Green is only what is done: a required document that is missing must not look like one that is there. */
function slotTag(slot: DocumentSlot, files: number): { readonly kind?: StatusKind; readonly text: LocalText } {
  if (files > 0) return { kind: 'success', text: T.slotAttached }
  return slot.required ? { kind: 'warning', text: T.slotMissing } : { text: T.optional }
}

type SlotProps = {
  readonly page: DraftPage
  readonly slot: DocumentSlot
  readonly files: readonly AttachmentInfo[]
  readonly errors: readonly FieldError[]
}

function Slot({ page, slot, files, errors }: SlotProps) {
  const say = useSay()
  const error = errorAt(errors, slot.id) ?? null
  const label = files.length === 0 ? T.chooseFile : T.anotherFile
  return (
    <Card id={`slot-${slot.id}`} title={slot.name} tag={slotTag(slot, files.length)} attention={error !== null}>
      <Told at={`slot-${slot.id}`} />
      {slot.hint && <p class="muted">{say(slot.hint)}</p>}
      <p>
        <Cited regulation={page.open.edition.regulation} source={slot.source} />
      </p>
      {files.length > 0 && <FileList files={files.map((file) => ({ ...file, action: <Removal page={page} file={file} /> }))} />}
      <Form action={draftHref(page, 'documents')} files>
        <input type="hidden" name="slot" value={slot.id} />
        <FileUpload name={slot.id} label={label} about={slot.name} accept=".pdf,.jpg,.jpeg,.png" error={error} />
        <Button text={T.upload} kind="secondary" hiddenText={slot.name} />
      </Form>
    </Card>
  )
}

function Removal({ page, file }: { readonly page: DraftPage; readonly file: AttachmentInfo }) {
  return (
    <Form action={draftHref(page, `documents/${file.id}/remove`)}>
      <Button text={T.remove} kind="quiet" hiddenText={file.name} />
    </Form>
  )
}
