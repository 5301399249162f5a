// Values that change on a day, anywhere in a package: `values:` with a row for each time, in place of the value itself. They are resolved before a
// file is read through its shape, once for each day on which something changes, so that whatever follows sees one plain value.
import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { addDays, isLocalDate } from '@ruqsat/clock'
import { inAll, type LocalDate, type LocalText } from '@ruqsat/foundation'
import { NOTHING, packageError, type PackageError } from './errors.ts'
import { describeNode, itemOf, type YamlFile } from './yaml.ts'
import texts from '../texts.yaml'

type Resolved = {
  /** The first days of all rows but the first, in the whole file. */
  readonly days: readonly LocalDate[]
  readonly errors: readonly PackageError[]
}
type Work = { readonly file: YamlFile; readonly day: LocalDate | null; readonly days: LocalDate[]; readonly errors: PackageError[] }

/** Puts the value of this day in the place of each dated one, within the tree; null is the time before every change. */
export function resolveDates(file: YamlFile, day: LocalDate | null): Resolved {
  const work: Work = { file, day, days: [], errors: [] }
  resolveWithin(file.root, work)
  return work
}

function resolveWithin(node: Node | null, work: Work): void {
  if (isMap(node)) {
    const pairs = node.items as Pair<Node, Node | null>[]
    for (const pair of pairs) pair.value = resolved(pair.value, work)
    node.items = pairs.filter(({ value }) => !isAbsent(value))
  } else if (isSeq(node)) {
    const items = (node.items as (Node | null)[]).map((each) => resolved(each, work))
    node.items = items.filter((each) => !isAbsent(each))
  }
}

function resolved(node: Node | null, work: Work): Node | null {
  const rows = rowsOf(node)
  const chosen = rows === null ? node : valueOf(rows, node as YAMLMap, work)
  resolveWithin(chosen, work)
  return chosen
}

/** The rows of a dated value; null where the node is a plain one. */
function rowsOf(node: Node | null): YAMLSeq | null {
  if (!isMap(node) || node.items.length !== 1) return null
  const rows = node.get('values', true) as unknown
  return isSeq(rows) ? rows : null
}

/** Marks what does not exist on the day. */
const isAbsent = (node: Node | null): boolean => isMap(node) && (node.get('none') as unknown) === true

function valueOf(rows: YAMLSeq, node: YAMLMap, work: Work): Node {
  const maps = rows.items.filter((each): each is YAMLMap => isMap(each))
  if (maps.length !== rows.items.length || maps.length < 2) {
    report(rows, rows, texts.dated.rows, work)
    return node
  }
  const days = maps.map((row) => scalarOf(row, 'from'))
  if (!maps.every((row, place) => isInTurn(row, place, maps, work))) return node
  work.days.push(...(days.slice(1) as LocalDate[]))
  const place = days.findLastIndex((from) => from === null || (work.day !== null && from <= work.day))
  return bare(maps[place]!, work)
}

/** The first row has no beginning and the last no end; between them each begins on the day after the one before it ends. */
function isInTurn(row: YAMLMap, place: number, rows: readonly YAMLMap[], work: Work): boolean {
  const [from, to] = [scalarOf(row, 'from'), scalarOf(row, 'to')]
  const before = place === 0 ? null : scalarOf(rows[place - 1]!, 'from')
  const next = rows[place + 1] === undefined ? null : scalarOf(rows[place + 1]!, 'from')
  if (place === 0 && from !== null) return report(row, row.get('from', true), texts.dated.firstWithoutFrom, work)
  if (place > 0 && !isLocalDate(from)) return report(row, row.get('from', true), texts.dated.from, work)
  if (before !== null && from! <= before) return report(row, row.get('from', true), after(before), work)
  if (to === null) return true
  if (next === null) return report(row, row.get('to', true), texts.dated.lastWithoutTo, work)
  const last = isLocalDate(next) ? addDays(next, -1) : null
  return last === null || to === last || report(row, row.get('to', true), exactly(last), work)
}

/** The row's own value: what `value` names, or the row without its days. */
function bare(row: YAMLMap, work: Work): Node {
  const value = row.get('value', true) as unknown as Node | undefined
  if (value === undefined) {
    row.items = row.items.filter(({ key }) => !['from', 'to'].includes(nameOf(key)))
    return row
  }
  if (!isMap(row.get('source', true))) report(row, row.get('source', true), texts.dated.source, work)
  return value
}

function report(row: Node, found: unknown, expected: LocalText, { file, errors }: Work): false {
  const node = (found ?? null) as Node | null
  const item = isMap(row) ? itemOf(row) : null
  errors.push(packageError('dated-values', file.placeOf(node ?? row), item, expected, node === null ? NOTHING : describeNode(node)))
  return false
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
