// How a person names a regulation on the command line: a folder, a pattern of folders, or the short id of one in the folder of regulations.
import { statSync } from 'node:fs'
import { glob, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkoutFolder, exists, readSettings, stateFolderThere } from '@ruqsat/installation'
import { isLocalDate } from '@ruqsat/clock'
import { editionsOf, type DatedEdition, formatPackageError } from '@ruqsat/law'
import { openRegulations, readPackage, type ReadingOptions, type Regulations } from '@ruqsat/regulations'
import { Fault, fillText, type Language, type LocalDate } from '@ruqsat/foundation'
import { type Call, type Option, UsageError } from './command.ts'
import texts from '../texts.yaml'
import ours from './texts.yaml'

/** A folder that has none of these holds something else: the clock's tables, shapes for editors, reports. */
const PACKAGE_PARTS = ['act.yaml', 'units.yaml', 'findings.yaml', 'variants', 'views', 'procedure']

/** The folder that the setting names, or `regulations/` of the checkout. */
export function regulationsFolder(named: string | null | undefined): string {
  const folder = resolve(named || join(checkoutFolder(), 'regulations'))
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Fault(`Expected a folder of regulations but ${folder} is none; --regulations or RUQSAT_REGULATIONS names another`)
  return folder
}

/** The same for a command: it has the setting's variable or the file of settings, not the flag. */
export function folderOfCall({ environment }: Pick<Call, 'environment'>): string {
  return regulationsFolder(readSettings(environment).settings.regulations)
}

/** Where an installation keeps packages as they were read; `regulation check` never looks there. */
export const cacheFolderIn = (state: string): string => join(state, 'cache', 'regulations')

/** What a command may use of it: nothing where no installation was made, because looking at an act makes none. */
function readingOf({ environment }: Pick<Call, 'environment'>): ReadingOptions {
  const state = stateFolderThere({ RUQSAT_STATE: readSettings(environment).settings.state ?? undefined })
  return state === null ? {} : { cacheFolder: cacheFolderIn(state) }
}

/** All packages of the folder of regulations, for a command. */
export function regulationsOf(call: Pick<Call, 'environment'>): Promise<Regulations> {
  return openRegulations(pathToFileURL(`${folderOfCall(call)}/`), readingOf(call))
}

/** The clock's tables that a package is read with: those next to it, else those of the folder of regulations. */
export async function tablesFolderOf(call: Pick<Call, 'environment'>, folder: string): Promise<URL> {
  const beside = join(resolve(folder), '..', 'calendars')
  return pathToFileURL(`${(await exists(beside)) ? beside : join(folderOfCall(call), 'calendars')}/`)
}

