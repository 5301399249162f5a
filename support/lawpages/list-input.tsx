// A list on a form: its entries below each other, each with a button that removes it, and one that adds another. No script is needed: a button
// sends the form as it is, and the page comes back with one entry more or less.
import { entriesOf, entryName } from '@ruqsat/documents'
import { fillText, type LocalText } from '@ruqsat/foundation'
import type { Field, ListType, Regulation } from '@ruqsat/law'
import { Button, errorAt, Fieldset, type FieldError } from '@ruqsat/web'
import type { Child } from 'hono/jsx'
import { COUNT, ENTRY } from './typed-field.ts'
import texts from './texts.yaml'

const T = texts.listInput

type AskedOfEntry = Pick<Field, 'label' | 'hint' | 'required' | 'type' | 'source'>
/** The input of one question of an entry. */
type EntryInput = (props: {
  readonly field: AskedOfEntry
  readonly name: string
  readonly value: string
  readonly about: LocalText
  readonly error: FieldError['text'] | null
  readonly regulation: Regulation
  readonly hasOwnSource: boolean
}) => Child

type ListInputProps = {
  readonly field: Omit<AskedOfEntry, 'type'> & { readonly type: ListType }
  readonly name: string
  readonly value: string
  readonly error: FieldError['text'] | null
  readonly errors?: readonly FieldError[]
  readonly regulation: Regulation
  readonly legend: LocalText
  readonly note: Child
  readonly input: EntryInput
}

/** How many entries a list takes, as a sentence. */
export function entriesText({ least = 1, most }: Pick<ListType, 'least' | 'most'>): LocalText {
  return least > 1 ? fillText(T.fromTo, { least, most }) : fillText(T.atMost, { most })
}

export function ListInput({ field, name, value, error, errors = [], regulation, legend, note, input }: ListInputProps) {
  const { type, hint } = field
  const { least = 1, most } = type
  const entries = entriesOf(value)
  const count = Math.max(entries.length, least)
  return (
    <Fieldset legend={legend} name={name} {...(hint && { hint })} error={error}>
      <input type="hidden" name={`${name}${COUNT}`} value={String(count)} />
      <p class="muted">{entriesText(type)}</p>
      {/* The Enter key presses the first button of a form: it must not be one that removes. */}
      <button class="visually-hidden" type="submit" tabindex={-1} aria-hidden="true">
        {T.goOn}
      </button>
      {Array.from({ length: count }, (_each, index) => (
        <Entry
          field={field}
          name={name}
          place={index + 1}
          entry={entries[index] ?? {}}
          isAlone={count <= least}
          errors={errors}
          regulation={regulation}
          input={input}
        />
      ))}
      {count < most && <Button kind="secondary" name={ENTRY} value={`add ${name}`} text={fillText(T.add, { entry: type.entry })} />}
      {note && <p>{note}</p>}
    </Fieldset>
  )
}

type EntryProps = Pick<ListInputProps, 'field' | 'name' | 'regulation' | 'input'> & {
  readonly place: number
  readonly entry: Readonly<Record<string, string>>
  readonly isAlone: boolean
  readonly errors: readonly FieldError[]
}

function Entry({ field: { type, source }, name, place, entry, isAlone, errors, regulation, input: Input }: EntryProps) {
  const called = fillText(T.numbered, { entry: type.entry, place })
  return (
    <Fieldset legend={called}>
      {type.fields.map((each) => {
        const own = entryName(name, place, each.id)
        return (
          <Input
            field={{ ...each, source }}
            name={own}
            value={entry[each.id] ?? ''}
            about={fillText(T.ofEntry, { entry: called, label: each.label })}
            error={errorAt(errors, own) ?? null}
            regulation={regulation}
            hasOwnSource={false}
          />
        )
      })}
      {!isAlone && <Button kind="quiet" name={ENTRY} value={`remove ${name} ${place}`} text={T.remove} hiddenText={called} />}
    </Fieldset>
  )
}
