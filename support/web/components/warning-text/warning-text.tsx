import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import texts from '../texts.yaml'

/** A consequence that cannot be undone: a fee not returned, a decision that is final. */
export function WarningText({ text, children }: { readonly text?: Text; readonly children?: Child }) {
  return (
    <div class="warning-text">
      <span class="warning-text__sign" aria-hidden="true">
        !
      </span>
      <p class="warning-text__text">
        <span class="visually-hidden">{texts.warningText.warning} </span>
        {text}
        {children}
      </p>
    </div>
  )
}
