import { useTyped } from '../../language/form-state.ts'
import { describedBy, Field, fieldId, type FieldProps } from '../field/field.tsx'

export type TextareaProps = FieldProps & {
  readonly value?: string
  readonly rows?: number
  readonly maxlength?: number
  readonly lang?: string
}

export function Textarea(props: TextareaProps) {
  const { name, value = '', rows = 5, maxlength, lang } = props
  const shown = useTyped(name) ?? value
  return (
    <Field {...props}>
      <textarea
        class="input textarea"
        id={fieldId(name)}
        name={name}
        rows={rows}
        {...(maxlength && { maxlength })}
        {...(lang && { lang })}
        {...describedBy(props)}
      >
        {shown}
      </textarea>
    </Field>
  )
}
