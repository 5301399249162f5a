import { type LocalDate, type LocalTime, formatDate } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { useLanguage } from '../../language/view.ts'
import { StatusTag, type StatusKind } from '../status-tag/status-tag.tsx'

export type TimelineItem = {
  readonly title: Text
  /** When it happened, on the clock of the authority. Absent for what is still ahead. */
  readonly at?: { readonly date: LocalDate; readonly time?: LocalTime }
  /** Who did it: a unit or a system. */
  readonly by?: Text
  readonly state?: 'done' | 'current' | 'ahead'
  readonly status?: { readonly kind?: StatusKind; readonly text: Text }
  /** More about it: a due date, a document, a reason. */
  readonly more?: Child
}

/** The service history, oldest first, and what is still to come. */
export function Timeline({ items }: { readonly items: readonly TimelineItem[] }) {
  return (
    <ol class="timeline">
      {items.map((item) => (
        <li class={`timeline__item timeline__item--${item.state ?? 'done'}`}>
          <h3 class="timeline__title">
            {item.title} {item.status && <StatusTag kind={item.status.kind} text={item.status.text} />}
          </h3>
          <TimelineByline item={item} />
          {item.more && <div class="timeline__more">{item.more}</div>}
        </li>
      ))}
    </ol>
  )
}

function TimelineByline({ item }: { readonly item: TimelineItem }) {
  const language = useLanguage()
  if (!item.at && !item.by) return null
  return (
    <p class="timeline__byline">
      {item.at && (
        <time datetime={item.at.time ? `${item.at.date}T${item.at.time}` : item.at.date}>
          {formatDate(item.at.date, language)}
          {item.at.time && `, ${item.at.time}`}
        </time>
      )}
      {item.by && <span class="timeline__by">{item.by}</span>}
    </p>
  )
}
