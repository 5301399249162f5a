import { ACCEPTED_FILES, Proof, readUpload } from '@ruqsat/lawpages'
import { fillText, isRefusal, type LocalText, type Refusal } from '@ruqsat/foundation'
import { isDemanded, type TypedValues } from '@ruqsat/documents'
import { fieldInstead, type DocumentSlot } from '@ruqsat/law'
import {
  Button,
  Card,
  errorAt,
  fieldErrorsOf,
  FileList,
  FileUpload,
  flash,
  Form,
  type FormValues,
  LinkButton,
  readForm,
  Told,
  toldId,
  type FieldError,
  type StatusKind,
} from '@ruqsat/web'
import { attach, documentFaults, removeAttachment } from '../drafts/filling.ts'
import { askedAt, mayChange } from '../drafts/may-change.ts'
import { slotsFor } from '../drafts/frozen.ts'
import type { AttachmentInfo } from '../drafts/model.ts'
import { MissingNote } from './correcting.tsx'
import { asksForErrors, draftHref, type DraftPage, formPlaces, goTo, sendDraft } from './frame.tsx'
import { AbandonLink } from './ends.tsx'
import T from './texts.yaml'

/** The documents of the package, each with its own small form: one file at a time survives a bad connection. */
export function showDocuments(page: DraftPage, faults: readonly Refusal[] = []): Promise<unknown> {
  const { open, person } = page
  const errors = fieldErrorsOf(asksForErrors(page) ? documentFaults(open, person) : faults)
  const places = formPlaces(open, person).map(({ place }) => place)
  const last = places[places.indexOf('documents') - 1]
  const back = last !== undefined && { back: { href: draftHref(page, last) } }
  const slots = slotsFor(open, person).filter(({ id }) => mayChange(open.draft, 'document', id))
  return sendDraft(
    page,
    { title: T.documents, at: 'documents', errors, status: faults.length > 0 ? 422 : 200, ...back },
    <>
      <MissingNote page={page} items={askedAt(open.draft, (item) => item.on === 'document')} />
      <p>{T.documentsLead}</p>
      {slots.map((slot) => (
        <Slot page={page} slot={slot} errors={errors} />
      ))}
      <Proof regulation={open.edition.regulation} about={T.documents} items={slots.map(({ name: text, source }) => ({ text, source }))} />
      <LinkButton href={draftHref(page, 'check')} text={T.toCheck} />
      <AbandonLink page={page} />
    </>,
  )
}

export async function postDocument(page: DraftPage): Promise<unknown> {
  const form = readForm(page.request)
  const slot = form.text('slot')
  const fault = await keepFile(page, form, slot)
  return fault === null ? backToSlot(page, slot, T.attached) : showDocuments(page, [{ ...fault, field: slot }])
}

/** Attaches the file that was sent for this document; or why not. */
async function keepFile({ deps, open, person }: DraftPage, form: FormValues, slot: string): Promise<Refusal | null> {
  const file = readUpload(form, slot)
  return isRefusal(file) ? file : attach(deps, open, person, { slot, ...file })
}

export async function postRemoval(page: DraftPage): Promise<unknown> {
  const { attachment } = page.request.params as { attachment: string }
  const slot = page.open.attachments.find((file) => file.id === attachment)?.slot ?? ''
  const refusal = await removeAttachment(page.deps, page.open, page.person, attachment)
  return refusal === null ? backToSlot(page, slot, T.removed) : showDocuments(page, [refusal])
}

/** Back to the document that the person was at, and not to the top of a long page. */
function backToSlot(page: DraftPage, slot: string, text: LocalText): unknown {
  const at = `slot-${slot}`
  flash(page.request, 'success', text, at)
  return goTo(page, `documents#${toldId(at)}`)
}

/** Green is only what is done: a required document that is missing must not look like one that is there. */
function slotTag(slot: DocumentSlot, files: number, values: TypedValues): { readonly kind?: StatusKind; readonly text: LocalText } {
  if (files > 0) return { kind: 'success', text: T.slotAttached }
  if (isDemanded(slot, values)) return { kind: 'warning', text: T.slotMissing }
  return { text: slot.required ? T.slotAnswered : T.optional }
}

function Slot({ page, slot, errors }: { readonly page: DraftPage; readonly slot: DocumentSlot; readonly errors: readonly FieldError[] }) {
  const error = errorAt(errors, slot.id) ?? null
  const files = page.open.attachments.filter((file) => file.slot === slot.id)
  const label = files.length === 0 ? T.chooseFile : T.anotherFile
  const instead = fieldInstead(page.open.variant, slot)
  return (
    <Card id={`slot-${slot.id}`} title={slot.name} tag={slotTag(slot, files.length, page.open.draft.values)} attention={error !== null}>
      <Told at={`slot-${slot.id}`} />
      {slot.hint && <p class="muted">{slot.hint}</p>}
      {instead && <p class="muted">{fillText(T.unlessAnswered, { field: instead.label })}</p>}
      {files.length > 0 && <FileList files={files.map((file) => ({ ...file, action: <Removal page={page} file={file} /> }))} />}
      <Form action={draftHref(page, 'documents')} files>
        <input type="hidden" name="slot" value={slot.id} />
        <FileUpload name={slot.id} label={label} about={slot.name} accept={ACCEPTED_FILES} error={error} />
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
