import type { Duration } from '@ruqsat/clock'
import type { Field, Step, Variant } from '../../package/model.ts'
import type { Span } from '../../package/variant-shape.ts'
import { worstPath } from '../../tables/sums.ts'
import type { Rule } from './context.ts'

/**
 * Days of a result that an answer ends, and nothing keeps that answer from a day before the result has to be ready: the paper could be over
 * when it is signed. Somebody decides it: the package says what the form does with such days (`beforeReady`), or a reading why it cannot happen.
 */
export const resultsOverWhenReady: Rule = ({ regulation }) =>
  regulation.variants.flatMap((variant) => {
    const { validity } = variant.results.grant
    const end = endingField(variant)
    if (validity === undefined || validity.beforeReady !== undefined || end === undefined) return []
    const least = leastDay(end, fieldsOf(variant)) + (validity.untilField === undefined ? leastDays(validity.lasts) : 0)
    if (least > mostDaysOf(variant, regulation.authority.officeHours)) return []
    return [{ code: 'result-may-be-over', subject: variant.id, source: validity.source, facts: { field: end.id } }]
  })

/** The answer by which the days end, alone or with how long they last. */
function endingField(variant: Variant): Field | undefined {
  const { validity } = variant.results.grant
  const id = validity?.untilField ?? (validity?.lasts === undefined ? undefined : validity.fromField)
  return fieldsOf(variant).find((field) => field.id === id)
}

const fieldsOf = ({ form }: Variant): readonly Field[] => form.sections.flatMap(({ fields }) => fields)

/** How many days after the answer the field's day lies at least. */
function leastDay({ id, type }: Field, fields: readonly Field[], passed: readonly string[] = []): number {
  if (type.kind !== 'date' || passed.includes(id)) return -Infinity
  const own = type.rule === 'notPast' ? 0 : -Infinity
  const earlier = fields.find((each) => each.id === type.notBefore && each.required)
  return earlier === undefined ? own : Math.max(own, leastDay(earlier, fields, [...passed, id]))
}

const DAYS_AT_LEAST = { days: 1, months: 28, years: 365 } as const satisfies Record<Span['unit'], number>

function leastDays(span: Span | undefined): number {
  return span === undefined ? 0 : span.amount * DAYS_AT_LEAST[span.unit]
}

/** Holidays in a row, and the days before the office opens: more than any calendar has. */
const DAYS_OFF = 14

/** More days than the whole can take: by the act's own term, else by the longest path. */
function mostDaysOf({ term, procedure }: Variant, hours: Parameters<typeof worstPath>[1]): number {
  const times = (step: Step): readonly Duration[] => [step.time?.duration ?? [], step.hearing?.duration ?? []].flat()
  const all = term === null ? worstPath(procedure.steps, hours, true).flatMap(times) : [term.duration]
  return DAYS_OFF + all.reduce((sum, each) => sum + mostDays(each), 0)
}

function mostDays({ unit, amount }: Duration): number {
  switch (unit) {
    case 'workingDays':
      return amount * 2
    case 'calendarDays':
      return amount
    default:
      // The office is open for an hour a day at least in every act that we know.
      return Math.ceil(unit === 'hours' ? amount : unit === 'minutes' ? amount / 60 : amount / 3600)
  }
}
