import { fillText, sourceText, type Language } from '@ruqsat/foundation'
import { type Edition, differenceLines, differenceOf, familyOf, type LocalDifference, packageDifference } from '@ruqsat/law'
import { readPackageFolder } from '@ruqsat/regulations'
import texts from '../texts.yaml'
import { type Call, type CliCommand, EXIT, LANGUAGE_OPTION, UsageError } from './command.ts'
import { AT_OPTION, dayOf, findEdition, findRegulation, nearestEdition, type Named } from './regulations.ts'
import ours from './texts.yaml'

export const command: CliCommand = {
  purpose: ours.regulation.diff.purpose,
  usage: '<folder|id> DATE DATE | <folder|id> <folder|id> | <folder|id>',
  options: [AT_OPTION, LANGUAGE_OPTION],
  exits: { 0: ours.regulation.diff.done },
  async run(call) {
    const [first, second, third, more] = call.words
    if (first === undefined || more !== undefined) throw new UsageError(ours.usage.whatToCompare)
    for (const line of await linesOf(call, first, second, third)) call.say(line)
    return EXIT.done
  },
}

function linesOf(call: Call, first: string, second: string | undefined, third: string | undefined): Promise<readonly string[]> {
  if (second === undefined) return ofChild(call, first)
  return third === undefined ? ofPackages(call, first, second) : ofDays(call, first, [second, third])
}

async function ofChild(call: Call, word: string): Promise<readonly string[]> {
  const language = call.language()
  const [child] = await findRegulation(call, word, language)
  if (child!.edition.regulation.model === undefined) throw new UsageError(fillText(ours.usage.noModel, { word }))
  return localDifferences(child!, language)
}

/** Each thing that a child has otherwise than its model: where, what was and what is, and by which item of its own. */
async function localDifferences({ folder, edition: { regulation } }: Named, language: Language): Promise<readonly string[]> {
  const family = familyOf((await readPackageFolder(folder)).files)
  const differences = family?.kind === 'family' ? family.differences : []
  const head = fillText(texts.regulationDiff.child, { child: regulation.id, model: regulation.model!.id, count: differences.length })
  return [head[language], ...differences.map((each) => `  ${lineOf(each, language)}`)]
}

const { nothing, removed, sourceless } = texts.regulationDiff

function lineOf({ what, place, instead, before, after, source }: LocalDifference, language: Language): string {
  const [own, model] = [place, instead].map((each) => each && `${each.file}:${each.line}:${each.column}`)
  const cited = source === null ? sourceless[language] : `${source.act}, ${sourceText(source)}`
  return `${own}: ${what}: ${(before ?? nothing)[language]} -> ${(after ?? removed)[language]} [${cited}]${model ? ` (${model})` : ''}`
}

async function ofDays(call: Call, word: string, days: readonly [string, string]): Promise<readonly string[]> {
  const language = call.language()
  const [one, other] = [dayOf('the first day', days[0]), dayOf('the second day', days[1])]
  const editions = await findRegulation(call, word, language)
  const [earlier, later] = [one, other].toSorted().map((day) => nearestEdition(editions, day).edition)
  const { regulation } = later!
  const known = differenceOf(regulation, one, other)
  const packages = earlier!.hash === later!.hash ? [] : difference(earlier!, later!, language)
  // The first line has the hashes. What differs below them is known to have changed, whatever the notes of the act say.
  const isOnlyBelow = packages.length > 1 && known.act === null && known.notes.length === 0
  const lines = isOnlyBelow ? [] : differenceLines(known)
  return [
    `${regulation.id}: ${regulation.service[language]}`,
    ...lines.flatMap(({ text, items }) => [`  ${text[language]}`, ...items.map((item) => `    ${item[language]}`)]),
    ...packages.map((line) => `  ${line}`),
  ]
}

async function ofPackages(call: Call, one: string, other: string): Promise<readonly string[]> {
  const language = call.language()
  const [before, after] = await Promise.all([findEdition(call, one, language), findEdition(call, other, language)])
  if (after.edition.regulation.model?.id === before.edition.regulation.id) return localDifferences(after, language)
  return difference(before.edition, after.edition, language)
}

function difference(before: Edition, after: Edition, language: Language): readonly string[] {
  const lines = packageDifference(before.regulation, after.regulation)
  return [`${before.hash.slice(0, 12)} -> ${after.hash.slice(0, 12)}`, ...lines.map((line) => `  ${line[language]}`)]
}
