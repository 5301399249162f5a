import {
  fillText,
  passageOf,
  passagesOf,
  passageText,
  readItem,
  sourceText,
  type LocalText,
  type Passage,
  type Source,
} from '@ruqsat/foundation'
import type { Step, WrittenRow } from '../../package/model.ts'
import { isInside, placeOrder } from '../../package/place-order.ts'
import { isPlainDays } from '../../tables/sums.ts'
import { rowKeys } from './transcripts.ts'
import { listText, type Context, type Raw, type Table, type Writing } from './context.ts'
import texts from '../../texts.yaml'

// Sources against each other: a row and its number, a step and the row that it is read as, a table and the place that it comes from, and
// the order of rows against the order of the act. A place that exists may still be the wrong one.

const WORDS = texts.placeRules

/** A source names another place than what describes the same thing. */
export function differingSources(context: Context): readonly Raw[] {
  return [
    ...context.writings.flatMap((writing) => inOne(writing.transcript.id, rowSources(writing))),
    ...context.tables.flatMap((table) =>
      inOne(table.name, [...tableSources(table), ...table.steps.flatMap((step) => stepSources(step, table, context))]),
    ),
    ...annexSources(context),
    ...noteSources(context),
    ...formSources(context),
  ]
}

/** One place of a table, transcript or form that differs. */
type Told = { readonly at: string; readonly source: Source; readonly here: string; readonly there: string | LocalText }

/** What differs in one table is one finding with all its places, at the first of them: one decision answers it. */
function inOne(subject: string, all: readonly Told[]): readonly Raw[] {
  if (all.length === 0) return []
  const each = all.map(({ at, here, there }) => fillText(WORDS.at, { at, here, there }))
  return [{ code: 'source-differs', subject, source: all[0]!.source, facts: { places: listText(each, '; ') } }]
}

/** A row's number is that of its place; a row without a number belongs to the numbered one before it; each is in the place of the whole. */
function rowSources({ transcript }: Writing): readonly Told[] {
  const keyOf = rowKeys(transcript)
  const isNumbered = transcript.rows.some(({ number }) => number !== null)
  return transcript.rows.flatMap((row, at): readonly Told[] => {
    const first = passagesOf(row.source)[0]!
    const said = { at: keyOf(row), source: row.source, here: sourceText(row.source) }
    const outside = isOutside(row.source, transcript.source) ? [{ ...said, there: sourceText(transcript.source) }] : []
    if (row.number === null && !isNumbered) return outside
    const before = row.number === null ? transcript.rows.slice(0, at).findLast(({ number }) => number !== null) : undefined
    if (before !== undefined && isSameCell(first, passagesOf(before.source)[0]!)) return outside
    const isNamed = isWholeOf(first, transcript.source) || numbersOf(first).length === 0 || numbersOf(first).includes(row.number ?? '')
    return isNamed ? outside : [{ ...said, there: listText([WORDS.number, ' ', row.number ?? '–'], '') }]
  })
}

/** A row that cites the whole list does not say where in it. */
const isWholeOf = (place: Passage, whole: Source) => passagesOf(whole).some((each) => passageText(each) === passageText(place))

/** What of a place a row's number may repeat: `10 1)`, `1)`, `1`, or the column or row of a table. */
function numbersOf({ item, column, row }: Passage): readonly string[] {
  const read = item === undefined ? null : readItem(item)
  const subs = read?.subs ?? null
  const inItem = item === undefined ? [] : subs === null ? [item, `${item}.`] : [item, subs, subs.replace(/\)$/, '')]
  return [...inItem, ...[column, row].filter((each) => each !== undefined)]
}

const isSameCell = (one: Passage, other: Passage) =>
  one.column === undefined ? one.item === other.item : (['annex', 'table', 'column'] as const).every((key) => one[key] === other[key])

function isOutside(source: Source, whole: Source): boolean {
  if (source.act !== whole.act) return true
  const wholes = passagesOf(whole)
  return !passagesOf(source).some((each) => wholes.some((place) => isInside(each, place)))
}

