// The input that a field of a package asks for: on the pages of applicants and on those of officials.
import { Cited } from './cited.tsx'
import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Field, Regulation } from '@ruqsat/law'
import { DateInput, Radios, Select, Textarea, TextInput, type FieldError } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { ListInput } from './list-input.tsx'
import texts from './texts.yaml'

export type AskedField = Pick<Field, 'label' | 'hint' | 'required' | 'type' | 'source'>

/** What a browser knows better than plain text, by the pattern of the field. */
const INPUT_TYPES: Readonly<Record<string, { readonly type: 'email' | 'tel' }>> = { email: { type: 'email' }, phone: { type: 'tel' } }
/** More choices than this are a list, not buttons. */
const MOST_RADIOS = 6

export type FieldInputProps = {
  readonly field: AskedField
  /** Of the input; a form may hold fields of several things. */
  readonly name: string
  /** As it was typed; a date as `YYYY-MM-DD` or what was typed instead. */
  readonly value: string
  readonly error: FieldError['text'] | null
  /** Its name in a list of errors, where the label alone does not say which input it is. */
  readonly about?: LocalText
  /** Of the whole form: a list has several inputs. */
  readonly errors?: readonly FieldError[]
  readonly regulation: Regulation
  readonly hasOwnSource: boolean
}

/** The input that a field's type asks for; every type of the language has one. */
export function FieldInput(props: FieldInputProps) {
  const { field, name, value, error, regulation, hasOwnSource } = props
  const note = hasOwnSource ? <Cited regulation={regulation} source={field.source} /> : undefined
  const hint = field.hint && { hint: field.hint }
  const common = { name, label: field.label, ...hint, error, note, optional: !field.required, ...(props.about && { about: props.about }) }
  const group = { name, legend: field.required ? field.label : optionalLabel(field.label), ...hint, error }
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
      return withNote(
        <Radios
          {...group}
          value={value}
          options={[
            { value: 'yes', text: texts.fieldInput.yes },
            { value: 'no', text: texts.fieldInput.no },
          ]}
          inline
        />,
        note,
      )
    case 'list':
      return <ListInput {...props} field={{ ...field, type }} legend={group.legend} note={note} input={FieldInput} />
    case 'iin':
    case 'bin':
      return <TextInput {...common} value={value} inputmode="numeric" width={12} maxlength={16} />
  }
}

function optionalLabel(label: LocalText): LocalText {
  return inAll((language) => `${label[language]} (${texts.fieldInput.optional[language]})`)
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
