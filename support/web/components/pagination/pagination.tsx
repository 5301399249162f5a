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

/** Of a list whose pages are found by a key, which has no numbers of pages. An address is null where there is nothing on that side. */
export function KeyPagination({ previous, next }: { readonly previous: string | null; readonly next: string | null }) {
  if (previous === null && next === null) return null
  return (
    <nav class="pagination" aria-label={say(texts.pagination.pages)}>
      {previous !== null && (
        <a class="pagination__step" rel="prev" href={previous}>
          ← {texts.pagination.before}
        </a>
      )}
      {next !== null && (
        <a class="pagination__step" rel="next" href={next}>
          {texts.pagination.next} →
        </a>
      )}
    </nav>
  )
}
