import { type FieldError, linesOf } from '../../language/field-errors.ts'
import type { Text } from '../../language/language.ts'
import { useLanguage, useView } from '../../language/view.ts'
import { fieldId } from '../field/field.tsx'
import texts from '../texts.yaml'

/**
 * Shown at the top of the page that came back: each error once, by the name of its field and with a link to it. Renders nothing where
 * there is none. The browser itself moves the focus here, without script.
 */
export function ErrorSummary({
  errors,
  title = texts.errorSummary.title,
}: {
  readonly errors: readonly FieldError[]
  readonly title?: Text
}) {
  if (errors.length === 0) return null
  return (
    <div class="error-summary" role="alert" aria-labelledby="error-summary-title" tabindex={-1} autofocus id="error-summary">
      <h2 class="error-summary__title" id="error-summary-title">
        {title}
      </h2>
      <Lines errors={errors} />
    </div>
  )
}

/** The fields are further down and say their names as they are drawn: so this is drawn when the rest of the page has been. */
async function Lines({ errors }: { readonly errors: readonly FieldError[] }) {
  const [{ labels }, language] = [useView(), useLanguage()]
  await Promise.resolve()
  return (
    <ul class="error-summary__list">
      {linesOf(errors, labels ?? new Map(), language).map(({ field, text }) => (
        <li>{field ? <a href={`#${fieldId(field)}`}>{text}</a> : text}</li>
      ))}
    </ul>
  )
}
