import { isRefusal, type Refusal } from '@ruqsat/foundation'
import type { DocumentSlot } from '@ruqsat/law'
import { Button, ErrorSummary, errorAt, fieldErrorsOf, FileUpload, fileTypeOf, flash, Form, LinkButton, readForm, redirectTo, sendPage, SourceNote, StatusTag, useSay, type FieldError } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sectionsFor } from '../../core/form.ts'
import { attach, removeAttachment } from '../../drafts/drafts.ts'
import type { DraftDeps } from '../../drafts/deps.ts'
import { sha256Hex, slotsFor } from '../../drafts/frozen.ts'
import type { AttachmentInfo } from '../../drafts/model.ts'
import { refusePortal } from '../../refusals.ts'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** The documents of the package, each with its own small form: one file at a time survives a bad connection. */
export function showDocuments(request: FastifyRequest, reply: FastifyReply, page: DraftPage, faults: readonly Refusal[] = []): Promise<unknown> {
  if (page.open.step.action !== 'fill') return Promise.resolve(redirectTo(reply, draftHref(page)))
  const errors = fieldErrorsOf(faults)
  const last = sectionsFor(page.open.variant.form, page.person.kind).at(-1)
  return sendPage(
    request,
    reply,
    { title: T.documents, hasErrors: errors.length > 0, status: errors.length > 0 ? 422 : 200, ...(last && { back: { href: draftHref(page, `form/${last.id}`) } }) },
    <DocumentsPage page={page} errors={errors} />,
  )
}

export async function postDocument(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const form = readForm(request)
  const slot = form.text('slot')
  const file = form.files(slot)[0]
  if (file === undefined || file.bytes.length === 0) return showDocuments(request, reply, page, [refusePortal('file-empty', { field: slot })])
  const mediaType = fileTypeOf(file.bytes)
  if (mediaType === null) return showDocuments(request, reply, page, [refusePortal('file-wrong-type', { field: slot })])
  if (mediaType === 'application/pdf' && isEncrypted(file.bytes)) return showDocuments(request, reply, page, [refusePortal('pdf-encrypted', { field: slot })])
  const refusal = await attach(deps, page.open, page.person, { slot, name: safeName(file.name), mediaType, bytes: file.bytes, sha256: sha256Hex(file.bytes) })
  if (refusal !== null) return showDocuments(request, reply, page, [{ ...refusal, field: slot }])
  flash(request, 'success', T.attached)
  return redirectTo(reply, draftHref(page, 'documents'))
}

export async function postRemoval(request: FastifyRequest, reply: FastifyReply, page: DraftPage, deps: DraftDeps): Promise<unknown> {
  const refusal = await removeAttachment(deps, page.open, (request.params as { attachment: string }).attachment)
  if (isRefusal(refusal)) return showDocuments(request, reply, page, [refusal])
  flash(request, 'success', T.removed)
  return redirectTo(reply, draftHref(page, 'documents'))
}

/** An /Encrypt entry in the trailer or in the last cross-reference stream, which stand at the end of the file. */
function isEncrypted(pdf: Buffer): boolean {
  return /\/Encrypt\s+\d+\s+\d+\s+R/.test(pdf.subarray(-4096).toString('latin1')) || /\/Encrypt\s+\d+\s+\d+\s+R/.test(pdf.subarray(0, 2048).toString('latin1'))
}

/** The name as the person knows the file, without folders and control characters; it is shown and signed, never used as a path. */
function safeName(name: string): string {
  const bare = name.normalize('NFC').replace(/^.*[\\/]/, '').replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return bare === '' ? 'file' : bare.slice(0, 120)
}

function DocumentsPage({ page, errors }: { readonly page: DraftPage; readonly errors: readonly FieldError[] }) {
  const say = useSay()
  return (
    <>
      <ErrorSummary errors={errors} />
      <DraftFrame page={page} title={say(T.documents)} at="documents">
        <p>{say(T.documentsLead)}</p>
        {slotsFor(page.open, page.person).map((slot) => (
          <Slot page={page} slot={slot} files={page.open.attachments.filter((file) => file.slot === slot.id)} errors={errors} />
        ))}
        <LinkButton href={draftHref(page, 'check')} text={T.continue} />
      </DraftFrame>
    </>
  )
}

function Slot({ page, slot, files, errors }: { readonly page: DraftPage; readonly slot: DocumentSlot; readonly files: readonly AttachmentInfo[]; readonly errors: readonly FieldError[] }) {
  const say = useSay()
  const error = errorAt(errors, slot.id) ?? null
  return (
    <section class="slot" aria-labelledby={`slot-${slot.id}`}>
      <h2 id={`slot-${slot.id}`}>
        {say(slot.name)} <StatusTag text={slot.required ? T.required : T.optional} />
      </h2>
      {slot.hint && <p class="hint">{say(slot.hint)}</p>}
      <p>
        <SourceNote source={slot.source} label={page.portal.sourceLabel(page.open.edition.regulation, slot.source)} />
      </p>
      {files.length > 0 && (
        <ul class="file-list">
          {files.map((file) => (
            <li>
              <FileFacts file={file} />
              <Form action={draftHref(page, `documents/${file.id}/remove`)}>
                <Button text={T.remove} kind="quiet" hiddenText={file.name} />
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form action={draftHref(page, 'documents')} files>
        <input type="hidden" name="slot" value={slot.id} />
        <FileUpload name={slot.id} label={{ kk: `${T.chooseFile.kk}: ${slot.name.kk}`, ru: `${T.chooseFile.ru}: ${slot.name.ru}`, en: `${T.chooseFile.en}: ${slot.name.en}` }} accept=".pdf,.jpg,.jpeg,.png" error={error} />
        <Button text={T.upload} kind="secondary" hiddenText={slot.name} />
      </Form>
    </section>
  )
}

/** Name, size and digest: what the signed request will say of the file. */
export function FileFacts({ file }: { readonly file: Pick<AttachmentInfo, 'name' | 'sizeBytes' | 'sha256'> }) {
  return (
    <p>
      <strong>{file.name}</strong>, {sizeText(file.sizeBytes)}
      <br />
      <span class="digest">SHA-256 {file.sha256}</span>
    </p>
  )
}

function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(0)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
