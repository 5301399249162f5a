// Days that no answer could meet: bounds that leave no more than one day, and dates that wait for each other.
import type { Field, Variant } from '../package/model.ts'
import type { Span } from '../package/variant-shape.ts'
import { problemIf, type Problem } from './problem.ts'
import texts from '../texts.yaml'

type Asked = Pick<Field, 'id' | 'type'>
/** Which dates each date may not come before: by its own `notBefore`, and the end of a result before its beginning. */
type EarlierOf = (field: Asked) => readonly Asked[]

/** Of a form the days of the result too: they may not end before they begin. */
export function dayProblems(fields: readonly Asked[], validity?: Variant['results']['grant']['validity']): readonly Problem[] {
  const byId = (id: string | undefined) => fields.filter((each) => each.id === id && each.type.kind === 'date')
  const earlierOf: EarlierOf = ({ id, type }) => [
    ...(type.kind === 'date' && type.notBefore !== id ? byId(type.notBefore) : []),
    ...(validity?.untilField === id ? byId(validity.fromField) : []),
  ]
  return fields.flatMap((field) => {
    if (field.type.kind !== 'date') return []
    const [least, most] = [leastDay(field, earlierOf), mostDay(field)]
    const bounds = [field, ...earlierOf(field)].map(boundsOf).join('; ')
    return [
      ...problemIf(isInCircle(field, earlierOf), 'impossible-range', field, 'type', texts.dayProblems.noCircle, bounds),
      ...problemIf(least >= most, 'impossible-range', field, 'type', texts.dayProblems.severalDays, bounds),
    ]
  })
}

function boundsOf({ id, type }: Asked): string {
  if (type.kind !== 'date') return id
  const { rule, within, notBefore } = type
  const words = [rule, within && `within ${within.amount} ${within.unit}`, notBefore && `notBefore ${notBefore}`]
  const said = words.filter((word) => word !== undefined).join(', ')
  return said === '' ? id : `${id}: ${said}`
}

function isInCircle(field: Asked, earlierOf: EarlierOf): boolean {
  const reached = new Set<Asked>(earlierOf(field))
  for (const each of reached) for (const earlier of earlierOf(each)) reached.add(earlier)
  return reached.has(field)
}

/** No month and no year is longer: what is empty by these is empty on each day. */
const DAYS_AT_MOST = { days: 1, months: 31, years: 366 } as const satisfies Record<Span['unit'], number>

export function daysAtMost(span: Span | undefined): number {
  return span === undefined ? 0 : span.amount * DAYS_AT_MOST[span.unit]
}

/** The earliest day that an answer may have, in days from that of answering. */
function leastDay(field: Asked, earlierOf: EarlierOf, passed: readonly Asked[] = []): number {
  const { type } = field
  if (type.kind !== 'date' || passed.includes(field)) return -Infinity
  const span = type.within === undefined ? Infinity : daysAtMost(type.within)
  const own = type.rule === 'notPast' ? 0 : type.rule === 'notFuture' ? -span : -Infinity
  return Math.max(own, ...earlierOf(field).map((each) => leastDay(each, earlierOf, [...passed, field])))
}

/** The latest, counted alike. */
export function mostDay({ type }: Pick<Asked, 'type'>): number {
  if (type.kind !== 'date') return Infinity
  if (type.rule === 'notFuture') return 0
  return type.within === undefined ? Infinity : daysAtMost(type.within)
}
