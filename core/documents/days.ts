import type { Refusal } from '@ruqsat/foundation'
import type { Field, Variant } from '@ruqsat/law'
import { dayIn, orderFaults, refuseField, shownDay, type TypedValues } from './fields.ts'

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
  if (mayChange(untilField)) return refuseField('end-before-beginning', { field: untilField, source, facts: shownDay(from) })
  return mayChange(fromField) ? refuseField('beginning-after-end', { field: fromField, source, facts: shownDay(until) }) : null
}
