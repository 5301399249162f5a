import { Cited } from '@ruqsat/lawpages'
import { citation, valueText, sectionsFor } from '@ruqsat/documents'
import { inAll, isRefusal, type LocalText, type Refusal, wordsOf } from '@ruqsat/foundation'
import { isTyped } from '@ruqsat/law'
import { CanSign } from '@ruqsat/signing'
import { Button, ButtonGroup, Checkboxes, fieldErrorOf, FileList, Form, readForm, SummaryList, Textarea } from '@ruqsat/web'
import { TEXT_LIMIT } from '@ruqsat/engine'
import { openDraft } from '../drafts/drafts.ts'
import { mayChange } from '../drafts/may-change.ts'
import { confirmForm, fillFaults, isCertain, lifeWarning, type PlacedFault } from '../drafts/filling.ts'
import { LifeWarning } from './life-warning.tsx'
import { slotsFor } from '../drafts/frozen.ts'
import { Differences, MissingNote } from './correcting.tsx'
import { draftHref, type DraftPage, formPlaces, goTo, refuse, sendDraft } from './frame.tsx'
import { wordsIn } from './ends.tsx'
import T from './texts.yaml'

/** Everything typed and attached on one page, what is missing first, and the statements that the signature will carry. */
export async function showCheck(page: DraftPage): Promise<unknown> {
  const faults = await fillFaults(page.deps, page.open, page.person)
  return sendCheck(
    page,
    faults.filter(({ place }) => place !== 'check'),
    false,
  )
}

export async function postCheck(page: DraftPage): Promise<unknown> {
  const form = readForm(page.request)
  const faults = await confirmForm(page.deps, page.open, page.person, form.texts('statements'), page.language, form.text('note'))
  if (isRefusal(faults)) return refuse(page, faults, { status: 409 })
  const open = await openDraft(page.deps, page.open.draft.id, page.person)
  if (isRefusal(open)) return refuse(page, open)
  return faults.length === 0 ? goTo(page) : sendCheck({ ...page, open }, faults, true)
}

async function sendCheck(page: DraftPage, faults: readonly PlacedFault[], isAnswer: boolean): Promise<unknown> {
  const { variant, draft, edition } = page.open
  const elsewhere = faults.filter(({ place }) => place !== 'check')
  const here = faults.filter(({ place }) => place === 'check').map(({ refusal }) => fieldErrorOf(refusal))
  const noteError = here.find(({ field }) => field === 'note')?.text
  const error = here.find(({ field }) => field !== 'note')?.text
  const errors = [...(noteError ? [{ field: 'note', text: noteError }] : []), ...(error ? [{ field: 'statements', text: error }] : [])]
  const now = await page.deps.legalClock.now()
  const warning = await lifeWarning(page.deps, page.open)
  const before = formPlaces(page.open, page.person).at(-2)
  const back = before && { back: { href: draftHref(page, before.place) } }
  const panel = await page.portal.panel(page.language, edition.regulation)
  return sendDraft(
    page,
    {
      title: T.check,
      at: 'check',
      errors,
      hasErrors: isAnswer && faults.length > 0,
      ...back,
    },
    <>
      {elsewhere.length > 0 && <MissingList page={page} faults={elsewhere} hasFocus={isAnswer && errors.length === 0} />}
      {warning && <LifeWarning page={page} warning={warning} />}
      <MissingNote page={page} />
      <Differences page={page} at={now} />
      <Answers page={page} />
      {variant.documents.length > 0 && <Documents page={page} />}
      <CanSign {...panel} />
      <Form action={draftHref(page, 'check')}>
        {draft.corrects && (
          <Textarea
            name="note"
            label={T.correctionNote}
            hint={T.correctionNoteHint}
            value={draft.corrects.note}
            error={noteError ?? null}
            optional
            rows={4}
            maxlength={TEXT_LIMIT}
          />
        )}
        {variant.form.statements.length > 0 && (
          <Checkboxes
            name="statements"
            legend={T.statements}
            hint={T.statementsHint}
            values={draft.statements}
            error={error ?? null}
            options={variant.form.statements.map(({ id, text, source }) => ({
              value: id,
              text,
              hint: citation(edition.regulation, source),
            }))}
          />
        )}
        <p class="muted">{wordsIn(page).frozenLanguage}</p>
        <ButtonGroup>
          <Button text={T.finish} />
        </ButtonGroup>
      </Form>
    </>,
  )
}

function Answers({ page }: { readonly page: DraftPage }) {
  const { values } = page.open.draft
  return sectionsFor(page.open.variant.form, page.person.kind).map((section) => (
    <section>
      <h2>{section.title}</h2>
      <SummaryList
        rows={section.fields.map((field) => ({
          key: field.label,
          value: valueText(field, values[field.id] ?? '', page.language),
          ...(isTyped(field) &&
            mayChange(page.open.draft, 'field', field.id) && {
              actions: [{ href: draftHref(page, `form/${section.id}`), text: T.change, hidden: field.label }],
            }),
        }))}
      />
    </section>
  ))
}

function Documents({ page }: { readonly page: DraftPage }) {
  return (
    <section>
      <h2>{T.documents}</h2>
      <SummaryList
        rows={slotsFor(page.open, page.person).map((slot) => {
          const files = page.open.attachments.filter((file) => file.slot === slot.id)
          return {
            key: slot.name,
            value: files.length === 0 ? T.noFile : <FileList files={files} />,
            ...(mayChange(page.open.draft, 'document', slot.id) && {
              actions: [{ href: draftHref(page, 'documents'), text: T.change, hidden: slot.name }],
            }),
          }
        })}
      />
    </section>
  )
}

type MissingProps = { readonly page: DraftPage; readonly faults: readonly PlacedFault[]; readonly hasFocus: boolean }

/** Faults of other pages, each a link to the page where it is corrected. */
function MissingList({ page, faults, hasFocus }: MissingProps) {
  return (
    <div class="error-summary" role="region" aria-labelledby="missing-title" {...(hasFocus && { tabindex: -1, autofocus: true })}>
      <h2 class="error-summary__title" id="missing-title">
        {T.missing}
      </h2>
      <ul class="error-summary__list">
        {faults.map(({ place, refusal }) => (
          <li>
            <a href={`${draftHref(page, place)}?errors=1`}>{named(page, refusal)}</a>
            {isCertain(refusal) && refusal.source && (
              <>
                <p>
                  <Cited regulation={page.open.edition.regulation} source={refusal.source} />
                </p>
                <p>{wordsOf(refusal).remedy}</p>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** A fault away from its field: what it is about, and what is wrong. What to do is at the field itself. */
function named({ open, person }: DraftPage, refusal: Refusal): LocalText {
  const { form, documents } = open.variant
  const fields = sectionsFor(form, person.kind).flatMap((section) => section.fields)
  // A question of a list has no name of its own here: the list is what its page shows.
  const asked = fields.find(({ id, type }) => id === refusal.field || (type.kind === 'list' && refusal.field?.startsWith(`${id}-`)))
  const label = asked?.label ?? documents.find(({ id }) => id === refusal.field)?.name
  const { text } = wordsOf(refusal)
  return label === undefined ? text : inAll((language) => `${label[language].replace(/[:?]$/, '')}: ${text[language]}`)
}
