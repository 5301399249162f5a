// Values that change on a day, anywhere in a package: `values:` with a row for each time, in place of the value itself. They are resolved before a
// file is read through its shape, once for each day on which something changes, so that whatever follows sees one plain value.
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap } from 'yaml'
import { addDays, isLocalDate } from '@ruqsat/clock'
import { inAll, type LocalDate, type LocalText } from '@ruqsat/foundation'
import { anyOf, NOTHING, packageError, type PackageError, type PackageErrorCode } from './errors.ts'
import { describeNode, itemOf, type YamlFile } from './yaml.ts'
import texts from '../texts.yaml'

/** The first days of all rows but the first, in the whole file, in order, and what is wrong with any row of any dated value. */
export type Dates = { readonly days: readonly LocalDate[]; readonly errors: readonly PackageError[] }
type Work = { readonly file: YamlFile; readonly days: LocalDate[]; readonly errors: PackageError[] }

/** Looks at every dated value, also at those inside the rows of another. */
export function datesOf(file: YamlFile): Dates {
  const work: Work = { file, days: [], errors: [] }
  lookAt(file.root, work)
  return { days: [...new Set(work.days)].toSorted(), errors: work.errors }
}

/** The file with the value of this day in the place of each dated one; null is the time before every change. Only for a file whose dates are right. */
export function onDay(file: YamlFile, day: LocalDate | null): YamlFile {
  return { ...file, root: resolved(file.root.clone() as Node, day) }
}

function lookAt(node: Node | null, work: Work): void {
  const rows = rowsOf(node)
  if (rows !== null) judge(rows, node!, work)
  else if (isMap(node)) for (const pair of node.items as Pair<Node, Node | null>[]) lookAt(pair.value, work)
  else if (isSeq(node)) for (const each of node.items) lookAt(each as Node | null, work)
}

/** What is written for each time under `values`; null where the node is a plain one. */
export function rowsOf(node: Node | null): readonly unknown[] | null {
  if (!isMap(node) || node.items.length !== 1) return null
  const rows = node.get('values', true) as unknown
  return isSeq(rows) ? rows.items : null
}

function judge(rows: readonly unknown[], node: Node, work: Work): void {
  const maps = rows.filter((row): row is YAMLMap => isMap(row))
  if (rows.length < 2) return report(node, (node as YAMLMap).get('values', true), texts.dated.rows, work)
  for (const row of rows) if (!isMap(row)) report(node, row, texts.dated.row, work, 'wrong-type')
  if (maps.length < rows.length) return
  maps.forEach((row, place) => {
    judgeDays(row, place, maps, work)
    judgeValue(row, place, work)
  })
  work.days.push(...maps.slice(1).flatMap((row) => [scalarOf(row, 'from')].filter((day) => isLocalDate(day))))
}

/** The first row has no beginning and the last no end; between them each begins on the day after the one before it ends. */
function judgeDays(row: YAMLMap, place: number, rows: readonly YAMLMap[], work: Work): void {
  const [from, to] = [scalarOf(row, 'from'), scalarOf(row, 'to')]
  const before = place === 0 ? null : scalarOf(rows[place - 1]!, 'from')
  const next = rows[place + 1] === undefined ? null : scalarOf(rows[place + 1]!, 'from')
  if (place === 0 && from !== null) report(row, row.get('from', true), texts.dated.firstWithoutFrom, work)
  if (place > 0 && !isLocalDate(from)) report(row, row.get('from', true), texts.dated.from, work)
  else if (before !== null && from! <= before) report(row, row.get('from', true), after(before), work)
  if (to === null) return
  if (place === rows.length - 1) return report(row, row.get('to', true), texts.dated.lastWithoutTo, work)
  const last = isLocalDate(next) ? addDays(next, -1) : null
  if (last !== null && to !== last) report(row, row.get('to', true), exactly(last), work)
}

/** Next to `value` and to `none` nothing else belongs: it would be lost. Any other row is the value itself, and its shape is judged as such. */
function judgeValue(row: YAMLMap, place: number, work: Work): void {
  const kind = WRAPPERS.find((key) => row.has(key))
  if (kind === undefined) return lookAt(row, work)
  const known = ['from', 'to', kind, 'source']
  for (const { key } of row.items as Pair<Node>[])
    if (!known.includes(nameOf(key))) report(row, key, anyOf(known), work, 'unknown-key', nameOf(key))
  const value = row.get(kind, true) as Node | null
  if (kind === 'none' && !isNone(row))
    report(
      row,
      value,
      inAll(() => 'none: true'),
      work,
    )
  if (kind === 'value' && !isMap(row.get('source', true)))
    report(row, row.get('source', true), place === 0 ? texts.dated.sourceOfFirst : texts.dated.source, work, 'missing-key')
  if (kind === 'value') lookAt(value, work)
}

const WRAPPERS = ['value', 'none'] as const

/** The value of the day in place of each dated one, within a tree that may be changed. */
function resolved(node: Node, day: LocalDate | null): Node {
  const rows = rowsOf(node) as readonly YAMLMap[] | null
  if (rows !== null) return resolved(bare(rowOn(rows, day)), day)
  if (isMap(node)) {
    const pairs = (node.items as Pair<Node, Node | null>[]).filter(({ value }) => !isAbsent(value, day))
    for (const pair of pairs) pair.value = pair.value && resolved(pair.value, day)
    node.items = pairs
  } else if (isSeq(node)) {
    const items = (node.items as (Node | null)[]).filter((each) => !isAbsent(each, day))
    node.items = items.map((each) => each && resolved(each, day))
  }
  return node
}

function isAbsent(node: Node | null, day: LocalDate | null): boolean {
  const rows = rowsOf(node) as readonly YAMLMap[] | null
  return rows !== null && isNone(rowOn(rows, day))
}

export const isNone = (row: YAMLMap): boolean => (row.get('none') as unknown) === true

function rowOn(rows: readonly YAMLMap[], day: LocalDate | null): YAMLMap {
  return rows.findLast((row, place) => place === 0 || (day !== null && scalarOf(row, 'from')! <= day))!
}

/** The row's own value: what `value` names, or the row without its days. */
function bare(row: YAMLMap): Node {
  if (row.has('value')) return row.get('value', true) as unknown as Node
  row.items = row.items.filter(({ key }) => !['from', 'to'].includes(nameOf(key)))
  return row
}

function report(
  row: Node,
  found: unknown,
  expected: LocalText,
  { file, errors }: Work,
  code: PackageErrorCode = 'dated-values',
  word?: string,
): void {
  const node = (found ?? null) as Node | null
  const shown = word ?? (node === null ? NOTHING : describeNode(node))
  errors.push(packageError(code, file.placeOf(node ?? row), itemOf(row), expected, shown))
}

const exactly = (day: LocalDate): LocalText => inAll(() => `to: '${day}'`)
const after = (day: LocalDate): LocalText => inAll(() => `from > '${day}'`)

function scalarOf(row: YAMLMap, key: string): string | null {
  const value = row.get(key) as unknown
  return value === undefined || value === null ? null : String(value)
}

function nameOf(key: unknown): string {
  return isScalar(key) ? String(key.value) : ''
}
