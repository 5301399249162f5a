import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { useView } from '../../language/view.ts'
import { ErrorMessage } from '../error-message/error-message.tsx'
import texts from '../texts.yaml'

/** What every single input takes. `name` is its name in the form; its id is `field-<name>`, which an error summary points to. */
export type FieldProps = {
  readonly name: string
  readonly label: Text
  /** What it is about, where the label alone does not say: read out after the label, and its name in an error summary. */
  readonly about?: Text
  readonly hint?: Text
  readonly error?: Text | null
  /** The label is the page's only question: it becomes the h1. */
  readonly heading?: boolean
  readonly optional?: boolean
  /** What is shown between hint and input (a source, a link). */
  readonly note?: Child
}

export function fieldId(name: string): string {
  return `field-${name.replace(/[^\w-]/g, '-')}`
}

/** Attributes that tie an input to its hint and its error. */
export function describedBy(props: { readonly name: string; readonly hint?: Text; readonly error?: Text | null }) {
  const id = fieldId(props.name)
  const ids = [props.hint && `${id}-hint`, props.error && `${id}-error`].filter(Boolean).join(' ')
  return { ...(ids && { 'aria-describedby': ids }), ...(props.error && { 'aria-invalid': 'true' }) }
}

/** Label, hint, error and the input between them. */
export function Field({ name, label, about, hint, error, heading, optional, note, children }: FieldProps & { readonly children?: Child }) {
  useView().labels?.set(name, about ?? label)
  const id = fieldId(name)
  const labelElement = (
    <label class="field__label" for={id}>
      {label}
      {about && <span class="visually-hidden"> ({about})</span>}
      {optional && <span class="field__optional"> ({texts.field.optional})</span>}
    </label>
  )
  return (
    <div class={error ? 'field field--error' : 'field'}>
      {heading ? <h1 class="field__heading">{labelElement}</h1> : labelElement}
      {hint && (
        <p class="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {note}
      <ErrorMessage id={`${id}-error`} text={error} />
      {children}
    </div>
  )
}
