import { useTyped } from '../../language/form-state.ts'
import type { Text } from '../../language/language.ts'
import { describedBy, Field, fieldId, type FieldProps } from '../field/field.tsx'
import texts from '../texts.yaml'

export type SelectProps = FieldProps & {
  readonly value?: string
  readonly options: readonly { readonly value: string; readonly text: Text }[]
  /** The first, empty choice ("choose..."). `null` leaves it out. */
  readonly empty?: Text | null
}

/** For long lists only; up to six choices are `Radios`. */
export function Select(props: SelectProps) {
  const { name, options, empty = texts.select.choose } = props
  const value = useTyped(name) ?? props.value ?? ''
  return (
    <Field {...props}>
      <select class="input select" id={fieldId(name)} name={name} {...describedBy(props)}>
        {empty !== null && (
          <option value="" selected={value === ''}>
            {empty}
          </option>
        )}
        {options.map((option) => (
          <option value={option.value} selected={option.value === value}>
            {option.text}
          </option>
        ))}
      </select>
    </Field>
  )
}
