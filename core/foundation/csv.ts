import { type Language, languageData } from './texts.ts'

/** Excel takes a file for UTF-8 by this sign alone; without it ә, ғ, қ arrive as other letters. */
const BYTE_ORDER_MARK = '\uFEFF'
/** What a spreadsheet runs as a formula, full-width signs of East Asian settings too: it is kept as text by an apostrophe in front. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

/** The only writer of CSV in the house: a table for the spreadsheet of a reader of this language. RFC 4180 but for the separator. */
export function csvText(rows: readonly (readonly string[])[], language: Language): string {
  // Spreadsheets part columns by the list separator of the reader's country: a semicolon where Kazakh and Russian are set.
  const separator = languageData(language).csv
  return BYTE_ORDER_MARK + rows.map((cells) => `${cells.map((cell) => csvCell(cell, separator)).join(separator)}\r\n`).join('')
}

function csvCell(value: string, separator: string): string {
  const harmless = FORMULA.test(value) ? `'${value}` : value
  return harmless.includes(separator) || /[",;\r\n]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** A row of a file, with the line in which it begins, from 1. Empty lines are no rows. */
export type CsvRow = { readonly line: number; readonly cells: readonly string[] }
export type ReadCsv = { readonly kind: 'read'; readonly rows: readonly CsvRow[] } | { readonly kind: 'unread'; readonly line: number }

/**
 * Reads CSV that somebody else wrote (RFC 4180). The separator is the first comma or semicolon of the file; a cell in quotes may have lines.
 * `unread` names the line whose quotes are wrong. Sizes are the caller's to limit.
 */
export function readCsv(text: string): ReadCsv {
  const body = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text
  const separator = /[,;]/.exec(body)?.[0] ?? ','
  const cell = new RegExp(`(?:"((?:[^"]|"")*)"|([^"${separator}\\r\\n]*))(${separator}|\\r\\n|\\n|$)`, 'y')
  const rows: CsvRow[] = []
  let [line, beginsAt, cells] = [1, 1, [] as string[]]
  while (cell.lastIndex < body.length || cells.length > 0) {
    const found = cell.exec(body)
    if (found === null) return { kind: 'unread', line }
    const [whole, quoted, plain, end] = found
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    line += whole.split('\n').length - 1
    if (end === separator) continue
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: beginsAt, cells })
    ;[beginsAt, cells] = [line, []]
  }
  return { kind: 'read', rows }
}
