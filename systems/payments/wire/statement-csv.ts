// The house's own form of a statement, for banks that give a table (README.md, "Statements as files").
import { type CsvRow, readCsv } from '@ruqsat/foundation'
import type { BankMovement, ReadStatementFile, StatementFault } from '../core/statement.ts'
import { readCurrency, readMoment, readReference, readSum } from './statement-cells.ts'

/** Columns by their name in the second row, in any order; others are left alone. */
export const CSV_COLUMNS = ['reference', 'direction', 'amount', 'currency', 'booked', 'name', 'purpose', 'party'] as const
type Column = (typeof CSV_COLUMNS)[number]

const unread = (line: number | null, code: StatementFault['code']): ReadStatementFile => ({ kind: 'unread', faults: [{ line, code }] })

/** Every bad row is reported, and then nothing of the file is taken. */
export function readCsvStatement(text: string): ReadStatementFile {
  const csv = readCsv(text)
  if (csv.kind === 'unread') return unread(csv.line, 'quotes')
  const [head, names, ...rows] = csv.rows
  const [mark, bank = '', from, to, count = ''] = head?.cells.map((cell) => cell.trim()) ?? []
  if (mark !== 'statement' || !/^[a-z][a-z0-9-]{0,19}$/.test(bank) || !/^\d{1,6}$/.test(count)) return unread(head?.line ?? 1, 'header')
  const period = { from: readMoment(from ?? null), to: readMoment(to ?? null) }
  if (period.from === null || period.to === null || period.from >= period.to) return unread(head!.line, 'period')
  const places = new Map(names?.cells.map((name, place) => [name.trim().toLowerCase(), place]))
  if (CSV_COLUMNS.some((name) => !places.has(name))) return unread(names?.line ?? 2, 'columns')
  const faults: StatementFault[] = []
  const movements = rows.flatMap((row) => {
    const read = movementOf(row, (column) => row.cells[places.get(column)!]!.trim(), names!.cells.length)
    if ('code' in read) faults.push(read)
    return 'code' in read ? [] : [read]
  })
  // A file that was cut off on its way has fewer rows than it says.
  if (rows.length !== Number(count)) faults.push({ line: head!.line, code: 'count' })
  if (faults.length > 0) return { kind: 'unread', faults }
  return { kind: 'read', statement: { format: 'csv', bank, from: period.from, to: period.to, movements } }
}

function movementOf(row: CsvRow, cell: (column: Column) => string, width: number): BankMovement | StatementFault {
  const { line } = row
  if (row.cells.length !== width) return { line, code: 'cells' }
  const [reference, direction, amountTiyn] = [readReference(cell('reference')), cell('direction'), readSum(cell('amount'))]
  const [currency, bookedAt] = [readCurrency(cell('currency')), readMoment(cell('booked'))]
  if (reference === null) return { line, code: 'reference' }
  if (direction !== 'in' && direction !== 'out') return { line, code: 'direction' }
  if (amountTiyn === null) return { line, code: 'sum' }
  if (currency === null) return { line, code: 'currency' }
  if (bookedAt === null) return { line, code: 'time' }
  const name = cell('name') === '' ? null : cell('name')
  return { line, reference, direction, amountTiyn, currency, bookedAt, name, purpose: cell('purpose'), party: cell('party') }
}
