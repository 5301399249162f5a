import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { useView } from '../../language/view.ts'
import { ErrorMessage } from '../error-message/error-message.tsx'
import { fieldId } from '../field/field.tsx'

export type FieldsetProps = {
  readonly legend: Text
  /** Gives the group an id (`field-<name>`), so that an error summary can point to it. */
  readonly name?: string
  readonly hint?: Text
  readonly error?: Text | null
  /** The legend is the page's only question: it becomes the h1. */
  readonly heading?: boolean
  /** `section` for a part of a long form, `question` (default) for one question. */
  readonly size?: 'section' | 'question'
  readonly children?: Child
}

export function Fieldset({ legend, name, hint, error, heading, size = 'question', children }: FieldsetProps) {
  if (name !== undefined) useView().labels?.set(name, legend)
  const id = name === undefined ? undefined : fieldId(name)
  const described = id && [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class={error ? 'fieldset-frame field--error' : 'fieldset-frame'}>
      <fieldset class={`fieldset fieldset--${size}`} {...(described && { 'aria-describedby': described })}>
        <legend class="fieldset__legend">{heading ? <h1 class="field__heading">{legend}</h1> : legend}</legend>
        {hint && (
          <p class="field__hint" {...(id && { id: `${id}-hint` })}>
            {hint}
          </p>
        )}
        <ErrorMessage {...(id && { id: `${id}-error` })} text={error} />
        {children}
      </fieldset>
    </div>
  )
}
