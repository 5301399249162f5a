import { afterSpan } from '@ruqsat/clock'
import type { LocalDate, Refusal } from '@ruqsat/foundation'
import type { Field, Variant } from '@ruqsat/law'
import { dayIn, orderFaults, refuseField, shownDay, type TypedValues } from './fields.ts'

/**
 * When the result can be there: today at the earliest, and by the last day that the act gives the provider. `promised` is null where no term can be
 * counted, or where it is not the applicant's any more (a correction).
 */
export type ReadyDays = { readonly today: LocalDate; readonly promised: LocalDate | null }

type Days = Pick<Variant, 'form' | 'results'>
type MayChange = (field: string) => boolean

/**
 * Days that follow each other in the wrong order: those of the result, which would end before they begin, and each that the package wants not
 * before another. It is said at the later one, or at the earlier one where only that may be changed. An answer that is no day is a fault of its
 * own field. With `ready`, also days that would be over before the result is there.
 */
export function daysFaults(
  variant: Days,
  values: TypedValues,
  mayChange: MayChange = () => true,
  ready: ReadyDays | null = null,
): readonly Refusal[] {
  const { form, results } = variant
  const fields = form.sections.flatMap((section) => section.fields)
  const days = resultDaysFault(results.grant.validity, fields, values, mayChange)
  const over = ready === null ? null : overFault(variant, values, ready, mayChange)
  return [...(days === null ? [] : [days]), ...orderFaults(fields, values, mayChange), ...(over === null ? [] : [over])]
}

/**
 * Why nothing could come of the answered days: the last of them is before today, so that the result would be over when it is signed; or before the
 * day that the act promises, where the package refuses that (`beforeReady: refused`). One rule for every door.
 */
export function overFault(variant: Days, values: TypedValues, ready: ReadyDays, mayChange: MayChange = () => true): Refusal | null {
  const end = answeredEnd(variant, values)
  if (end === null || !mayChange(end.field)) return null
  const { field, source, day } = end
  if (day < ready.today) return refuseField('days-over', { field, source, facts: shownDay(day) })
  if (ready.promised === null || variant.results.grant.validity?.beforeReady !== 'refused' || day >= ready.promised) return null
  return refuseField('days-before-ready', { field, source, facts: { ...shownDay(day), ready: shownDay(ready.promised).day } })
}

/** What the applicant should know of days that end before the result has to be there, where the package takes them; null where nothing is to be said. */
export function daysWarning(variant: Days, values: TypedValues, { today, promised }: ReadyDays): Refusal | null {
  const end = answeredEnd(variant, values)
  if (end === null || promised === null || variant.results.grant.validity?.beforeReady === 'refused') return null
  const { field, source, day } = end
  if (day < today || day >= promised) return null
  return refuseField('days-may-be-over', { field, source, facts: { ...shownDay(day), ready: shownDay(promised).day } })
}

/** The last day of what is granted, and the answer that gives it; null where answers alone do not. */
export function answeredEnd(
  { form, results }: Days,
  values: TypedValues,
): { readonly field: string; readonly day: LocalDate; readonly source: Field['source'] } | null {
  const { validity } = results.grant
  const id = validity?.untilField ?? (validity?.lasts === undefined ? undefined : validity.fromField)
  const field = form.sections.flatMap(({ fields }) => fields).find((each) => each.id === id)
  const day = field === undefined ? null : dayIn(field, values)
  if (validity === undefined || field === undefined || day === null) return null
  const isLast = validity.untilField !== undefined || validity.lasts === undefined
  return { field: field.id, day: isLast ? day : afterSpan(day, validity.lasts), source: validity.source }
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
