// A register from a file: rows of CSV, each with the day from which it holds. Bad rows are reported with their line, and what to do; the good ones
// can be kept. Pure.
import { isLocalDate } from '@ruqsat/clock'
import {
  fillText,
  inAll,
  isRefusal,
  parseBIN,
  parseIIN,
  readCsv,
  tidyLine,
  wordsOf,
  type LocalDate,
  type LocalText,
} from '@ruqsat/foundation'
import texts from '../texts.yaml'
import { sameKey } from './ask.ts'

/** What a register is about: it decides which columns a file has. */
export type RegisterKind = 'persons' | 'firms' | 'powers' | 'any'

/** What a register says of one number from a day on; `facts` null where it is struck off. */
export type HistoryRow = {
  readonly key: string
  readonly about: string
  readonly from: LocalDate
  readonly facts: Readonly<Record<string, string>> | null
}

export type ImportFault = { readonly line: number; readonly text: LocalText }
export type ReadImport = { readonly rows: readonly HistoryRow[]; readonly faults: readonly ImportFault[] }

type Check = 'text' | 'iin' | 'bin' | 'number' | 'day' | 'yesNo' | 'representatives'
type Column = { readonly check: Check; readonly needed: boolean }
const needed = (check: Check): Column => ({ check, needed: true })
const optional = (check: Check): Column => ({ check, needed: false })

/** The first column says whom or what a row is about. */
const COLUMNS: Readonly<Record<Exclude<RegisterKind, 'any'>, Readonly<Record<string, Column>>>> = {
  persons: {
    iin: needed('iin'),
    surname: needed('text'),
    givenName: needed('text'),
    patronymic: optional('text'),
    bornOn: needed('day'),
    address: needed('text'),
    entrepreneur: optional('yesNo'),
  },
  firms: {
    bin: needed('bin'),
    name: needed('text'),
    registeredOn: needed('day'),
    address: needed('text'),
    headIin: needed('iin'),
    headName: needed('text'),
  },
  powers: {
    number: needed('text'),
    representatives: needed('representatives'),
    principal: needed('number'),
    scope: needed('text'),
    givenOn: needed('day'),
    validUntil: optional('day'),
    revokedOn: optional('day'),
    notarised: optional('yesNo'),
  },
}
/** Of every register: from which day a row holds, and whether the number is struck off from then on. */
const FROM = 'from'
const ENDED = 'ended'
const ABOUT = 'about'

const T = texts.import

/** The good rows of a file and a sentence for each bad one. `today`: a row that would hold later only is refused. */
export function readImport(text: string, kind: RegisterKind, today: LocalDate): ReadImport {
  const csv = readCsv(text)
  if (csv.kind === 'unread') return { rows: [], faults: [{ line: csv.line, text: T.quotes }] }
  const [head, ...lines] = csv.rows
  if (head === undefined) return { rows: [], faults: [{ line: 1, text: T.empty }] }
  const names = head.cells.map((cell) => cell.trim())
  const columns = columnsOf(kind, names)
  const headFaults = faultsOfHead(names, columns, kind)
  if (headFaults.length > 0) return { rows: [], faults: headFaults.map((fault) => ({ line: head.line, text: fault })) }
  const rows: HistoryRow[] = []
  const faults: ImportFault[] = []
  const lineOf = new Map<string, number>()
  for (const { line, cells } of lines) {
    const read = rowIn(names, cells, columns, today)
    const place = 'row' in read ? `${read.row.key} ${read.row.from}` : ''
    const found = 'row' in read ? (lineOf.has(place) ? [fillText(T.twice, { line: lineOf.get(place)! })] : []) : read.faults
    faults.push(...found.map((fault) => ({ line, text: fault })))
    if (!('row' in read) || found.length > 0) continue
    lineOf.set(place, line)
    rows.push(read.row)
  }
  return { rows, faults }
}

