import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'

export type SummaryRow = {
  readonly key: Text
  readonly value: Child | Text
  /** A link after the value; `hidden` says for a screen reader what is changed. */
  readonly actions?: readonly { readonly href: string; readonly text: Text; readonly hidden?: Text }[]
}

export function SummaryList({ rows, compact }: { readonly rows: readonly SummaryRow[]; readonly compact?: boolean }) {
  return (
    <dl class={compact ? 'summary-list summary-list--compact' : 'summary-list'}>
      {rows.map((row) => (
        <div class="summary-list__row">
          <dt class="summary-list__key">{row.key}</dt>
          <dd class="summary-list__value">{row.value}</dd>
          {row.actions && row.actions.length > 0 && (
            <dd class="summary-list__actions">
              {row.actions.map((action) => (
                <a href={action.href}>
                  {action.text}
                  {action.hidden && <span class="visually-hidden"> {action.hidden}</span>}
                </a>
              ))}
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
