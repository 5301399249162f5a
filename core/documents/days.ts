import { isLocalDate } from '@ruqsat/clock'
import { formatDate, inAll, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { Field, Variant } from '@ruqsat/law'
import { cleanValue, refuseField, type TypedValues } from './fields.ts'

/** What the order of two days needs of a field. */
type Dated = Pick<Field, 'id' | 'label' | 'type' | 'source'>

/**
 * Days that follow each other in the wrong order: those of the result, which would end before they begin, and each that the package wants not
 * before another. It is said at the later one, or at the earlier one where only that may be changed. An answer that is no day is a fault of its
 * own field.
 */
export function daysFaults(
  { form, results }: Pick<Variant, 'form' | 'results'>,
  values: TypedValues,
  mayChange: (field: string) => boolean = () => true,
): readonly Refusal[] {
  const fields = form.sections.flatMap((section) => section.fields)
  const days = resultDaysFault(results.grant.validity, fields, values, mayChange)
  return [...(days === null ? [] : [days]), ...orderFaults(fields, values, mayChange)]
}

/** The same of any list of questions: `notBefore` of a date names another of them. */
export function orderFaults(
  fields: readonly Dated[],
  values: TypedValues,
  mayChange: (field: string) => boolean = () => true,
): readonly Refusal[] {
  return fields.flatMap((later): readonly Refusal[] => {
    const earlier = later.type.kind === 'date' ? fields.find(({ id }) => id === notBefore(later)) : undefined
    const [first, then] = [earlier === undefined ? null : dayIn(earlier, values), dayIn(later, values)]
    if (earlier === undefined || first === null || then === null || then >= first) return []
    const { source } = later
    if (mayChange(later.id))
      return [refuseField('date-before-other', { field: later.id, source, facts: { ...shown(first), other: earlier.label } })]
    return mayChange(earlier.id)
      ? [refuseField('date-after-other', { field: earlier.id, source, facts: { ...shown(then), other: later.label } })]
      : []
  })
}

const notBefore = ({ type }: Dated) => (type.kind === 'date' ? type.notBefore : undefined)
const shown = (day: LocalDate): { readonly day: LocalText } => ({ day: inAll((language) => formatDate(day, language)) })

function dayIn(field: Dated, values: TypedValues): LocalDate | null {
  const day = cleanValue(field, values[field.id] ?? '')
  return isLocalDate(day) ? day : null
}

function resultDaysFault(
  validity: Variant['results']['grant']['validity'],
  fields: readonly Field[],
  values: TypedValues,
  mayChange: (field: string) => boolean,
): Refusal | null {
  if (validity?.fromField === undefined || validity.untilField === undefined) return null
  const { fromField, untilField, source } = validity
  const day = (id: string) => {
    const field = fields.find((each) => each.id === id)
    return field === undefined ? null : dayIn(field, values)
  }
  const [from, until] = [day(fromField), day(untilField)]
  if (from === null || until === null || until >= from) return null
  if (mayChange(untilField)) return refuseField('end-before-beginning', { field: untilField, source, facts: shown(from) })
  return mayChange(fromField) ? refuseField('beginning-after-end', { field: fromField, source, facts: shown(until) }) : null
}
