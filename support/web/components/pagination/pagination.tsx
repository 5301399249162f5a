import { say } from '../../language/view.ts'
import texts from '../texts.yaml'

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
  if (pages <= 1) return null
  return (
    <nav class="pagination" aria-label={say(texts.pagination.pages)}>
      {page > 1 && (
        <a class="pagination__step" rel="prev" href={href(page - 1)}>
          ← {texts.pagination.before}
        </a>
      )}
      <span class="pagination__place" aria-current="page">
        <span class="visually-hidden">{texts.pagination.page} </span>
        {page} / {pages}
      </span>
      {page < pages && (
        <a class="pagination__step" rel="next" href={href(page + 1)}>
          {texts.pagination.next} →
        </a>
      )}
    </nav>
  )
}
