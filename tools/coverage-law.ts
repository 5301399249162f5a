// npm run coverage:law [folder of regulations]: which paragraphs of the acts the scenarios exercise, item by item. Ends with 1 where one is exercised by none.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { basename, join, resolve } from 'node:path'
import { checkoutFolder } from '@ruqsat/installation'
import { openRegulations } from '@ruqsat/regulations'
import { editionsFor, lawCoverage, scenariosOf, type LawCoverage } from '@ruqsat/scenarios'

export type ActCoverage = LawCoverage & { readonly folder: string }

/** Every package that has something to execute. Throws the Fault of a broken clock table, or of a scenario that cannot be read. */
export function coverageOfLaw(root: string): Promise<readonly ActCoverage[]> {
  return coverageIn(join(root, 'regulations'))
}

/** The same of a folder that holds `calendars/` and the packages. */
async function coverageIn(home: string): Promise<readonly ActCoverage[]> {
  const { packages, tables } = await openRegulations(pathToFileURL(`${home}/`))
  const each = packages
    .filter(({ edition }) => edition.regulation.variants.length > 0)
    .map(({ folder, files, ...each }) => ({
      folder,
      ...lawCoverage(
        { edition: each.edition, tables },
        scenariosOf(files).filter((scenario) => editionsFor(scenario, [each]).length > 0),
      ),
    }))
  return [...Map.groupBy(each, ({ folder }) => folder).values()].map(overEditions)
}

/** A paragraph that several editions of a package have is exercised where a scenario goes there in any of them. */
function overEditions(editions: readonly ActCoverage[]): ActCoverage {
  const byItem = Map.groupBy(
    editions.flatMap(({ items }) => items),
    ({ item }) => item,
  )
  const items = [...byItem].map(([item, all]) => ({ item, scenarios: [...new Set(all.flatMap(({ scenarios }) => scenarios))] }))
  const vain = editions
    .flatMap((each) => each.vain)
    .filter(({ path, item }) => !items.some((each) => each.item === item && each.scenarios.includes(path)))
  const onceEach = new Map(vain.map((each) => [`${each.path} ${each.item}`, each]))
  return {
    folder: editions[0]!.folder,
    items,
    vain: [...onceEach.values()],
    failed: [...new Set(editions.flatMap(({ failed }) => failed))],
  }
}

/** What is wrong, a sentence a line; empty where every item is exercised and no scenario promises too much. */
export function uncovered(acts: readonly ActCoverage[]): readonly string[] {
  return acts.flatMap(({ folder, items, vain, failed }) => [
    ...failed.map(
      (path) =>
        `regulations/${folder}/${path}: Expected the scenario to go as it says but it does not; npx ruqsat regulation check names the line`,
    ),
    ...vain.map(({ path, item }) => `regulations/${folder}/${path}: cites '${item}' but never comes to a step, ground or term of it`),
    ...items
      .filter(({ scenarios }) => scenarios.length === 0)
      .map(({ item }) => `regulations/${folder}: no scenario exercises '${item}'; write one that goes there and cites it`),
  ])
}

function table({ folder, items }: ActCoverage): string {
  const width = Math.max(...items.map(({ item }) => item.length))
  const covered = items.filter(({ scenarios }) => scenarios.length > 0).length
  const rows = items.map(
    ({ item, scenarios }) =>
      `  ${item.padEnd(width)}  ${scenarios.length > 0 ? scenarios.map((path) => basename(path, '.txt')).join(', ') : '— NO SCENARIO'}`,
  )
  return [`${folder}: ${covered} of ${items.length} items`, ...rows, ''].join('\n')
}

const USAGE = `npx ruqsat coverage:law [folder of regulations]

Run every scenario and list each paragraph with the scenarios that exercise it. The folder holds calendars/ and the packages;
where absent, that of RUQSAT_REGULATIONS, else regulations/ of the checkout. Ends with 1 where a paragraph has no scenario or a scenario does not go as it says.`

async function main([word]: readonly string[]): Promise<void> {
  if (word === '--help') return console.log(USAGE)
  const named = word ?? process.env['RUQSAT_REGULATIONS']
  if (named !== undefined && !existsSync(join(resolve(named), 'calendars'))) {
    console.error(`Expected a folder that holds calendars/ and the packages but ${resolve(named)} has no calendars/.`)
    console.error('Name the folder above the package, and copy regulations/calendars of the checkout there.')
    process.exitCode = 64
    return
  }
  const acts = named === undefined ? await coverageOfLaw(checkoutFolder()) : await coverageIn(resolve(named))
  for (const act of acts) console.log(table(act))
  const problems = uncovered(acts)
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) await main(process.argv.slice(2))
