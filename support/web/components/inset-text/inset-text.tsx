import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'

/** A quotation, an example or a note that belongs to the text and yet is set apart. */
export function InsetText({ text, children }: { readonly text?: Text; readonly children?: Child }) {
  return (
    <div class="inset-text">
      {text && <p>{text}</p>}
      {children}
    </div>
  )
}
