import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { annexPage, stepTableCsv } from '@ruqsat/law'
import { type Command, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { cellsOf, type NamedTable, tablesOf } from './regulation-tables.ts'
import { findRegulation, shown } from './regulations.ts'
import { markdownTable } from './text-table.ts'

export const command: Command = {
  purpose:
    'Write the annex tables of a regulation as files: every channel and the staff procedure of every variant, as CSV and Markdown, or all of them as one HTML page.',
  usage: '<folder|id> [--format tables|html] [--out FOLDER] [--language kk|ru|en]',
  options: [
    {
      name: 'format',
      value: 'tables|html',
      meaning: 'tables: a CSV and a Markdown file each; html: one page with the tables as written beside them',
    },
    { name: 'out', value: 'FOLDER', meaning: 'where to write; the folder rendered/ here where absent' },
    LANGUAGE_OPTION,
  ],
  exits: { 0: 'written; each file is named' },
  notes: ['Tables only: nothing draws the diagrams of the annexes yet.'],
  async run(call) {
    const language = call.language()
    const { edition, folder } = await findRegulation(call, onlyWord(call, 'regulation'), language)
    const out = resolve(call.text('out') ?? 'rendered')
    const format = call.text('format') ?? 'tables'
    if (!['tables', 'html'].includes(format)) throw new UsageError(`--format is tables or html; found '${format}'`)
    await mkdir(out, { recursive: true })
    if (format === 'html') {
      const path = join(out, `${basename(folder)}.${language}.html`)
      await writeFile(path, annexPage(edition, language))
      call.say(shown(path))
      return EXIT.done
    }
    const tables = edition.regulation.variants.flatMap((variant) => tablesOf(edition.regulation, variant, language))
    for (const each of tables) {
      const path = join(out, `${basename(folder)}.${each.variant}.${each.view}.${language}`)
      await writeFile(`${path}.csv`, stepTableCsv(each.table))
      await writeFile(`${path}.md`, markdown(each, edition.hash))
      call.say(`${shown(`${path}.csv`)}\n${shown(`${path}.md`)}`)
    }
    call.say(`${tables.length} step tables, each as CSV and Markdown; no diagrams`)
    return EXIT.done
  },
}

function markdown({ table }: NamedTable, hash: string): string {
  return `# ${table.title}\n\n${markdownTable(table.columns, cellsOf(table))}\n\nsha256 ${hash}\n`
}
