import type { Text } from '../../language/language.ts'

/** A link that starts something and looks like a button. It leads somewhere; it never changes anything. */
export function LinkButton({
  href,
  text,
  kind = 'primary',
  hiddenText,
  download,
}: {
  readonly href: string
  readonly text: Text
  readonly kind?: 'primary' | 'secondary' | 'start'
  /** What a screen reader adds, where several links of a page say the same: "Get a licence (of which service)". */
  readonly hiddenText?: Text
  readonly download?: boolean
}) {
  return (
    <a
      class={`button link-button button--${kind === 'start' ? 'primary link-button--start' : kind}`}
      href={href}
      {...(download && { download: '' })}
    >
      {text}
      {hiddenText && <span class="visually-hidden"> ({hiddenText})</span>}
      {kind === 'start' && (
        <svg class="link-button__arrow" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" focusable="false">
          <path d="M6 2l7 7-7 7" fill="none" stroke="currentColor" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" />
        </svg>
      )}
    </a>
  )
}
