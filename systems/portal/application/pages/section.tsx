import { Cited } from '@ruqsat/lawpages'
import { inAll, isSameSource, type Refusal, type Source } from '@ruqsat/foundation'
import { appliesTo, type Field, type FormSection } from '@ruqsat/law'
import {
  Button,
  ButtonGroup,
  DateInput,
  Details,
  ErrorSummary,
  errorAt,
  fieldErrorsOf,
  Form,
  HiddenField,
  Notification,
  Radios,
  Select,
  SummaryList,
  Textarea,
  TextInput,
  useLanguage,
  useSay,
  type FieldError,
  type Text,
} from '@ruqsat/web'
import { valueText, type TypedValues } from '../core/form.ts'
import { draftHref, DraftFrame, type DraftPage } from './frame.tsx'
import { T } from './texts.ts'

/** The hidden field that says which content of the section the person was looking at. */
export const SEEN = 'seen'

type Props = {
  readonly page: DraftPage
  readonly section: FormSection
  readonly isFirst: boolean
  readonly values: TypedValues
  readonly seen: string
  readonly faults: readonly Refusal[]
  readonly elsewhere?: Elsewhere
}

/** What another window, or a colleague of the firm by this name, has kept meanwhile. */
export type Elsewhere = { readonly stored: TypedValues; readonly colleague: string | null }

/** One section of the form: what is known, what is asked, and two ways on. */
export function SectionPage({ page, section, isFirst, values, seen, faults, elsewhere }: Props) {
  const say = useSay()
  const errors = fieldErrorsOf(faults)
  const known = section.fields.filter((field) => field.known !== undefined)
  const open = section.fields.filter((field) => field.known === undefined)
  const common = commonSource(section.fields)
  const { regulation } = page.open.edition
  return (
    <>
      <ErrorSummary errors={errors} />
      {elsewhere && <ElsewhereNote fields={open} elsewhere={elsewhere} values={values} />}
      <DraftFrame page={page} title={say(section.title)} at={`form/${section.id}`}>
        {isFirst && <Preparation page={page} />}
        {known.length > 0 && <KnownFacts fields={known} values={values} errors={errors} />}
        <Form action={draftHref(page, `form/${section.id}`)}>
          <HiddenField name={SEEN} value={seen} />
          {open.map((field) => (
            <FieldInput page={page} field={field} value={values[field.id] ?? ''} errors={errors} hasOwnSource={common === null} />
          ))}
          {common && (
            <p>
              <Cited regulation={regulation} source={common} />
            </p>
          )}
          <ButtonGroup>
            <Button text={T.continue} />
            <Button text={T.saveAndLeave} kind="secondary" name="leave" value="yes" />
          </ButtonGroup>
        </Form>
        <p>
          <a href={draftHref(page, 'abandon')}>{say(T.abandon)}</a>
        </p>
      </DraftFrame>
    </>
  )
}

/** The one source of all fields of a section, which is then said once. */
function commonSource(fields: readonly Field[]): Source | null {
  const first = fields[0]?.source
  if (first === undefined) return null
  const same = fields.every(({ source }) => isSameSource(source, first))
  return same ? first : null
}

/** Before the first question: what will be needed, so that nobody has to stop half-way. */
function Preparation({ page }: { readonly page: DraftPage }) {
  const say = useSay()
  const documents = page.open.variant.documents.filter((slot) => slot.required && appliesTo(slot, page.person.kind))
  return (
    <Details summary={T.prepare}>
      <p>{say(T.prepareLead)}</p>
      <ul>
        {documents.map((slot) => (
          <li>{say(slot.name)}</li>
        ))}
      </ul>
      <p>{say(T.prepareKey)}</p>
    </Details>
  )
}

function KnownFacts({
  fields,
  values,
  errors,
}: {
  readonly fields: readonly Field[]
  readonly values: TypedValues
  readonly errors: readonly FieldError[]
}) {
  const say = useSay()
  return (
    <>
      <SummaryList
        compact
        rows={fields.map((field) => {
          const error = errorAt(errors, field.id)
          return { key: field.label, value: error ? <strong class="error-message">{say(error)}</strong> : (values[field.id] ?? '') || '—' }
        })}
      />
      <p class="muted">{say(T.known)}</p>
    </>
  )
}

/** Two windows of one person, or two people of one firm: nothing is overwritten before who saves has seen both. */
function ElsewhereNote({
  fields,
  elsewhere,
  values,
}: {
  readonly fields: readonly Field[]
  readonly elsewhere: Elsewhere
  readonly values: TypedValues
}) {
  const say = useSay()
  const language = useLanguage()
  const different = fields.filter((field) => (elsewhere.stored[field.id] ?? '') !== (values[field.id] ?? ''))
  return (
    <Notification kind="important">
      <p>
        {elsewhere.colleague === null ? say(T.changedElsewhere) : say(T.changedByColleague).replace('{name}', () => elsewhere.colleague!)}
      </p>
      <SummaryList
        compact
        rows={different.map((field) => ({
          key: field.label,
          value: valueText(field, elsewhere.stored[field.id] ?? '', language),
        }))}
      />
      <p>{say(T.changedElsewhereNext)}</p>
    </Notification>
  )
}

const YES_NO = [
  { value: 'yes', text: T.yes },
  { value: 'no', text: T.no },
]
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
      return <TextInput {...common} value={value} {...inputKind(type.pattern)} />
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

function inputKind(pattern: string | undefined) {
  if (pattern === 'email') return { type: 'email' as const }
  return pattern === 'phone' ? { type: 'tel' as const } : {}
}

function optionalLabel(label: Exclude<Text, string>): Text {
  return inAll((language) => `${label[language]} (${T.optional[language]})`)
}

function withNote(input: unknown, note: unknown) {
  return (
    <>
      {input as never}
      {note !== undefined && <p>{note as never}</p>}
    </>
  )
}

function dateParts(value: string) {
  const [year = '', month = '', day = ''] = value.split('-')
  return { day, month, year }
}