/** Folders by name or pattern, as they were written, in order, each once. A name that is no folder is reported. */
export async function foldersOf(call: Pick<Call, 'words' | 'environment'>): Promise<readonly string[]> {
  const folders = new Map<string, string>()
  for (const word of call.words.length > 0 ? call.words : [join(shown(folderOfCall(call)), '*')]) {
    const found = /[*?[{]/.test(word) ? await matches(word) : [word]
    const there = (await Promise.all(found.map(async (path) => ((await isFolder(path)) ? [path] : [])))).flat()
    if (there.length === 0) throw new UsageError(fillText(ours.usage.noFolder, { word }))
    for (const path of there.toSorted()) if (!folders.has(resolve(path))) folders.set(resolve(path), path)
  }
  return [...folders.values()]
}

async function matches(pattern: string): Promise<string[]> {
  const paths: string[] = []
  for await (const path of glob(pattern)) paths.push(path)
  return paths
}

export async function holdsPackage(folder: string): Promise<boolean> {
  const parts = await Promise.all(PACKAGE_PARTS.map((part) => exists(join(folder, part))))
  return parts.includes(true)
}

/** The folder as a person would write it from where they are. */
export function shown(path: string): string {
  const near = relative(process.cwd(), path)
  return near === '' ? '.' : near.startsWith('..') ? path : near
}

/** An edition with its package's folder. */
export type Named = DatedEdition & { readonly folder: string }

export const AT_OPTION: Option = {
  name: 'at',
  value: 'YYYY-MM-DD',
  meaning: ours.regulation.at,
}

/** Every edition of one act, by folder or by the short id of one in the folder of regulations, in order of time. A broken package is a Fault with every error in it. */
export async function findRegulation(call: Pick<Call, 'environment'>, word: string, language: Language): Promise<readonly Named[]> {
  const home = folderOfCall(call)
  const folders = (await isFolder(word)) ? [resolve(word)] : await foldersNamed(home, word)
  if (folders.length > 0) {
    const editions = (await Promise.all(folders.map((folder) => loadFolder(call, folder, language)))).flat()
    return editions.toSorted((one, other) => ((one.from ?? '') < (other.from ?? '') ? -1 : 1))
  }
  const { packages } = await regulationsOf(call)
  const known = [...new Set(packages.map(({ edition }) => edition.regulation.id))].join(', ')
  throw new UsageError(fillText(texts.regulations.neitherFolderNorId, { word, known }))
}

/** The one edition that is meant: of the day of `--at`, or the only one that there is. */
export async function findEdition(call: Pick<Call, 'environment' | 'text'>, word: string, language: Language): Promise<Named> {
  const at = call.text('at')
  return editionOn(await findRegulation(call, word, language), word, at === undefined ? null : dayOf('--at', at))
}

export function editionOn<E extends DatedEdition>(editions: readonly E[], word: string, day: LocalDate | null): E {
  const [only, ...more] = editions
  const found =
    day === null && more.length === 0
      ? only
      : editions.find(({ from, to }) => day !== null && (from === null || from <= day) && (to === null || day <= to))
  if (found !== undefined) return found
  const held = editions.map(({ from, to }) => `${from ?? '…'} – ${to ?? '…'}`).join(', ')
  const { severalEditions, noEdition } = texts.regulations
  throw new UsageError(fillText(day === null ? severalEditions : noEdition, { word, held, day: day ?? '' }))
}

/** The edition of the day; before the first of them, the first, and after the last, the last: each carries the whole history of the act. */
export function nearestEdition<E extends DatedEdition>(editions: readonly E[], day: LocalDate): E {
  return editions.findLast(({ from }) => from === null || from <= day) ?? editions[0]!
}

/** A day that exists, as a person types it. */
export function dayOf(name: string, text: string | undefined): LocalDate {
  if (text === undefined) throw new UsageError(fillText(ours.usage.missing, { what: name }))
  if (!isLocalDate(text)) throw new UsageError(fillText(ours.usage.aDay, { name, found: text }))
  return text
}

/** The packages of that folder name or id, found without reading the others: reading all takes a second. */
async function foldersNamed(home: string, word: string): Promise<readonly string[]> {
  const entries = (await readdir(home, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const found = entries.toSorted().map(async (name) => {
    const act = await readFile(join(home, name, 'act.yaml'), 'utf8').catch(() => null)
    const isMeant = act !== null && (name === word || act.split('\n').some((line) => topLevelId(line) === word))
    return isMeant ? [join(home, name)] : []
  })
  return (await Promise.all(found)).flat()
}

/** The id that this line of an act gives, with or without quotes; null where it gives none. */
function topLevelId(line: string): string | null {
  return /^(?:id|"id"|'id') *: *(["']?)([^"'#\s]+)\1\s*(?:#.*)?$/.exec(line)?.[2] ?? null
}

const REFUSED: Readonly<Record<Language, string>> = texts.regulations.refused

async function loadFolder(call: Pick<Call, 'environment'>, folder: string, language: Language): Promise<readonly Named[]> {
  const loaded = await readPackage(folder, readingOf(call))
  if (loaded.kind === 'loaded') return editionsOf(loaded).map((each) => ({ ...each, folder }))
  const errors = loaded.errors.map((error) => `\n  ${formatPackageError(error, language)}`).join('')
  throw new Fault(`${REFUSED[language].replace('{folder}', () => basename(folder))}${errors}`)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
}
