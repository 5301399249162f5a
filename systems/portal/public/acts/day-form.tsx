import { isRefusal, parseDay, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { Button, errorAt, fieldErrorsOf, Form, TextInput, type FieldError, type Text } from '@ruqsat/web'
import type { FastifyRequest } from 'fastify'
import texts from '../texts.yaml'

// A form that asks for days and shows them by the address: no script, no memory.

/** A day with its spaces; more is no day. */
const MAX_TYPED = 20
/** One day that is asked for: its field in the address, what was there, and the day that is meant; null where what was there is none. */
export type DayField = {
  readonly name: string
  readonly label: Text
  readonly typed: string
  readonly day: LocalDate | null
  readonly refusal: Refusal | null
}

/** Reads the field from the address; where nothing is there, another day is meant. */
export function dayField(
  { query }: FastifyRequest,
  { name, label, otherwise }: { readonly name: string; readonly label: Text; readonly otherwise: LocalDate },
): DayField {
  const { [name]: asked = '' } = query as Readonly<Record<string, unknown>>
  const typed = typeof asked === 'string' ? asked.slice(0, MAX_TYPED) : ''
  const read = asked === '' ? otherwise : parseDay(typed)
  return isRefusal(read)
    ? { name, label, day: null, typed, refusal: { ...read, field: name } }
    : { name, label, day: read, typed: asPeopleWrite(read), refusal: null }
}

export function errorsOfDays(fields: readonly DayField[]): readonly FieldError[] {
  return fieldErrorsOf(fields.flatMap(({ refusal }) => refusal ?? []))
}

type DayFormProps = {
  readonly action: string
  readonly fields: readonly DayField[]
  readonly errors: readonly FieldError[]
  readonly button: Text
  readonly kind?: 'primary' | 'secondary'
}

export function DayForm({ action, fields, errors, button, kind = 'primary' }: DayFormProps) {
  return (
    <Form action={action} method="get">
      {fields.map(({ name, label, typed }) => (
        <TextInput
          name={name}
          label={label}
          hint={texts.dayForm.hint}
          width={12}
          maxlength={MAX_TYPED}
          value={typed}
          error={errorAt(errors, name)}
        />
      ))}
      <Button kind={kind} text={button} />
    </Form>
  )
}

/** As the hint shows it: `01.10.2014`. */
function asPeopleWrite(day: LocalDate): string {
  return day.split('-').toReversed().join('.')
}
