import { ACCEPTED_FILES, Proof, readUpload, readUploads } from '@ruqsat/lawpages'
import { fillText, inAll, isRefusal, type Language, type LocalText, type Refusal } from '@ruqsat/foundation'
import { isDemanded, type TypedValues } from '@ruqsat/documents'
import { fieldInstead, type DocumentSlot } from '@ruqsat/law'
import {
  Button,
  ButtonGroup,
  Card,
  errorAt,
  fieldErrorOf,
  fieldErrorsOf,
  FileList,
  FileUpload,
  flash,
  Form,
  type FormValues,
  readForm,
  say,
  Told,
  toldId,
  type FieldError,
  type StatusKind,
} from '@ruqsat/web'
import { attach, documentFaults, removeAttachment } from '../drafts/filling.ts'
import { openDraft } from '../drafts/drafts.ts'
import { askedAt, mayChange } from '../drafts/may-change.ts'
import { slotsFor } from '../drafts/frozen.ts'
import { MissingNote } from './correcting.tsx'
import { asksForErrors, draftHref, type DraftPage, formPlaces, goTo, refuse, sendDraft } from './frame.tsx'
import { AbandonLink } from './ends.tsx'
import T from './texts.yaml'

/**
 * The documents of the package in one form: whichever button is pressed, every file that was chosen on the page is attached. With script each
 * is sent when it is chosen (`browser/send-files.ts`), so that one file at a time survives a bad connection.
 */
export function showDocuments(page: DraftPage, faults: readonly FileFault[] = []): Promise<unknown> {
  const { open, person } = page
  const errors = asksForErrors(page) ? fieldErrorsOf(documentFaults(open, person)) : errorsOf(faults)
  const places = formPlaces(open, person).map(({ place }) => place)
  const last = places[places.indexOf('documents') - 1]
  const back = last !== undefined && { back: { href: draftHref(page, last) } }
  const slots = slotsHere(page)
  return sendDraft(
    page,
    {
      title: T.documents,
      at: 'documents',
      errors,
      status: faults.length > 0 ? 422 : 200,
      scripts: [page.portal.sendFilesScript],
      ...back,
    },
    <>
      <MissingNote page={page} items={askedAt(open.draft, (item) => item.on === 'document')} />
      <p>{T.documentsLead}</p>
      <Form action={draftHref(page, 'documents')} files id="documents">
        {slots.map((slot) => (
          <Slot page={page} slot={slot} errors={errors} />
        ))}
        <WordsForScript />
        <Proof regulation={open.edition.regulation} about={T.documents} items={slots.map(({ name: text, source }) => ({ text, source }))} />
        <ButtonGroup>
          <Button text={T.toCheck} name="go" value="check" />
          <Button text={T.attachChosen} kind="secondary" id="attach-chosen" />
        </ButtonGroup>
      </Form>
      <AbandonLink page={page} />
    </>,
  )
}

/** What the script says while it sends: in the page's language. */
function WordsForScript() {
  return (
    <p class="visually-hidden" role="status" id="sending">
      {Object.entries({ sending: T.sending, lost: T.sendingLost, again: T.sendAgain }).map(([part, text]) => (
        <span data-words={part} hidden>
          {text}
        </span>
      ))}
    </p>
  )
}

const slotsHere = ({ open, person }: DraftPage) => slotsFor(open, person).filter(({ id }) => mayChange(open.draft, 'document', id))

/** Why a file was not taken; its name, where one was sent. */
type FileFault = { readonly name: string | null; readonly refusal: Refusal }

/** One message for each document: of several files of one each is named. */
function errorsOf(faults: readonly FileFault[]): readonly FieldError[] {
  const [general, placed] = [
    faults.filter(({ refusal }) => refusal.field === undefined),
    faults.filter(({ refusal }) => refusal.field !== undefined),
  ]
  const byField = Map.groupBy(placed, ({ refusal }) => refusal.field!)
  return [
    ...fieldErrorsOf(general.map(({ refusal }) => refusal)),
    ...[...byField].map(([field, own]) => ({ field, text: inAll((language) => own.map((fault) => lineOf(fault, language)).join(' ')) })),
  ]
}

function lineOf({ name, refusal }: FileFault, language: Language): string {
  const text = say(fieldErrorOf(refusal).text, language)
  return name === null ? text : `${name}: ${text}`
}

