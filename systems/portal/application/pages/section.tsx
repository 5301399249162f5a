import { formatInstant } from '@ruqsat/clock'
import { valueText, type TypedValues } from '@ruqsat/documents'
import { Cited, FieldInput } from '@ruqsat/lawpages'
import { fillText, inAll, isSameSource, type LocalText, type Refusal, type Source } from '@ruqsat/foundation'
import { appliesTo, isOwnContact, isTyped, systemName, type Field, type FormSection } from '@ruqsat/law'
import { confirmingOf } from '../drafts/confirming.ts'
import {
  Button,
  ButtonGroup,
  Details,
  errorAt,
  fieldErrorsOf,
  Form,
  HiddenField,
  localHref,
  Notification,
  SummaryList,
  useLanguage,
  type FieldError,
} from '@ruqsat/web'
import { askedAt, mayChange } from '../drafts/may-change.ts'
import { sectionMark } from '../drafts/filling.ts'
import { answeredFields } from '../drafts/prefilled.ts'
import { PATHS } from '../../deps.ts'
import { MissingNote } from './correcting.tsx'
import { draftHref, type DraftPage, formPlaces, sendDraft } from './frame.tsx'
import { AbandonLink } from './ends.tsx'
import portalTexts from '../../texts.yaml'
import T from './texts.yaml'

/** The hidden field that says which content of the section the person was looking at. */
export const SEEN = 'seen'

/** What another window, or a colleague of the firm by this name, has kept meanwhile. */
type Elsewhere = { readonly stored: TypedValues; readonly colleague: string | null }

type Shown = {
  readonly values: TypedValues
  /** The mark of what the person was looking at; that of `values` where it is left out. */
  readonly seen?: string
  readonly faults?: readonly Refusal[]
  /** Where it is asked what shall stay. */
  readonly elsewhere?: Elsewhere
  readonly status?: number
}

/** The page of the form before or after this section. */
export function placeNextTo({ open, person }: DraftPage, section: FormSection, side: 'before' | 'after'): string | undefined {
  const places = formPlaces(open, person).map(({ place }) => place)
  return places[places.indexOf(`form/${section.id}`) + (side === 'after' ? 1 : -1)]
}

/** One section of the form: what is known, what is asked, and two ways on. */
export function sendSection(page: DraftPage, section: FormSection, shown: Shown): Promise<unknown> {
  const { values, seen = sectionMark(section, values), faults = [], elsewhere, status = faults.length > 0 ? 422 : 200 } = shown
  const errors = fieldErrorsOf(faults)
  const isOpen = (field: Field) => isTyped(field) && mayChange(page.open.draft, 'field', field.id)
  const [open, known] = [section.fields.filter(isOpen), section.fields.filter((field) => !isOpen(field))]
  const common = commonSource(section.fields)
  const before = placeNextTo(page, section, 'before')
  const back =
    before === undefined
      ? { href: localHref(page.language, PATHS.cabinet), text: portalTexts.pages.links.myRequests }
      : { href: draftHref(page, before) }
  const above = elsewhere && <ElsewhereNote fields={open} elsewhere={elsewhere} values={values} />
  return sendDraft(
    page,
    { title: section.title, at: `form/${section.id}`, back, errors, status, above },
    <>
      {page.open.draft.corrects === null ? (
        before === undefined && <Preparation page={page} />
      ) : (
        <MissingNote
          page={page}
          items={askedAt(page.open.draft, (item) => section.fields.some(({ id }) => item.on === 'field' && item.id === id))}
        />
      )}
      <GivenFacts page={page} fields={known} values={values} errors={errors} />
      {known.some((field) => isOwnContact(field) && mayChange(page.open.draft, 'field', field.id)) && (
        <p>
          <a href={localHref(page.language, PATHS.account)}>{T.changeContacts}</a>
        </p>
      )}
      <Form action={draftHref(page, `form/${section.id}`)}>
        <HiddenField name={SEEN} value={seen} />
        {open.map((field) => (
          <FieldInput
            field={withInstead(field, page)}
            name={field.id}
            value={values[field.id] ?? ''}
            error={errorAt(errors, field.id) ?? null}
            errors={errors}
            regulation={page.open.edition.regulation}
            hasOwnSource={common === null}
          />
        ))}
        {common && (
          <p>
            <Cited regulation={page.open.edition.regulation} source={common} />
          </p>
        )}
        <ButtonGroup>
          <Button text={T.continue} />
          <Button text={T.saveAndLeave} kind="secondary" name="leave" value="yes" />
        </ButtonGroup>
      </Form>
      <AbandonLink page={page} />
    </>,
  )
}

