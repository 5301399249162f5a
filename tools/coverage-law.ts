// npm run coverage:law [folder of regulations]: which paragraphs of the acts the scenarios exercise, item by item. Ends with 1 where one is exercised by none.
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { basename, join, resolve } from 'node:path'
import { fillText, isLanguage, LANGUAGES, type Language, type LocalText } from '@ruqsat/foundation'
import { checkoutFolder } from '@ruqsat/installation'
import { openRegulations } from '@ruqsat/regulations'
import { editionsFor, lawCoverage, scenariosOf, type LawCoverage } from '@ruqsat/scenarios'

/** What the coverage says to its reader. The acts are named by their folders, paragraphs as the acts number them. */
const WORDS = {
  failed: {
    kk: '{path}: сценарий айтылғандай жүрмейді; қай жолы екенін «npx ruqsat regulation check» айтады',
    ru: '{path}: сценарий идёт не так, как в нём сказано; строку назовёт «npx ruqsat regulation check»',
    en: '{path}: Expected the scenario to go as it says but it does not; npx ruqsat regulation check names the line',
  },
  vain: {
    kk: '{path}: «{item}» сілтемесі бар, бірақ сценарий ондай қадамға, негізге не мерзімге бармайды',
    ru: '{path}: ссылается на «{item}», но не приходит ни к такому шагу, ни к основанию, ни к сроку',
    en: "{path}: cites '{item}' but never comes to a step, ground or term of it",
  },
  missing: {
    kk: '{path}: «{item}» бірде-бір сценарийде жоқ; соған баратын және оған сілтейтін сценарий жазыңыз',
    ru: '{path}: «{item}» нет ни в одном сценарии; напишите сценарий, который туда приходит и на него ссылается',
    en: "{path}: no scenario exercises '{item}'; write one that goes there and cites it",
  },
  none: { kk: '— СЦЕНАРИЙ ЖОҚ', ru: '— НЕТ СЦЕНАРИЯ', en: '— NO SCENARIO' },
  head: {
    kk: '{folder}: {count} тармақтың {covered} қамтылған',
    ru: '{folder}: охвачено {covered} из {count}',
    en: '{folder}: {covered} of {count} items',
  },
  noCalendars: {
    kk: '{folder} қалтасында calendars/ жоқ. Топтамалардың үстіндегі қалтаны жазып, осы репозиторийдің regulations/calendars қалтасын соған көшіріңіз.',
    ru: 'В папке {folder} нет calendars/. Укажите папку над пакетами и скопируйте туда regulations/calendars этого репозитория.',
    en: 'Expected a folder that holds calendars/ and the packages but {folder} has no calendars/. Name the folder above the package, and copy regulations/calendars of the checkout there.',
  },
} as const satisfies Record<string, LocalText>

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
export function uncovered(acts: readonly ActCoverage[], language: Language = 'en'): readonly string[] {
  return acts.flatMap(({ folder, items, vain, failed }) => [
    ...failed.map((path) => fillText(WORDS.failed, { path: `regulations/${folder}/${path}` })[language]),
    ...vain.map(({ path, item }) => fillText(WORDS.vain, { path: `regulations/${folder}/${path}`, item })[language]),
    ...items
      .filter(({ scenarios }) => scenarios.length === 0)
      .map(({ item }) => fillText(WORDS.missing, { path: `regulations/${folder}`, item })[language]),
  ])
}

function table({ folder, items }: ActCoverage, language: Language): string {
  const width = Math.max(...items.map(({ item }) => item.length))
  const covered = items.filter(({ scenarios }) => scenarios.length > 0).length
  const rows = items.map(
    ({ item, scenarios }) =>
      `  ${item.padEnd(width)}  ${scenarios.length > 0 ? scenarios.map((path) => basename(path, '.txt')).join(', ') : WORDS.none[language]}`,
  )
  return [fillText(WORDS.head, { folder, covered, count: items.length })[language], ...rows, ''].join('\n')
}

const USAGE = `npx ruqsat coverage:law [folder of regulations] [--language ${LANGUAGES.join('|')}]

Run every scenario and list each paragraph with the scenarios that exercise it. The folder holds calendars/ and the packages;
where absent, that of RUQSAT_REGULATIONS, else regulations/ of the checkout. Ends with 1 where a paragraph has no scenario or a scenario does not go as it says.`

/** The words without the language; null where there is no such language. */
function languageIn(words: readonly string[]): { readonly rest: readonly string[]; readonly language: Language } | null {
  const at = words.findIndex((word) => word === '--language' || word.startsWith('--language='))
  if (at === -1) return { rest: words, language: 'en' }
  const [, inOne] = words[at]!.split('=')
  const named = inOne ?? words[at + 1] ?? ''
  return isLanguage(named)
    ? { rest: words.filter((_, place) => place !== at && (inOne !== undefined || place !== at + 1)), language: named }
    : null
}

async function main(words: readonly string[]): Promise<void> {
  const read = languageIn(words)
  if (read === null || words.includes('--help')) {
    if (read === null) process.exitCode = 64
    return console.log(USAGE)
  }
  const { rest, language } = read
  const [word] = rest
  const named = word ?? process.env['RUQSAT_REGULATIONS']
  if (named !== undefined && !existsSync(join(resolve(named), 'calendars'))) {
    console.error(fillText(WORDS.noCalendars, { folder: resolve(named) })[language])
    process.exitCode = 64
    return
  }
  const acts = named === undefined ? await coverageOfLaw(checkoutFolder()) : await coverageIn(resolve(named))
  for (const act of acts) console.log(table(act, language))
  const problems = uncovered(acts, language)
  for (const problem of problems) console.error(problem)
  process.exitCode = problems.length === 0 ? 0 : 1
}

if (process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === import.meta.url) await main(process.argv.slice(2))
