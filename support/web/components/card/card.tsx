import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import { StatusTag, type StatusKind } from '../status-tag/status-tag.tsx'

/** One of several things of a kind on a page, each to be dealt with by itself: a document to attach, a key, a person. */
export function Card({
  id,
  title,
  tag,
  attention,
  children,
}: {
  /** Names the heading (`<id>-title`) and is what a link may point to. */
  readonly id: string
  readonly title: Text
  readonly tag?: { readonly kind?: StatusKind; readonly text: Text }
  /** Something in here is to be corrected. */
  readonly attention?: boolean
  readonly children?: Child
}) {
  return (
    <section class={attention ? 'card card--attention' : 'card'} id={id} aria-labelledby={`${id}-title`}>
      <h2 class="card__title" id={`${id}-title`}>
        {title}
      </h2>
      {tag && (
        <p class="card__tag">
          <StatusTag {...tag} />
        </p>
      )}
      {children}
    </section>
  )
}