/** The one source of all fields of a section, which is then said once. */
function commonSource(fields: readonly Field[]): Source | null {
  const first = fields[0]?.source
  return first !== undefined && fields.every(({ source }) => isSameSource(source, first)) ? first : null
}

/** Before the first question: what will be needed, so that nobody has to stop half-way. */
function Preparation({ page }: { readonly page: DraftPage }) {
  const documents = page.open.variant.documents.filter((slot) => slot.required && appliesTo(slot, page.person.kind))
  return (
    <Details summary={T.prepare}>
      <p>{T.prepareLead}</p>
      <ul>
        {documents.map((slot) => (
          <li>{slot.name}</li>
        ))}
      </ul>
      <p>{confirmingOf(page.deps, page.open, page.person) === null ? T.prepareKey : T.prepareKeyOrPhone}</p>
    </Details>
  )
}

type FactsProps = {
  readonly page: DraftPage
  readonly fields: readonly Field[]
  readonly values: TypedValues
  readonly errors: readonly FieldError[]
}

/** What is not asked here: what is known from registers and the account, and, in a correction, what nobody has asked to correct. */
function GivenFacts({ fields, ...rest }: FactsProps) {
  const own = fields.filter(isTyped)
  const answered = fields.filter(({ answeredBy }) => answeredBy !== undefined)
  const known = fields.filter(({ known }) => known !== undefined)
  return (
    <>
      {known.length > 0 && <FixedFacts fields={known} {...rest} note={T.known} />}
      {answered.length > 0 && <FixedFacts fields={answered} {...rest} note={T.answered} />}
      {own.length > 0 && <FixedFacts fields={own} {...rest} note={T.notAsked} />}
    </>
  )
}

function FixedFacts({ page, fields, values, errors, note }: FactsProps & { readonly note: LocalText }) {
  const language = useLanguage()
  return (
    <>
      <SummaryList
        compact
        rows={fields.map((field) => {
          const error = errorAt(errors, field.id)
          return {
            key: field.label,
            value: error ? (
              <strong class="error-message">{error}</strong>
            ) : (
              <>
                {valueText(field, values[field.id] ?? '', language)} <AnswerSource page={page} field={field} />
              </>
            ),
          }
        })}
      />
      <p class="muted">{note}</p>
    </>
  )
}

/** Which register says so, and when it did; that it knows nothing, or is silent now. */
function AnswerSource({ page, field }: Pick<FactsProps, 'page'> & { readonly field: Field }) {
  const found = answeredFields(page.open, page.person).find((each) => each.field.id === field.id)
  if (found === undefined) return null
  const { question, answer } = found
  const { regulation } = page.open.edition
  const register = systemName(question.system, regulation)
  const text = T.answeredBy[answer?.kind ?? 'silent']
  const at = inAll((language) => (answer === null ? '' : formatInstant(answer.askedAt, page.portal.zone(regulation), language)))
  return (
    <span class="muted">
      {fillText(text, { register, at })} <Cited regulation={regulation} source={question.source} />
    </span>
  )
}

/** Two windows of one person, or two people of one firm: nothing is overwritten before who saves has seen both. */
type ElsewhereProps = { readonly fields: readonly Field[]; readonly elsewhere: Elsewhere; readonly values: TypedValues }

function ElsewhereNote({ fields, elsewhere, values }: ElsewhereProps) {
  const language = useLanguage()
  const different = fields.filter((field) => (elsewhere.stored[field.id] ?? '') !== (values[field.id] ?? ''))
  return (
    <Notification kind="important">
      <p>{elsewhere.colleague === null ? T.changedElsewhere : fillText(T.changedByColleague, { name: elsewhere.colleague })}</p>
      <SummaryList
        compact
        rows={different.map((field) => ({
          key: field.label,
          value: valueText(field, elsewhere.stored[field.id] ?? '', language),
        }))}
      />
      <p>{T.changedElsewhereNext}</p>
    </Notification>
  )
}

/** A question that may be answered in place of a document says so, and which one. */
function withInstead(field: Field, { open }: DraftPage): Field {
  const document = open.variant.documents.find(({ unlessAnswered }) => unlessAnswered === field.id)
  if (document === undefined) return field
  const said = fillText(T.insteadOf, { document: document.name })
  return { ...field, hint: inAll((language) => [field.hint?.[language], said[language]].filter((text) => text !== undefined).join(' ')) }
}