/** The place of a table is stated where each of its steps is, and in the list of one variant where theirs is. */
function tableSources({ source, steps }: Table): readonly Told[] {
  const own = steps.filter((step) => step.source.act === source.act)
  if (own.length < steps.length) return []
  const [first, ...more] = own.map((step) => ({ certainty: step.source.certainty, variant: passagesOf(step.source)[0]!.variant }))
  const isOf = (key: 'certainty' | 'variant', value: string | undefined) =>
    more.some((each) => each[key] !== first![key]) || first![key] === value
  const place = passagesOf(source)[0]!
  if (isOf('certainty', source.certainty) && isOf('variant', place.variant)) return []
  return [{ at: '–', source, here: told(source), there: told(own[0]!.source) }]
}

/** A step cites the place of the prose row that it is read as, as surely as that row; its time a row that gives it; both lie in the table's own place. */
function stepSources(step: Step, table: Table, context: Context): readonly Told[] {
  const rows = context.writings
    .filter(({ tables }) => tables.includes(table))
    .flatMap(({ transcript, rows: of }) => (of.get(step.id) ?? []).map((row) => ({ row, kind: transcript.kind })))
  const terms = context.regulation.variants.flatMap(({ term }) => (term === null ? [] : [sourceText(term.source)]))
  const prose = differing(
    step.source,
    rows.filter(({ kind }) => kind === 'prose').map(({ row }) => row),
  )
  const own = prose === null ? [] : [{ at: step.id, source: step.source, here: told(step.source), there: told(prose.source) }]
  return [
    ...own,
    ...timeSources(
      step,
      rows.map(({ row }) => row),
      terms,
    ),
    ...(own.length > 0 ? [] : outsideTable(step, table)),
  ]
}

/** The first row whose place the source leaves out, or which is sure of it in another way. */
function differing(source: Source, rows: readonly WrittenRow[]): WrittenRow | null {
  const cited = passagesOf(source)
  const isCited = (row: WrittenRow) =>
    row.source.act === source.act &&
    row.source.certainty === source.certainty &&
    passagesOf(row.source).some((place) => cited.some((each) => isInside(each, place)))
  return rows.find((row) => !isCited(row)) ?? null
}

function timeSources({ id, time, source }: Step, rows: readonly WrittenRow[], terms: readonly string[]): readonly Told[] {
  const timed = rows.filter(({ times }) => times.length > 0)
  // A time that is the variant's whole term cites where the term is.
  if (time === null || timed.length === 0 || terms.includes(sourceText(time.source))) return []
  // Without a source of its own it has that of the step, which is judged by its own row.
  if (time.source === source && timed.length === rows.length) return []
  const rowsOfTime = isPlainDays(time) ? timed.map(asReading) : timed
  const row = differing(time.source, rowsOfTime)
  if (row === null || rowsOfTime.some((each) => differing(time.source, [each]) === null)) return []
  return [{ at: `${id}/time`, source: time.source, here: told(time.source), there: told(row.source) }]
}

/** The row says “days”; that they are calendar days is a reading of it, and marked as one. */
const asReading = (row: WrittenRow): WrittenRow => ({ ...row, source: { ...row.source, certainty: 'assumed' } })

function outsideTable({ id, source }: Step, table: Table): readonly Told[] {
  if (source.act !== table.source.act || !isOutside(source, table.source)) return []
  return [{ at: id, source, here: sourceText(source), there: sourceText(table.source) }]
}

/** A place with how sure it is, where only that may differ. */
const told = (source: Source) => `${source.act} ${sourceText(source)} (${source.certainty})`

/** An annex is cited by its own number. */
function annexSources({ regulation: { act } }: Context): readonly Raw[] {
  return act.annexes.flatMap(({ id, number, source }) => {
    const cited = passagesOf(source).flatMap(({ annex }) => annex ?? [])
    const isOther = cited.length > 0 && !cited.includes(String(number))
    return isOther ? inOne(id, [{ at: String(number), source, here: sourceText(source), there: `annex ${number}` }]) : []
  })
}

/** What a note changes is what it says item by item. */
function noteSources({ regulation: { act } }: Context): readonly Raw[] {
  return act.history.flatMap(({ number, items, changes, source }) => {
    const [whole, single] = [items.map(passageText), changes.map(passageText)]
    if (changes.length === 0 || (whole.every((each) => single.includes(each)) && single.every((each) => whole.includes(each)))) return []
    return inOne(number, [{ at: number, source, here: single.join('; '), there: whole.join('; ') }])
  })
}

