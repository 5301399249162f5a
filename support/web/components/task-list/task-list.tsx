import type { Text } from '../../language/language.ts'
import { say } from '../../language/view.ts'
import { StatusTag, type StatusKind } from '../status-tag/status-tag.tsx'

export type TaskItem = {
  readonly text: Text
  /** Without it the task cannot be opened yet. */
  readonly href?: string
  readonly hint?: Text
  readonly status: { readonly kind?: StatusKind; readonly text: Text }
}

/** `id` distinguishes two lists on one page. */
export function TaskList({ items, id = 'task' }: { readonly items: readonly TaskItem[]; readonly id?: string }) {
  return (
    <ul class="task-list">
      {items.map((item, place) => (
        <li class="task-list__item">
          <div class="task-list__name">
            {item.href ? (
              <a href={item.href} aria-describedby={`${id}-${place}-status`}>
                {item.text}
              </a>
            ) : (
              say(item.text)
            )}
            {item.hint && <p class="task-list__hint">{item.hint}</p>}
          </div>
          <div class="task-list__status" id={`${id}-${place}-status`}>
            <StatusTag kind={item.status.kind} text={item.status.text} />
          </div>
        </li>
      ))}
    </ul>
  )
}
