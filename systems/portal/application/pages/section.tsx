import { valueText } from '@ruqsat/documents'
import { Cited } from '@ruqsat/lawpages'
import { fillText, inAll, isSameSource, type Refusal, type Source } from '@ruqsat/foundation'
import { appliesTo, type Field, type FormSection } from '@ruqsat/law'
import {
  Button,
  ButtonGroup,
  DateInput,
  Details,
  errorAt,
  fieldErrorsOf,
  Form,
  HiddenField,
  localHref,
  Notification,
  Radios,
  Select,
  SummaryList,
  Textarea,
  TextInput,
  useLanguage,
  type FieldError,
  type Text,
} from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import type { TypedValues } from '../core/form.ts'
import { sectionMark } from '../drafts/filling.ts'
import { PATHS } from '../../deps.ts'
import { draftHref, type DraftPage, formPlaces, sendDraft } from './frame.tsx'
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
  const [open, known] = [section.fields.filter((field) => field.known === undefined), section.fields.filter((field) => field.known)]
  const common = commonSource(section.fields)
  const before = placeNextTo(page, section, 'before')
  const back = before === undefined ? { href: localHref(page.language, PATHS.cabinet), text: T.cabinet } : { href: draftHref(page, before) }
  const above = elsewhere && <ElsewhereNote fields={open} elsewhere={elsewhere} values={values} />
  return sendDraft(
    page,
    { title: section.title, at: `form/${section.id}`, back, errors, status, above },
    <>
      {before === undefined && <Preparation page={page} />}
      {known.length > 0 && <KnownFacts fields={known} values={values} errors={errors} />}
      <Form action={draftHref(page, `form/${section.id}`)}>
        <HiddenField name={SEEN} value={seen} />
        {open.map((field) => (
          <FieldInput page={page} field={field} value={values[field.id] ?? ''} errors={errors} hasOwnSource={common === null} />
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
      <p>
        <a href={draftHref(page, 'abandon')}>{T.abandon}</a>
      </p>
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
      <p>{T.prepareKey}</p>
    </Details>
  )
}

type FactsProps = { readonly fields: readonly Field[]; readonly values: TypedValues; readonly errors: readonly FieldError[] }

function KnownFacts({ fields, values, errors }: FactsProps) {
  return (
    <>
      <SummaryList
        compact
        rows={fields.map((field) => {
          const error = errorAt(errors, field.id)
          return { key: field.label, value: error ? <strong class="error-message">{error}</strong> : (values[field.id] ?? '') || '—' }
        })}
      />
      <p class="muted">{T.known}</p>
    </>
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

const YES_NO = [
  { value: 'yes', text: T.yes },
  { value: 'no', text: T.no },
]
/** What a browser knows better than plain text, by the pattern of the field. */
const INPUT_TYPES: Readonly<Record<string, { readonly type: 'email' | 'tel' }>> = { email: { type: 'email' }, phone: { type: 'tel' } }
/** More choices than this are a list, not buttons. */
const MOST_RADIOS = 6

type InputProps = {
  readonly page: DraftPage
  readonly field: Field
  readonly value: string
  readonly errors: readonly FieldError[]
  readonly hasOwnSource: boolean
}

/** The input that a field's type asks for; every type of the language has one. */
function FieldInput({ page, field, value, errors, hasOwnSource }: InputProps) {
  const error = errorAt(errors, field.id) ?? null
  const note = hasOwnSource ? <Cited regulation={page.open.edition.regulation} source={field.source} /> : undefined
  const hint = field.hint && { hint: field.hint }
  const common = { name: field.id, label: field.label, ...hint, error, note, optional: !field.required }
  const group = { name: field.id, legend: field.required ? field.label : optionalLabel(field.label), ...hint, error }
  const type = field.type
  switch (type.kind) {
    case 'text':
      if ((type.lines ?? 1) > 1) return <Textarea {...common} value={value} rows={type.lines!} />
      return <TextInput {...common} value={value} {...INPUT_TYPES[type.pattern ?? '']} />
    case 'number':
      return (
        <TextInput
          {...common}
          value={value}
          inputmode={type.decimals === 0 ? 'numeric' : 'decimal'}
          width={12}
          {...(type.unit && { suffix: type.unit })}
        />
      )
    case 'date':
      return withNote(<DateInput {...group} value={dateParts(value)} />, note)
    case 'choice': {
      const options = type.options.map((option) => ({ value: option.id, text: option.label }))
      if (options.length > MOST_RADIOS) return <Select {...common} value={value} options={options} />
      return withNote(<Radios {...group} value={value} options={options} />, note)
    }
    case 'yesNo':
      return withNote(<Radios {...group} value={value} options={YES_NO} inline />, note)
    case 'iin':
    case 'bin':
      return <TextInput {...common} value={value} inputmode="numeric" width={12} maxlength={16} />
  }
}

function optionalLabel(label: Exclude<Text, string>): Text {
  return inAll((language) => `${label[language]} (${T.optional[language]})`)
}

function withNote(input: Child, note: Child) {
  return (
    <>
      {input}
      {note && <p>{note}</p>}
    </>
  )
}

function dateParts(value: string) {
  const [year = '', month = '', day = ''] = value.split('-')
  return { day, month, year }
}
