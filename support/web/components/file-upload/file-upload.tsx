import { describedBy, Field, fieldId, type FieldProps } from '../field/field.tsx'

export type FileUploadProps = FieldProps & {
  /** `.pdf,.jpg,.png`: a help to the person, never a check. */
  readonly accept?: string
  readonly multiple?: boolean
}

export function FileUpload(props: FileUploadProps) {
  const { name, accept, multiple } = props
  return (
    <Field {...props}>
      <input
        class="file-upload"
        type="file"
        id={fieldId(name)}
        name={name}
        {...(accept && { accept })}
        {...(multiple && { multiple: true })}
        {...describedBy(props)}
      />
    </Field>
  )
}
