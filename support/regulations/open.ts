import { hash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { Fault } from '@ruqsat/foundation'
import {
  complaintsOf,
  editionsOf,
  packageFile,
  type ClockTables,
  type DatedEdition,
  type Edition,
  type Loaded,
  type PackageError,
} from '@ruqsat/law'
import { openSound } from './cache/cache.ts'
import { GENERAL, notAFile, OWN_REGULATIONS } from './files.ts'
import { readPackage, type LoadedPackage, type ReadingOptions } from './load.ts'
import { clashesOf } from './neighbours.ts'
import { readTables } from './tables.ts'
import { faultsWithTables } from './with-tables.ts'

/** A package that is not offered, and why; the others are not touched by it. `loaded` is its act where what is wrong lies outside of it. */
export type BrokenPackage = { readonly folder: string; readonly errors: readonly PackageError[]; readonly loaded: Loaded | null }

export type Regulations = {
  readonly editions: readonly Edition[]
  readonly packages: readonly LoadedPackage[]
  /** By which requests of these acts are complained of: editions of each act's own, which no catalogue has. */
  readonly complaints: readonly LoadedPackage[]
  readonly broken: readonly BrokenPackage[]
  readonly tables: ClockTables
  /** The edition of a pinned hash; null where this installation does not have it. */
  edition(hash: string): Edition | null
  /** Source text of a template of that edition. Throws a Fault where there is none: the loader has checked what the edition names. */
  template(editionHash: string, file: string): string
}

const CALENDARS = 'calendars'
/** Folders that hold no act: the clock's tables, the general law, the shapes for editors, what the checker and the step tables say. */
const NO_PACKAGES = [CALENDARS, GENERAL, 'schema', 'reports']

/**
 * Opens the folder of regulations: `calendars/` holds the clock's tables, `schema/` the shapes for editors; every other folder is a package.
 * Throws a Fault where the tables cannot be read; a broken package is returned in `broken` and nothing of it is kept.
 */
export async function openRegulations(root: URL, options: ReadingOptions = {}): Promise<Regulations> {
  const base = root.href.endsWith('/') ? root : new URL(`${root.href}/`)
  const tables = await readTables(new URL(`${CALENDARS}/`, base))
  const entries = (await readdir(base, { withFileTypes: true })).filter(({ name }) => !NO_PACKAGES.includes(name) && !name.startsWith('.'))
  const folders = entries.filter((entry) => entry.isDirectory())
  const links = entries
    .filter((entry) => entry.isSymbolicLink())
    .map(({ name }) => ({ folder: name, errors: [notAFile('act.yaml')], loaded: null }))
  const read = await Promise.all(folders.map((entry) => openPackage(pathToFolder(base, entry.name), entry.name, tables, options)))
  const packages = read.flatMap((each) => ('errors' in each ? [] : each)).toSorted(byFolder)
  const clashes = clashesOf(packages)
  const kept = packages.filter(({ folder }) => clashes.every((each) => each.folder !== folder))
  const models = await complaintModels(base, tables, options)
  const broken = [
    ...links,
    ...[...read, ...models].filter((each) => 'errors' in each),
    ...clashes.map((each) => ({ ...each, loaded: null })),
  ]
  const complaints = kept.flatMap((each) =>
    complaintOf(
      each,
      models.flatMap((model) => ('errors' in model ? [] : model)),
    ),
  )
  return registry(kept, complaints, broken.toSorted(byFolder), tables)
}

/** The acts next to the general law by which complaints are considered, each whole in itself. */
async function complaintModels(base: URL, tables: ClockTables, options: ReadingOptions) {
  const own = new URL(`${GENERAL}/`, base)
  const root = await readdir(own).then(
    (names) => (names.length > 0 ? own : pathToFileURL(`${OWN_REGULATIONS}${GENERAL}/`)),
    () => pathToFileURL(`${OWN_REGULATIONS}${GENERAL}/`),
  )
  const folders = (await readdir(root, { withFileTypes: true }).catch(() => [])).filter((entry) => entry.isDirectory())
  return Promise.all(folders.map(({ name }) => openPackage(pathToFolder(root, name), `${GENERAL}/${name}`, tables, options)))
}

/** With the files of the model, because its templates are there. */
function complaintOf(act: LoadedPackage, models: readonly LoadedPackage[]): readonly LoadedPackage[] {
  return models.flatMap((model) => complaintsOf(act, [model]).map((dated) => ({ ...model, ...dated })))
}

function registry(
  packages: readonly LoadedPackage[],
  complaints: readonly LoadedPackage[],
  broken: readonly BrokenPackage[],
  tables: ClockTables,
): Regulations {
  const byHash = new Map([...packages, ...complaints].map((each) => [each.edition.hash, each]))
  return {
    editions: packages.map((each) => each.edition),
    packages,
    complaints,
    broken,
    tables,
    edition: (hash) => byHash.get(hash)?.edition ?? null,
    template(hash, file) {
      const text = packageFile(byHash.get(hash)?.files ?? [], file)?.text
      if (text === undefined) throw new Fault(`Expected template '${file}' in edition ${hash} but there is none`)
      return text
    },
  }
}

async function openPackage(
  folder: URL,
  name: string,
  tables: ClockTables,
  options: ReadingOptions,
): Promise<readonly LoadedPackage[] | BrokenPackage> {
  const { files, ...loaded } = await readPackage(folder, options)
  if (loaded.kind === 'broken') return { folder: name, errors: loaded.errors, loaded: loaded.act ?? null }
  const editions = editionsOf(loaded)
  const errors = await unlessSound(name, editions, tables, options, () =>
    editions.flatMap(({ edition, from }) => faultsWithTables(edition, tables, files, options.further, from)),
  )
  if (errors.length > 0) return { folder: name, errors, loaded }
  return editions.map(({ edition, from, to }) => ({ folder: name, edition, from, to, findings: loaded.findings, files }))
}

/** What is wrong; nothing where the same editions were found sound with the same tables by the same judge. */
async function unlessSound(
  name: string,
  editions: readonly DatedEdition[],
  tables: ClockTables,
  { cacheFolder, furtherDigest }: ReadingOptions,
  judge: () => readonly PackageError[],
): Promise<readonly PackageError[]> {
  const judged = cacheFolder === undefined ? undefined : await furtherDigest?.().catch(() => undefined)
  if (cacheFolder === undefined || judged === undefined) return judge()
  const sound = openSound(cacheFolder)
  const key = hash('sha256', JSON.stringify([judged, tables, editions.map(({ edition, from, to }) => [edition.hash, from, to])]))
  if (await sound.has(name, key)) return []
  const errors = judge()
  if (errors.length === 0) await sound.keep(name, key)
  return errors
}

function pathToFolder(base: URL, name: string): URL {
  return new URL(`${encodeURIComponent(name)}/`, base.protocol === 'file:' ? base : pathToFileURL(base.pathname))
}
function byFolder(left: { readonly folder: string }, right: { readonly folder: string }): number {
  return left.folder < right.folder ? -1 : left.folder > right.folder ? 1 : 0
}
