import type { Text } from '../../language/language.ts'
import texts from '../texts.yaml'

/** What is wrong with one field, next to it. Renders nothing without a text. */
export function ErrorMessage({ id, text }: { readonly id?: string; readonly text?: Text | null }) {
  if (!text) return null
  return (
    <p class="error-message" id={id}>
      <span class="visually-hidden">{texts.errorMessage.error} </span>
      {text}
    </p>
  )
}
