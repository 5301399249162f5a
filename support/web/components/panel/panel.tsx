import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'

/** The end of a way: it worked, and this is your number. Carries the page's h1. */
export function Panel({ title, children }: { readonly title: Text; readonly children?: Child }) {
  return (
    <div class="panel">
      <h1 class="panel__title">{title}</h1>
      {children && <div class="panel__body">{children}</div>}
    </div>
  )
}
