import { passagesOf, passageText, readItem, sourceText, type LocalText, type Passage, type Source } from '@ruqsat/foundation'
import type { Step, WrittenRow } from '../../package/model.ts'
import { isInside, placeOrder } from '../../package/place-order.ts'
import { rowKeys } from './transcripts.ts'
import { listText, type Context, type Raw, type Table, type Writing } from './context.ts'
import texts from '../../texts.yaml'

// Sources against each other: a row and its number, a step and the row that it is read as, a table and the place that it comes from, and
// the order of rows against the order of the act. A place that exists may still be the wrong one.

const WORDS = texts.placeRules

/** A source names another place than what describes the same thing. */
export function differingSources(context: Context): readonly Raw[] {
  return [
    ...context.writings.flatMap((writing) => rowSources(writing)),
    ...context.tables.flatMap((table) => table.steps.flatMap((step) => stepSources(step, table, context))),
    ...annexSources(context),
    ...noteSources(context),
    ...formSources(context),
  ]
}

type Told = { readonly subject: string; readonly source: Source; readonly here: string; readonly there: string | LocalText }

function differs({ subject, source, here, there }: Told): Raw {
  return { code: 'source-differs', subject, source, facts: { here, there } }
}

/** A row's number is that of its place; a row without a number belongs to the numbered one before it; each is in the place of the whole. */
function rowSources({ transcript }: Writing): readonly Raw[] {
  const keyOf = rowKeys(transcript)
  const isNumbered = transcript.rows.some(({ number }) => number !== null)
  return transcript.rows.flatMap((row, at): readonly Raw[] => {
    const subject = `${transcript.id}/${keyOf(row)}`
    const first = passagesOf(row.source)[0]!
    const said = { subject, source: row.source, here: sourceText(row.source) }
    const outside = isOutside(row.source, transcript.source) ? [differs({ ...said, there: sourceText(transcript.source) })] : []
    if (row.number === null && !isNumbered) return outside
    const before = row.number === null ? transcript.rows.slice(0, at).findLast(({ number }) => number !== null) : undefined
    if (before !== undefined && isSameCell(first, passagesOf(before.source)[0]!)) return outside
    const isNamed = isWholeOf(first, transcript.source) || numbersOf(first).length === 0 || numbersOf(first).includes(row.number ?? '')
    return isNamed ? outside : [differs({ ...said, there: listText([WORDS.number, ' ', row.number ?? '–'], '') })]
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

/** A step cites the place of the prose row that it is read as, as surely as that row; its time a row that gives it; both lie in the table's own place. */
function stepSources(step: Step, table: Table, context: Context): readonly Raw[] {
  const subject = `${table.name}/${step.id}`
  const rows = context.writings
    .filter(({ tables }) => tables.includes(table))
    .flatMap(({ transcript, rows: of }) => (of.get(step.id) ?? []).map((row) => ({ row, kind: transcript.kind })))
  const terms = context.regulation.variants.flatMap(({ term }) => (term === null ? [] : [sourceText(term.source)]))
  const prose = rows.filter(({ kind }) => kind === 'prose').map(({ row }) => row)
  const own = [differing(step.source, prose)].flatMap((row) =>
    row === null ? [] : [differs({ subject, source: step.source, here: told(step.source), there: told(row.source) })],
  )
  return [
    ...own,
    ...timeSources(
      step,
      subject,
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

function timeSources({ time, source }: Step, subject: string, rows: readonly WrittenRow[], terms: readonly string[]): readonly Raw[] {
  const timed = rows.filter(({ times }) => times.length > 0)
  // A time that is the variant's whole term cites where the term is.
  if (time === null || time.source === source || timed.length === 0 || terms.includes(sourceText(time.source))) return []
  const row = differing(time.source, timed)
  if (row === null || timed.some((each) => differing(time.source, [each]) === null)) return []
  return [differs({ subject: `${subject}/time`, source: time.source, here: told(time.source), there: told(row.source) })]
}

function outsideTable({ id, source }: Step, table: Table): readonly Raw[] {
  if (source.act !== table.source.act || !isOutside(source, table.source)) return []
  return [differs({ subject: `${table.name}/${id}`, source, here: sourceText(source), there: sourceText(table.source) })]
}

/** A place with how sure it is, where only that may differ. */
const told = (source: Source) => `${source.act} ${sourceText(source)} (${source.certainty})`

/** An annex is cited by its own number. */
function annexSources({ regulation: { act } }: Context): readonly Raw[] {
  return act.annexes.flatMap(({ id, number, source }) => {
    const cited = passagesOf(source).flatMap(({ annex }) => annex ?? [])
    const isOther = cited.length > 0 && !cited.includes(String(number))
    return isOther ? [differs({ subject: id, source, here: sourceText(source), there: `annex ${number}` })] : []
  })
}

/** What a note changes is what it says item by item. */
function noteSources({ regulation: { act } }: Context): readonly Raw[] {
  return act.history.flatMap(({ number, items, changes, source }) => {
    const [whole, single] = [items.map(passageText), changes.map(passageText)]
    if (changes.length === 0 || (whole.every((each) => single.includes(each)) && single.every((each) => whole.includes(each)))) return []
    return [differs({ subject: number, source, here: single.join('; '), there: whole.join('; ') })]
  })
}

/** What a form asks is written where the form is; a field from elsewhere is said to be so by a decided reading. */
function formSources({ regulation: { variants } }: Context): readonly Raw[] {
  return variants.flatMap(({ id, form }) =>
    form.sections
      .flatMap(({ fields }) => fields)
      .filter(({ source }) => source.act !== form.source.act)
      .map((field) =>
        differs({ subject: `${id}/form/${field.id}`, source: field.source, here: told(field.source), there: told(form.source) }),
      ),
  )
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
