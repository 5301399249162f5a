import { isLocalDate } from '@ruqsat/clock'
import type { LocalDate } from '@ruqsat/foundation'
import { Button, errorAt, fieldErrorsOf, Form, local, TextInput, type FieldError, type Text } from '@ruqsat/web'
import { refusePortal } from '../../refusals.ts'

// A form that asks for days and shows them by the address: no script, no memory.

const HINT = local('Мысалы: 2014-10-01', 'Например: 2014-10-01', 'For example: 2014-10-01')

/** One day that is asked for: its field in the address, what stood there, and the day that is meant; null where what stood there is none. */
export type DayField = { readonly name: string; readonly label: Text; readonly typed: string; readonly day: LocalDate | null }

/** Reads the field from the address; where nothing stands there, another day is meant. */
export function dayField(
  query: Readonly<Record<string, unknown>>,
  { name, label, otherwise }: { readonly name: string; readonly label: Text; readonly otherwise: LocalDate },
): DayField {
  const day = askedDay(query[name], otherwise)
  return { name, label, day, typed: day ?? typedDay(query[name]) }
}

function askedDay(typed: unknown, otherwise: LocalDate): LocalDate | null {
  if (typed === undefined || typed === '') return otherwise
  return isLocalDate(typed) ? typed : null
}

/** What was typed, as it comes back into its field. */
function typedDay(typed: unknown): string {
  return typeof typed === 'string' ? typed.slice(0, 20) : ''
}

export function errorsOfDays(fields: readonly DayField[]): readonly FieldError[] {
  return fieldErrorsOf(fields.filter(({ day }) => day === null).map(({ name }) => refusePortal('day-malformed', { field: name })))
}

export type DayFormProps = {
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
        <TextInput name={name} label={label} hint={HINT} width={12} maxlength={10} value={typed} error={errorAt(errors, name)} />
      ))}
      <Button kind={kind} text={button} />
    </Form>
  )
}
