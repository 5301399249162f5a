import type { LocalText } from '@ruqsat/foundation'
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

type KeyPages = {
  readonly previous?: string | null
  readonly next: string | null
  /** Where a list is read onward only: back to its beginning. */
  readonly first?: string | null
  /** Names the list where a page has several. */
  readonly of?: LocalText
}

/** Of a list whose pages are found by a key, which has no numbers of pages. An address is null where there is nothing on that side. */
export function KeyPagination({ previous = null, next, first = null, of }: KeyPages) {
  if (previous === null && next === null && first === null) return null
  const name = of === undefined ? say(texts.pagination.pages) : `${say(of)}: ${say(texts.pagination.pages)}`
  return (
    <nav class="pagination" aria-label={name}>
      {first !== null && (
        <a class="pagination__step" rel="first" href={first}>
          ⇤ {texts.pagination.first}
        </a>
      )}
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
