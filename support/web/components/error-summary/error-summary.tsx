import type { FieldError } from '../../forms/field-errors.ts'
import type { Text } from '../../page/language.ts'
import { useSay } from '../../page/view.ts'
import { fieldId } from '../field/field.tsx'

const TITLE = { kk: 'Мына жерлерді түзетіңіз', ru: 'Исправьте следующее', en: 'Please correct the following' }

/**
 * Stands at the top of the page that came back: each error, with a link to its field. Renders nothing where there is none. The browser
 * itself moves the focus here, without script.
 */
export function ErrorSummary({ errors, title = TITLE }: { readonly errors: readonly FieldError[]; readonly title?: Text }) {
  const say = useSay()
  if (errors.length === 0) return null
  return (
    <div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex={-1} autofocus id="error-summary">
      <h2 class="error-summary__title" id="error-summary-title">
        {say(title)}
      </h2>
      <ul class="error-summary__list">
        {errors.map((error) => (
          <li>{error.field ? <a href={`#${fieldId(error.field)}`}>{say(error.text)}</a> : say(error.text)}</li>
        ))}
      </ul>
    </div>
  )
}
