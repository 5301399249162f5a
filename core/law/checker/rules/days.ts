import { addDays } from '@ruqsat/clock'
import { formatDate, LANGUAGES, type Language, type LocalDate, type LocalText, type Source } from '@ruqsat/foundation'
import type { ActIdentity, CitedLaw, Force } from '../../package/model.ts'
import { objectsIn } from '../problem.ts'
import type { Context, Raw } from './context.ts'

// Days and numbers that are written twice: as data and in words, or as a bound that follows from other days.

/** A law's name and an act's title that say a day or a number say the one of the data. */
export function namedDays({ regulation: { act, laws } }: Context): readonly Raw[] {
  const title = { id: 'act', on: act.adoptedOn, number: act.number, source: act.source }
  return [
    ...saidOtherwise(title, act.title),
    ...laws.flatMap((law) =>
      [law.name, ...(law.ofName === undefined ? [] : [law.ofName])].flatMap((name) => saidOtherwise({ ...law, source: null }, name)),
    ),
  ]
}

type Named = Pick<CitedLaw, 'id' | 'number' | 'on'> & { readonly source: Source | null }

function saidOtherwise({ id, on, number, source }: Named, text: LocalText): readonly Raw[] {
  return LANGUAGES.flatMap((language) => {
    const words = text[language]
    const [days, numbers] = [daysIn(words, language), numbersIn(words)]
    const other = (there: string, here: string): Raw => ({ code: 'named-otherwise', subject: id, source, facts: { here, there } })
    return [
      ...(on !== 'unknown' && days.length > 0 && !days.includes(on) ? [other(days.join(', '), on)] : []),
      ...(numbers.length > 0 && !numbers.includes(number) ? [other(numbers.join(', '), number)] : []),
    ]
  })
}

/** Days as the language writes them, endings aside: `2014 жылғы 24 сәуірдегі`. */
function daysIn(words: string, language: Language): readonly LocalDate[] {
  return DAYS.filter((each) => each.language === language).flatMap(({ month, pattern }) =>
    [...words.matchAll(pattern)].map(({ groups }) => `${groups!['year']}-${month}-${groups!['day']!.padStart(2, '0')}`),
  )
}

/** One pattern for each month of each language, made from how a day of it is written. */
const DAYS = LANGUAGES.flatMap((language) =>
  Array.from({ length: 12 }, (_, place) => {
    const month = String(place + 1).padStart(2, '0')
    const written = formatDate(`2000-${month}-01`, language).replaceAll(/\s/g, '\\s')
    const pattern = written.replace('2000', '(?<year>\\d{4})').replace(/(?<!\d)1(?!\d)/, '(?<day>\\d{1,2})')
    return { language, month, pattern: new RegExp(pattern, 'gu') }
  }),
)

/** Numbers after № or No. */
function numbersIn(words: string): readonly string[] {
  return [...words.matchAll(/(?:№|\bNo)\s([\p{L}\d-]*\d[\p{L}\d-]*)/gu)].map(([, number]) => number!)
}

/** A number that the package's texts give to an act is that of an act which the package knows. */
export function unknownNumbers({ regulation }: Context): readonly Raw[] {
  const { act, laws } = regulation
  const known = new Set([
    act.number,
    act.registrationNumber,
    ...act.history.map(({ number }) => number),
    ...laws.map(({ number }) => number),
  ])
  const inNames = new Set(laws.flatMap(({ name }) => numbersIn(name.ru)))
  const strange = objectsIn({ act, readings: regulation.readings })
    .flatMap((each) => [...Object.values(each)].filter((value): value is string => typeof value === 'string'))
    .flatMap(numbersIn)
    .filter((number) => !known.has(number) && !inNames.has(number))
  return [...new Set(strange)].map((number) => ({ code: 'number-unknown', subject: number, source: act.source, facts: { number } }))
}

/** A bound of force is a day that the rule gives, or one on which the texts show the act in force; anything else is said why. */
export function forceDays({ regulation: { act } }: Context): readonly Raw[] {
  const days = [act.adoptedOn, act.registeredOn, act.publishedOn].filter((day) => day !== 'unknown')
  const notes = act.history.map(({ on }) => on)
  return [
    ...boundsOf('act', act.force, { days, published: act.publishedOn, registered: act.registeredOn, after: notes }),
    ...(act.legalForce === undefined
      ? []
      : boundsOf('legalForce', act.legalForce, { days, published: act.publishedOn, registered: act.registeredOn, after: notes })),
    ...act.history.flatMap((note, at) =>
      boundsOf(note.number, note.force, { days: [note.on], published: 'unknown', registered: note.on, after: notes.slice(at + 1) }),
    ),
  ]
}

type Life = {
  readonly days: readonly string[]
  readonly published: ActIdentity['publishedOn']
  readonly registered: string
  readonly after: readonly string[]
}

function boundsOf(subject: string, force: Force, life: Life): readonly Raw[] {
  const { notBefore, notAfter, source } = force
  const earliest = earliestOf(force, life)
  const isKnown = life.published !== 'unknown' && notBefore === notAfter
  const told = (bound: string, there: string): Raw => ({
    code: 'force-day-differs',
    subject: `${subject}/${bound}`,
    source,
    facts: { here: bound, there },
  })
  return [
    ...(notBefore === 'unknown' || notBefore === earliest ? [] : [told(notBefore, earliest)]),
    ...(notAfter === 'unknown' || isKnown || life.after.includes(notAfter) ? [] : [told(notAfter, life.after.join(', ') || '–')]),
  ]
}

/** The first day that the rule allows, from the latest day that is known. */
function earliestOf({ rule, days }: Force, { days: known, published, registered }: Life): string {
  const last = known.at(-1)
  if (last === undefined) return '–'
  if (rule === 'afterPublication') return addDays(last, (days ?? 0) + 1)
  if (rule === 'fromPublication') return addDays(last, days ?? 0)
  if (rule === 'onPublication' && published !== 'unknown') return published
  return rule === 'onRegistration' && registered !== 'unknown' ? registered : last
}
