import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'

type DetailsProps = {
  readonly summary: Text
  /** Said by a screen reader after the summary, where several on one page are called alike. */
  readonly hidden?: Text
  readonly open?: boolean
  /** Smaller than the text that it follows: where a fact comes from. */
  readonly isQuiet?: boolean
  readonly children?: Child
}

/** More for who wants it; opens without script. */
export function Details({ summary, hidden, open, isQuiet, children }: DetailsProps) {
  return (
    <details class={isQuiet ? 'details details--quiet' : 'details'} open={open === true}>
      <summary class="details__summary">
        {summary}
        {hidden && <span class="visually-hidden">: {hidden}</span>}
      </summary>
      <div class="details__body">{children}</div>
    </details>
  )
}
