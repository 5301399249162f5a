import { isLocalDate } from '@ruqsat/clock'
import { formatDate, inAll, type LocalDate, type Refusal } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import { cleanValue, refuseField, type TypedValues } from './fields.ts'

/**
 * Why the days of the result cannot be those that two answers of the form give: they would end before they begin. It is said at the end, or at
 * the beginning where only that may be changed. Null where an answer is no day: that is a fault of its own field.
 */
export function daysFault(
  { form, results }: Pick<Variant, 'form' | 'results'>,
  values: TypedValues,
  mayChange: (field: string) => boolean = () => true,
): Refusal | null {
  const { validity } = results.grant
  if (validity?.fromField === undefined || validity.untilField === undefined) return null
  const { fromField, untilField, source } = validity
  const dayIn = (id: string): LocalDate | null => {
    const field = form.sections.flatMap(({ fields }) => fields).find((each) => each.id === id)
    const day = field === undefined ? '' : cleanValue(field, values[id] ?? '')
    return isLocalDate(day) ? day : null
  }
  const [from, until] = [dayIn(fromField), dayIn(untilField)]
  if (from === null || until === null || until >= from) return null
  const shown = (day: LocalDate) => ({ day: inAll((language) => formatDate(day, language)) })
  if (mayChange(untilField)) return refuseField('end-before-beginning', { field: untilField, source, facts: shown(from) })
  return mayChange(fromField) ? refuseField('beginning-after-end', { field: fromField, source, facts: shown(until) }) : null
}
