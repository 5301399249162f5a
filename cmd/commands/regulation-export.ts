import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { bpmnOf, cpsvCatalogue } from '@ruqsat/exchange'
import { canonicalJson, fillText, type Language } from '@ruqsat/foundation'
import { annexPage, type Edition, stepTableCsv } from '@ruqsat/law'
import { type CliCommand, EXIT, LANGUAGE_OPTION, onlyWord, UsageError } from './command.ts'
import { tablesOf } from './regulation-tables.ts'
import { AT_OPTION, dayOf, editionOn, findEdition, regulationsOf, shown } from './regulations.ts'
import ours from './texts.yaml'

/** Name after the folder's own, and content. */
type Written = readonly (readonly [string, string])[]

/** One row per format; a new one works when it is here. */
const FORMATS: Readonly<Record<string, (edition: Edition, language: Language) => Written>> = {
  bpmn: (edition, language) =>
    edition.regulation.variants.flatMap((variant) =>
      variant.views.map((view) => [`${variant.id}.${view.id}.${language}.bpmn`, bpmnOf(edition, variant.id, view.id, language)] as const),
    ),
  cpsv: (edition) => [['cpsv.jsonld', cpsvCatalogue([{ edition }])]],
  json: ({ regulation, hash }) => [['json', `${canonicalJson({ hash, regulation })}\n`]],
  csv: ({ regulation }, language) =>
    regulation.variants
      .flatMap((variant) => tablesOf(regulation, variant, language))
      .map(({ variant, view, table }) => [`${variant}.${view}.${language}.csv`, stepTableCsv(table, language)] as const),
  html: (edition, language) => [[`${language}.html`, annexPage(edition, language)]],
}

export const command: CliCommand = {
  purpose: ours.regulation.export.purpose,
  usage: '[folder|id]',
  options: [
    { name: 'format', value: Object.keys(FORMATS).join('|'), isNeeded: true, meaning: ours.regulation.export.format },
    { name: 'out', value: 'FOLDER', meaning: ours.regulation.export.out },
    AT_OPTION,
    LANGUAGE_OPTION,
  ],
  exits: { 0: ours.regulation.filesWritten },
  notes: [ours.regulation.export.languages],
  async run(call) {
    const language = call.language()
    const format = call.text('format')
    if (format === undefined) throw new UsageError(fillText(ours.usage.missing, { what: '--format' }))
    const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
    if (write === undefined)
      throw new UsageError(fillText(ours.usage.oneOf, { name: '--format', known: Object.keys(FORMATS).join(', '), found: format }))
    const out = resolve(call.text('out') ?? 'exported')
    await mkdir(out, { recursive: true })
    const keep = async (name: string, content: string): Promise<void> => {
      await writeFile(join(out, name), content)
      call.say(shown(join(out, name)))
    }
    if (call.words.length === 0 && format === 'cpsv') {
      const acts = Map.groupBy((await regulationsOf(call)).packages, (each) => each.edition.regulation.id)
      const at = call.text('at') === undefined ? null : dayOf('--at', call.text('at'))
      await keep('catalogue.cpsv.jsonld', cpsvCatalogue([...acts].map(([id, editions]) => editionOn(editions, id, at))))
      return EXIT.done
    }
    const { edition, folder } = await findEdition(call, onlyWord(call, ours.usage.regulation), language)
    for (const [name, content] of write(edition, language)) await keep(`${basename(folder)}.${name}`, content)
    return EXIT.done
  },
}
