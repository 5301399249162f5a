import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'

/** More for who wants it; opens without script. */
export function Details({ summary, open, children }: { readonly summary: Text; readonly open?: boolean; readonly children?: Child }) {
  return (
    <details class="details" open={open === true}>
      <summary class="details__summary">{summary}</summary>
      <div class="details__body">{children}</div>
    </details>
  )
}
