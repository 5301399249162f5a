import { useTyped } from '../../language/form-state.ts'
import type { Text } from '../../language/language.ts'
import { describedBy, Field, fieldId, type FieldProps } from '../field/field.tsx'

export type TextInputProps = FieldProps & {
  readonly value?: string
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'search'
  /** About how many characters are expected. */
  readonly width?: 4 | 8 | 12 | 20 | 'full'
  readonly inputmode?: 'numeric' | 'decimal' | 'tel' | 'email' | 'text'
  readonly autocomplete?: string
  readonly maxlength?: number
  readonly spellcheck?: boolean
  readonly readonly?: boolean
  readonly prefix?: Text
  readonly suffix?: Text
  /** Language of what is typed, where it is not the page's. */
  readonly lang?: string
}

/** One line. Numbers that identify (IIN, BIN) are `inputmode="numeric"` text, never `type=number`. */
export function TextInput(props: TextInputProps) {
  const {
    name,
    value,
    type = 'text',
    width = 'full',
    spellcheck,
    readonly,
    prefix,
    suffix,
    inputmode,
    autocomplete,
    maxlength,
    lang,
  } = props
  const shown = useTyped(name, type === 'password' ? 'secret' : 'kept') ?? value
  const input = (
    <input
      class={`input input--width-${width}`}
      id={fieldId(name)}
      name={name}
      type={type}
      {...(shown !== undefined && type !== 'password' && { value: shown })}
      {...(inputmode && { inputmode })}
      {...(autocomplete && { autocomplete })}
      {...(maxlength && { maxlength })}
      {...(spellcheck !== undefined && { spellcheck: String(spellcheck) as unknown as boolean })}
      {...(readonly && { readonly: true })}
      {...(lang && { lang })}
      {...describedBy(props)}
    />
  )
  if (!prefix && !suffix) return <Field {...props}>{input}</Field>
  return (
    <Field {...props}>
      <div class="input-wrapper">
        {prefix && (
          <span class="input-wrapper__affix" aria-hidden="true">
            {prefix}
          </span>
        )}
        {input}
        {suffix && (
          <span class="input-wrapper__affix" aria-hidden="true">
            {suffix}
          </span>
        )}
      </div>
    </Field>
  )
}
