import { useSay } from '../../language/view.ts'
import texts from '../texts.yaml'

const LABEL = texts.pagination.pages
const BEFORE = texts.pagination.before
const NEXT = texts.pagination.next
const PAGE = texts.pagination.page

/** `page` counts from 1. Renders nothing where there is one page. */
export function Pagination({
  page,
  pages,
  href,
}: {
  readonly page: number
  readonly pages: number
  readonly href: (page: number) => string
}) {
  const say = useSay()
  if (pages <= 1) return null
  return (
    <nav class="pagination" aria-label={say(LABEL)}>
      {page > 1 && (
        <a class="pagination__step" rel="prev" href={href(page - 1)}>
          ← {say(BEFORE)}
        </a>
      )}
      <span class="pagination__place" aria-current="page">
        <span class="visually-hidden">{say(PAGE)} </span>
        {page} / {pages}
      </span>
      {page < pages && (
        <a class="pagination__step" rel="next" href={href(page + 1)}>
          {say(NEXT)} →
        </a>
      )}
    </nav>
  )
}