/** What a form asks is written where the form is; what is asked by another law is said to be so by one decision for this form and law. */
function formSources({ regulation: { variants } }: Context): readonly Raw[] {
  return variants.flatMap(({ id, form }) => {
    const others = form.sections.flatMap(({ fields }) => fields).filter(({ source }) => source.act !== form.source.act)
    return [...Map.groupBy(others, ({ source }) => source.act)].flatMap(([act, fields]) =>
      inOne(
        `${id}/form/${act}`,
        fields.map((field) => ({ at: field.id, source: field.source, here: told(field.source), there: told(form.source) })),
      ),
    )
  })
}

/** Rows, steps and entries of a list in another order than that of the places that they cite. */
export function orders({ regulation, tables, writings }: Context): readonly Raw[] {
  const { act, variants } = regulation
  const lists: readonly List[] = [
    ...tables.map(({ name, steps }): List => [name, steps]),
    ...writings.map(({ transcript }): List => {
      const keyOf = rowKeys(transcript)
      return [transcript.id, transcript.rows.map((row) => ({ id: keyOf(row), source: row.source }))]
    }),
    ...(['gaps', 'duties', 'conditions'] as const).map((key): List => [key, act[key]]),
    ['annexes', act.annexes.map(({ id, number, source }) => ({ id, source: { ...source, annex: String(number) } }))],
    ...act.history.map(({ number, changes, source }): List => [
      `note ${number}`,
      changes.map((change) => ({
        id: passageText(change),
        source: { act: source.act, certainty: source.certainty, ...passageOf(change) },
      })),
    ]),
    ...[...Map.groupBy(act.stated, ({ about }) => about)].map(([about, facts]): List => [
      'stated',
      facts.map(({ source }) => ({ id: about, source })),
    ]),
    ...variants.flatMap(({ id, requirements, documents, grounds, form }): readonly List[] => [
      ...Object.entries({ requirements, documents, grounds }).map(([key, entries]): List => [`${id}/${key}`, entries]),
      ...form.sections.map(({ id: section, fields }): List => [`${id}/form/${section}`, fields]),
    ]),
  ]
  return [...lists.flatMap(outOfOrder), ...tables.flatMap(citedTwice)]
}

/** Two steps of a table cite one subparagraph while the one between them is cited by none. */
function citedTwice({ name, steps }: Table): readonly Raw[] {
  const places = [...new Map(steps.flatMap((step) => passagesOf(step.source)).map((each) => [passageText(each), each])).values()]
  return steps.slice(1).flatMap(({ id, source }, at): readonly Raw[] => {
    const [place, other] = [passagesOf(source)[0]!, passagesOf(steps[at]!.source)[0]!]
    if (source.act !== steps[at]!.source.act || passageText(place) !== passageText(other)) return []
    const cited = places.filter((each) => placeOrder(each, place) !== 0)
    const near = [-1, 1].map((way) => ({
      ...place,
      item: (place.item ?? '').replace(/(\d+)\)$/, (_all, number) => `${Number(number) + way})`),
    }))
    const isLeftOut = near.some((each) => {
      const isBetween = cited.some((one) => placeOrder(one, each) < 0) && cited.some((one) => placeOrder(one, each) > 0)
      return each.item !== place.item && isBetween && !cited.some((one) => placeOrder(one, each) === 0)
    })
    return isLeftOut
      ? [{ code: 'order-differs', subject: `${name}/${id}`, source, facts: { here: passageText(place), there: passageText(other) } }]
      : []
  })
}

type List = readonly [name: string, entries: readonly { readonly id: string; readonly source: Source }[]]

function outOfOrder([name, entries]: List): readonly Raw[] {
  return entries.slice(1).flatMap(({ id, source }, at): readonly Raw[] => {
    const before = entries[at]!
    const [place, other] = [passagesOf(source)[0], passagesOf(before.source)[0]]
    if (source.act !== before.source.act || place === undefined || other === undefined || placeOrder(other, place) <= 0) return []
    return [{ code: 'order-differs', subject: `${name}/${id}`, source, facts: { here: passageText(place), there: passageText(other) } }]
  })
}
