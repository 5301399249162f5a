import { systemName } from '../package/systems.ts'
import { quoted, sourceText, type Language, type LocalText, type Source, decimalText } from '@ruqsat/foundation'
import type { Procedure, Regulation, Transcript, Variant, View, WrittenRow, WrittenTime } from '../package/model.ts'
import { outcomeText, stepTable } from './step-table.ts'
import { unitWord } from './sums.ts'
import texts from '../texts.yaml'

// The annex tables of an act as plain rows: each table that is executed, and each list or table of the act itself as it is written.

/** One table in one language. `id` names it within its regulation; `note` says what a reader must know before it. */
export type AnnexTable = {
  readonly id: string
  readonly kind: 'executed' | 'written'
  readonly title: string
  readonly note: string | null
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Where each row comes from; its paragraph alone is the row's last cell. */
  readonly sources: readonly Source[]
}

/** The tables of one variant: its channels, the staff procedure, and what the act itself writes about them. */
export function annexTables(regulation: Regulation, variant: Variant, language: Language): readonly AnnexTable[] {
  const executed: readonly (readonly [string, View | Procedure])[] = [
    ...variant.views.map((view) => [view.id, view] as const),
    ['procedure', variant.procedure],
  ]
  const written = regulation.transcripts.filter(({ variants }) => variants.length === 0 || variants.includes(variant.id))
  return [
    ...executed.map(([id, table]) => executedTable(`${variant.id}.${id}`, table, regulation, language)),
    ...written.map((transcript) => writtenTable(`${variant.id}.${transcript.id}`, transcript, regulation, language)),
  ]
}

function executedTable(id: string, table: View | Procedure, regulation: Regulation, language: Language): AnnexTable {
  const { title, columns, rows } = stepTable(table, regulation, language)
  return {
    id,
    kind: 'executed',
    title,
    note: null,
    columns,
    rows: rows.map((row) => [row.id, row.unit, row.system, row.action, row.completion, row.time, row.next, row.source]),
    sources: table.steps.map((step) => step.source),
  }
}

const COLUMNS: readonly LocalText[] = [
  texts.annexTables.row,
  texts.annexTables.readAsStep,
  texts.annexTables.unit,
  texts.annexTables.system,
  texts.annexTables.action,
  texts.annexTables.formOfCompletion,
  texts.annexTables.timeAsWritten,
  texts.annexTables.nextAsWritten,
  texts.annexTables.paragraph,
]
const WORDS = texts.annexTables.page

function writtenTable(id: string, transcript: Transcript, regulation: Regulation, language: Language): AnnexTable {
  const { cutAfter, name, rows } = transcript
  return {
    id,
    kind: 'written',
    title: WORDS.asWritten[language].replace('{name}', name[language]),
    note: cutAfter === null ? null : WORDS.cutOff[language].replace('{row}', cutAfter),
    columns: COLUMNS.map((column) => column[language]),
    rows: rows.map((row, at) => writtenCells(row, at, regulation, language)),
    sources: rows.map((row) => row.source),
  }
}

/** What a row does not say stays empty; what follows is always said, because its absence is a finding. */
function writtenCells(row: WrittenRow, at: number, regulation: Regulation, language: Language): readonly string[] {
  const unit = regulation.units.find((each) => each.id === row.unit)
  return [
    row.number ?? `(${at + 1})`,
    row.step ?? '',
    unit?.name[language] ?? row.unit ?? '',
    [row.system ?? [], row.asks ?? []]
      .flat()
      .map((id) => systemName(id, regulation)[language])
      .join(', '),
    row.name?.[language] ?? '',
    row.completion?.[language] ?? '',
    row.times.map((time) => writtenTime(time, language)).join(' / '),
    writtenNext(row, language),
    sourceText(row.source),
  ]
}

function writtenNext({ next }: WrittenRow, language: Language): string {
  if (next.kind === 'unsaid') return WORDS.unsaid[language]
  if (next.kind === 'none') return '–'
  if (next.kind === 'words') return quoted(next.text[language], language)
  return next.rows
    .map(({ when, to }) => {
      const target = to === 'end' ? WORDS.end[language] : to
      return when === undefined ? target : `${target} (${outcomeText(when)[language]})`
    })
    .join('; ')
}

/** `10–15 секунд`, `1,5 минуты`: a fraction takes the form of two, and a point only in English. */
function writtenTime(time: WrittenTime, language: Language): string {
  const ends = time.from === undefined ? [time.amount] : [time.from, time.amount]
  return `${ends.map((end) => decimalText(end, language)).join('–')} ${unitWord(time, language)}`
}

/** The table as HTML that a screen reader follows: a caption, column and row headings. Every cell is escaped. */
export function annexTableHtml(table: AnnexTable): string {
  const head = table.columns.map((column) => `<th scope="col">${escaped(column)}</th>`).join('')
  const rows = table.rows.map(
    ([first = '', ...rest]) => `<tr><th scope="row">${escaped(first)}</th>${rest.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
  )
  const note = table.note === null ? '' : `<p>${escaped(table.note)}</p>\n`
  return `${note}<table id="${escaped(table.id)}">\n<caption>${escaped(table.title)}</caption>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>\n`
}

const STYLE = `body { margin: 2rem auto; max-width: 75rem; padding: 0 1rem; font: 1rem/1.45 sans-serif; color: #1a1a1a; }
table { width: 100%; margin: 1.5rem 0; border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; font-weight: 700; padding: .5rem 0; }
th, td { border: 1px solid #767676; padding: .35rem .5rem; text-align: left; vertical-align: top; }
thead th { background: #f0f0f0; }
div { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; } tr { break-inside: avoid; } thead { display: table-header-group; } }`

/** All annex tables of an act in one file of one language, to be opened or printed by itself. The same edition gives the same bytes. */
export function annexPage({ regulation, hash }: { readonly regulation: Regulation; readonly hash: string }, language: Language): string {
  const sections = regulation.variants.map((variant) => {
    const tables = annexTables(regulation, variant, language).map(
      (table) => `<div role="region" tabindex="0" aria-label="${escaped(table.title)}">\n${annexTableHtml(table)}</div>\n`,
    )
    return `<section aria-labelledby="${variant.id}">\n<h2 id="${variant.id}">${escaped(variant.name[language])}</h2>\n${tables.join('')}</section>\n`
  })
  const title = escaped(regulation.service[language])
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${escaped(regulation.act.title[language])}</p>
${sections.join('')}<p>sha256 ${hash}</p>
</main>
</body>
</html>
`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
}
