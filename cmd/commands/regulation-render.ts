import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fillText } from '@ruqsat/foundation'
import { annexPage, stepTableCsv } from '@ruqsat/law'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { orientationNamed, paperNamed, writeDiagrams } from './regulation-diagrams.ts'
import { cellsOf, type NamedTable, tablesOf } from './regulation-tables.ts'
import { AT_OPTION, findEdition, shown } from './regulations.ts'
import { markdownTable } from './text-table.ts'
import texts from '../texts.yaml'
import ours from './texts.yaml'

export const command: CliCommand = {
  purpose: ours.regulation.render.purpose,
  usage: '<folder|id>',
  options: [
    { name: 'format', value: 'tables|html|svg|pdf', meaning: ours.regulation.render.format },
    { name: 'paper', value: 'A4|A3', meaning: ours.regulation.render.paper },
    { name: 'layout', value: 'portrait|landscape|phone', meaning: ours.regulation.render.layout },
    { name: 'out', value: 'FOLDER', meaning: ours.regulation.render.out },
    AT_OPTION,
    LANGUAGE_OPTION,
  ],
  exits: { 0: ours.regulation.filesWritten },
  async run(call) {
    const language = call.language()
    const named = await findEdition(call, onlyWord(call, ours.usage.regulation), language)
    const { edition, folder } = named
    const out = resolve(call.text('out') ?? 'rendered')
    const format = call.text('format') ?? 'tables'
    const known = ['tables', 'html', 'svg', 'pdf']
    if (!known.includes(format))
      throw new UsageError(fillText(ours.usage.oneOf, { name: '--format', known: known.join(', '), found: format }))
    const paper = paperNamed(call.text('paper'))
    const orientation = orientationNamed(call.text('layout'))
    await mkdir(out, { recursive: true })
    if (format === 'html') {
      const path = join(out, `${basename(folder)}.${language}.html`)
      await writeFile(path, annexPage(edition, language))
      call.say(shown(path))
      return EXIT.done
    }
    if (format === 'svg' || format === 'pdf') {
      const paths = await writeDiagrams(named, { format, paper, orientation, language, out })
      for (const path of paths) call.say(shown(path))
      call.say(fillText(texts.regulationRender.diagrams, { count: paths.length })[language])
      return EXIT.done
    }
    const tables = edition.regulation.variants.flatMap((variant) => tablesOf(edition.regulation, variant, language))
    for (const each of tables) {
      const path = join(out, `${basename(folder)}.${each.variant}.${each.view}.${language}`)
      await writeFile(`${path}.csv`, stepTableCsv(each.table, language))
      await writeFile(`${path}.md`, markdown(each, edition.hash))
      call.say(`${shown(`${path}.csv`)}\n${shown(`${path}.md`)}`)
    }
    call.say(fillText(texts.regulationRender.tables, { count: tables.length })[language])
    return EXIT.done
  },
}

function markdown({ table }: NamedTable, hash: string): string {
  return `# ${table.title}\n\n${markdownTable(table.columns, cellsOf(table))}\n\nsha256 ${hash}\n`
}
