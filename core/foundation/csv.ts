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