function columnsOf(kind: RegisterKind, names: readonly string[]): Readonly<Record<string, Column>> {
  if (kind !== 'any') return COLUMNS[kind]
  const facts = names.filter((name) => ![ABOUT, FROM, ENDED].includes(name))
  return { [ABOUT]: needed('text'), ...Object.fromEntries(facts.map((name) => [name, optional('text')])) }
}

function faultsOfHead(names: readonly string[], columns: Readonly<Record<string, Column>>, kind: RegisterKind): readonly LocalText[] {
  const known = [...Object.keys(columns), FROM, ENDED]
  const must = [...Object.entries(columns).flatMap(([name, column]) => (column.needed ? [name] : [])), ...(kind === 'powers' ? [] : [FROM])]
  return [
    ...must.filter((name) => !names.includes(name)).map((column) => fillText(T.noColumn, { column })),
    ...names
      .filter((name) => !known.includes(name) || !/^[A-Za-z][A-Za-z0-9-]*$/.test(name))
      .map((column) => fillText(T.strangeColumn, { column })),
    ...names.filter((name, place) => names.indexOf(name) !== place).map((column) => fillText(T.columnTwice, { column })),
  ]
}

function rowIn(
  names: readonly string[],
  cells: readonly string[],
  columns: Readonly<Record<string, Column>>,
  today: LocalDate,
): { readonly row: HistoryRow } | { readonly faults: readonly LocalText[] } {
  if (cells.length !== names.length) return { faults: [fillText(T.cells, { expected: names.length, found: cells.length })] }
  const values = Object.fromEntries(names.map((name, place) => [name, tidyLine(cells[place]!)]))
  const [about] = Object.keys(columns) as [string]
  const isEnded = values[ENDED] === 'yes'
  const from = values[FROM] || values['revokedOn'] || values['givenOn'] || ''
  const faults = [
    ...Object.entries(columns)
      // Of what is struck off, the number alone is looked at.
      .filter(([name]) => name === about || !isEnded)
      .flatMap(([column, { check, needed: isNeeded }]) => {
        const value = values[column] ?? ''
        const fault = value === '' ? (isNeeded ? T.missing : null) : faultOf(check, value)
        return fault === null ? [] : [fillText(fault, { column, value })]
      }),
    ...(['yes', 'no', ''].includes(values[ENDED] ?? '') ? [] : [fillText(T.yesNo, { column: ENDED, value: values[ENDED]! })]),
    ...(isLocalDate(from) ? (from > today ? [fillText(T.notYet, { value: from })] : []) : [fillText(T.day, { column: FROM, value: from })]),
  ]
  if (faults.length > 0) return { faults }
  const facts = Object.fromEntries(Object.keys(columns).flatMap((name) => (name === about ? [] : [[name, values[name] ?? '']])))
  const key = sameKey(values[about]!)
  return { row: { key, about: values[about]!, from: from as LocalDate, facts: isEnded ? null : facts } }
}

function faultOf(check: Check, value: string): LocalText | null {
  switch (check) {
    case 'text':
      return sameKey(value) === '' ? T.missing : null
    case 'day':
      return isLocalDate(value) ? null : T.day
    case 'yesNo':
      return ['yes', 'no'].includes(value) ? null : T.yesNo
    case 'representatives':
      return value.split(';').every((each) => !isRefusal(parseIIN(each.trim().slice(0, 12))) && each.trim().length > 13)
        ? null
        : T.representatives
    default:
      return numberFault(check, value)
  }
}

/** Why a number cannot be one, in the words that every door has for it. */
function numberFault(check: 'iin' | 'bin' | 'number', value: string): LocalText | null {
  const iin = parseIIN(value)
  const bin = parseBIN(value)
  const read = check === 'iin' ? iin : check === 'bin' ? bin : isRefusal(iin) ? bin : iin
  if (!isRefusal(read)) return null
  const { text } = wordsOf(read)
  return inAll((language) => `{column}: ${text[language]}`)
}
