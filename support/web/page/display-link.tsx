import type { FormState } from '../language/form-state.ts'
import { localHref } from '../language/language.ts'
import { say, type PageView } from '../language/view.ts'
import { Leaving } from './leaving.tsx'
import texts from './texts.yaml'

export const DISPLAY_PATH = '/display'
/** The page that one came from. */
export const FROM_FIELD = 'from'

/** In the header of every page: the way to larger letters and other colours. */
export function DisplayLink({ view, form }: { readonly view: PageView; readonly form: FormState | null }) {
  const path = `${localHref(view.language, DISPLAY_PATH)}?${FROM_FIELD}=${encodeURIComponent(view.url)}`
  return (
    <Leaving form={form} path={path} attributes={{ class: 'display-link' }}>
      <svg class="display-link__sign" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
        <path d={EYE} fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" />
        <circle cx="12" cy="12" r="3.2" fill="currentColor" />
      </svg>
      <span class="display-link__text">{say(texts.page.display, view.language)}</span>
    </Leaving>
  )
}

const EYE = 'M1.5 12S5.5 5 12 5s10.5 7 10.5 7-4 7-10.5 7S1.5 12 1.5 12Z'
