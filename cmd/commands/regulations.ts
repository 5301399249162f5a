// How a person names a regulation on the command line: a folder, a pattern of folders, or the short id of one in the folder of regulations.
import { statSync } from 'node:fs'
import { glob, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkoutFolder, stateFolderThere, exists } from '@ruqsat/installation'
import { type Edition, formatPackageError } from '@ruqsat/law'
import { openRegulations, readPackage, type ReadingOptions, type Regulations } from '@ruqsat/regulations'
import { Fault, type Language } from '@ruqsat/foundation'
import { type Call, UsageError } from './command.ts'
import texts from '../texts.yaml'

/** A folder that has none of these holds something else: the clock's tables, shapes for editors, reports. */
const PACKAGE_PARTS = ['act.yaml', 'units.yaml', 'findings.yaml', 'variants', 'views', 'procedure']

/** The folder that the setting names, or `regulations/` of the checkout. */
export function regulationsFolder(named: string | null | undefined): string {
  const folder = resolve(named || join(checkoutFolder(), 'regulations'))
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new Fault(`Expected a folder of regulations but ${folder} is none; --regulations or RUQSAT_REGULATIONS names another`)
  return folder
}

/** The same for a command: it has the setting's variable, not its flag. */
export function folderOfCall({ environment }: Pick<Call, 'environment'>): string {
  return regulationsFolder(environment['RUQSAT_REGULATIONS'])
}

/** Where an installation keeps packages as they were read; `regulation check` never looks there. */
export const cacheFolderIn = (state: string): string => join(state, 'cache', 'regulations')

/** What a command may use of it: nothing where no installation was made, because looking at an act makes none. */
function readingOf({ environment }: Pick<Call, 'environment'>): ReadingOptions {
  const state = stateFolderThere(environment)
  return state === null ? {} : { cacheFolder: cacheFolderIn(state) }
}

/** All packages of the folder of regulations, for a command. */
export function regulationsOf(call: Pick<Call, 'environment'>): Promise<Regulations> {
  return openRegulations(pathToFileURL(`${folderOfCall(call)}/`), readingOf(call))
}

/** Folders by name or pattern, in order, each once. A name that is no folder is reported. */
export async function foldersOf(call: Pick<Call, 'words' | 'environment'>): Promise<readonly string[]> {
  const folders = new Set<string>()
  for (const word of call.words.length > 0 ? call.words : [join(folderOfCall(call), '*')]) {
    const found = /[*?[{]/.test(word) ? await matches(word) : [word]
    const there = (await Promise.all(found.map(async (path) => ((await isFolder(path)) ? [resolve(path)] : [])))).flat()
    if (there.length === 0) throw new UsageError(`'${word}' is no folder`)
    for (const path of there.toSorted()) folders.add(path)
  }
  return [...folders]
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

export type Named = { readonly folder: string; readonly edition: Edition }

/** One sound package, by folder or by the short id of one in the folder of regulations. A broken one is a Fault with every error in it. */
export async function findRegulation(call: Pick<Call, 'environment'>, word: string, language: Language): Promise<Named> {
  if (await isFolder(word)) return { folder: resolve(word), edition: await loadFolder(call, resolve(word), language) }
  const home = folderOfCall(call)
  const named = await folderNamed(home, word)
  if (named !== null) return { folder: named, edition: await loadFolder(call, named, language) }
  const { packages } = await regulationsOf(call)
  const known = packages.map(({ edition }) => edition.regulation.id).join(', ')
  throw new UsageError(`'${word}' is neither a folder nor the id of a regulation; known ids: ${known}`)
}

/** The package of that folder name or id, found without reading the others: reading all takes a second. */
async function folderNamed(home: string, word: string): Promise<string | null> {
  const entries = (await readdir(home, { withFileTypes: true })).filter((entry) => entry.isDirectory()).map(({ name }) => name)
  for (const name of entries.toSorted()) {
    const act = await readFile(join(home, name, 'act.yaml'), 'utf8').catch(() => null)
    if (act !== null && (name === word || act.split('\n').some((line) => line.trimEnd() === `id: ${word}`))) return join(home, name)
  }
  return null
}

const REFUSED: Readonly<Record<Language, string>> = texts.regulations.refused

async function loadFolder(call: Pick<Call, 'environment'>, folder: string, language: Language): Promise<Edition> {
  const loaded = await readPackage(folder, readingOf(call))
  if (loaded.kind === 'loaded') return loaded.edition
  const errors = loaded.errors.map((error) => `\n  ${formatPackageError(error, language)}`).join('')
  throw new Fault(`${REFUSED[language].replace('{folder}', () => basename(folder))}${errors}`)
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
}