type Attached = { readonly slot: string }

/** Whatever was pressed, every file that was chosen on the page is attached; what is not taken is shown at its place with its name. */
export async function postDocuments(page: DraftPage): Promise<unknown> {
  const form = readForm(page.request)
  const { attached, faults } = await keepFiles(page, form)
  const [removed, goesOn] = [form.text('remove'), form.text('go') === 'check']
  const slotOfRemoved = page.open.attachments.find((file) => file.id === removed)?.slot ?? ''
  const refusal = removed === '' ? null : await removeAttachment(page.deps, page.open, page.person, removed)
  const all = [...faults, ...(refusal === null ? [] : [{ name: null, refusal }])]
  if (all.length === 0 && attached.length === 0 && removed === '' && !goesOn) all.push(...nothingChosen(page, form))
  if (all.length > 0) return showAgain(page, all)
  if (goesOn) return goTo(page, 'check')
  return removed === '' ? backAfterAttaching(page, attached) : backToSlot(page, slotOfRemoved, T.removed)
}

/** Attaches one file after another; a fault of one keeps no other back. */
async function keepFiles(
  page: DraftPage,
  form: FormValues,
): Promise<{ readonly attached: readonly Attached[]; readonly faults: readonly FileFault[] }> {
  const attached: Attached[] = []
  const faults: FileFault[] = []
  for (const { id: slot } of slotsFor(page.open, page.person)) {
    const sent = form.files(slot).map(({ name }) => name)
    // A file over the limit was not kept, and its name neither: it comes first.
    const names = form.isTooLarge(slot) ? [null, ...sent] : sent
    for (const [place, file] of readUploads(form, slot).entries()) {
      const fault = isRefusal(file) ? file : await attach(page.deps, page.open, page.person, { slot, ...file })
      if (fault === null) attached.push({ slot })
      else faults.push({ name: sent.length > 1 ? (names[place] ?? null) : null, refusal: { ...fault, field: slot } })
    }
  }
  return { attached, faults }
}

/** At the first document that is still missing, or the first of all. */
function nothingChosen(page: DraftPage, form: FormValues): readonly FileFault[] {
  const { open } = page
  const slots = slotsHere(page)
  const missing = slots.find((slot) => isDemanded(slot, open.draft.values) && !open.attachments.some((file) => file.slot === slot.id))
  const slot = (missing ?? slots[0])?.id
  const file = slot === undefined ? null : readUpload(form, slot)
  return slot === undefined || file === null || !isRefusal(file) ? [] : [{ name: null, refusal: { ...file, field: slot } }]
}

/** With what was attached meanwhile. */
async function showAgain(page: DraftPage, faults: readonly FileFault[]): Promise<unknown> {
  const open = await openDraft(page.deps, page.open.draft.id, page.person)
  return isRefusal(open) ? refuse(page, open) : showDocuments({ ...page, open }, faults)
}

/** Back to the document that the person was at, and not to the top of a long page; several are counted at the top. */
function backAfterAttaching(page: DraftPage, attached: readonly Attached[]): unknown {
  const slots = new Set(attached.map(({ slot }) => slot))
  const text = attached.length === 1 ? T.attached : fillText(T.attachedMany, { count: attached.length })
  if (slots.size === 1) return backToSlot(page, attached[0]!.slot, text)
  flash(page.request, 'success', text)
  return goTo(page, 'documents')
}

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
  const label = files.length === 0 ? T.chooseFiles : T.moreFiles
  const instead = fieldInstead(page.open.variant, slot)
  return (
    <Card id={`slot-${slot.id}`} title={slot.name} tag={slotTag(slot, files.length, page.open.draft.values)} attention={error !== null}>
      <Told at={`slot-${slot.id}`} />
      {slot.hint && <p class="muted">{slot.hint}</p>}
      {instead && <p class="muted">{fillText(T.unlessAnswered, { field: instead.label })}</p>}
      {files.length > 0 && (
        <FileList
          files={files.map((file) => ({
            ...file,
            action: <Button text={T.remove} kind="quiet" hiddenText={file.name} name="remove" value={file.id} />,
          }))}
        />
      )}
      <FileUpload name={slot.id} label={label} about={slot.name} accept={ACCEPTED_FILES} error={error} multiple />
    </Card>
  )
}
