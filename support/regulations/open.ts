import { readdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { Fault, type LocalDate } from '@ruqsat/foundation'
import { packageError, type ClockTables, type Edition, type Finding, type PackageError, type PackageFile } from '@ruqsat/law'
import { GENERAL } from './files.ts'
import { readPackage, type ReadingOptions } from './load.ts'
import { readTables } from './tables.ts'
import { faultsWithTables } from './with-tables.ts'
import texts from './texts.yaml'

export type LoadedPackage = {
  readonly folder: string
  readonly edition: Edition
  /** The first and the last day of this edition, where others of the same act come before or after it. */
  readonly from: LocalDate | null
  readonly to: LocalDate | null
  readonly findings: readonly Finding[]
  readonly files: readonly PackageFile[]
}
/** A package that is not offered, and why; the others are not touched by it. */
export type BrokenPackage = { readonly folder: string; readonly errors: readonly PackageError[] }

export type Regulations = {
  readonly editions: readonly Edition[]
  readonly packages: readonly LoadedPackage[]
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
  const folders = (await readdir(base, { withFileTypes: true })).filter(
    (entry) => entry.isDirectory() && !NO_PACKAGES.includes(entry.name) && !entry.name.startsWith('.'),
  )
  const read = await Promise.all(folders.map((entry) => openPackage(pathToFolder(base, entry.name), entry.name, tables, options)))
  const packages = withoutTwins(read.flatMap((each) => ('errors' in each ? [] : each)).toSorted(byFolder))
  const broken = [...read.filter((each) => 'errors' in each), ...packages.twins].toSorted(byFolder)
  return registry(packages.kept, broken, tables)
}

function registry(packages: readonly LoadedPackage[], broken: readonly BrokenPackage[], tables: ClockTables): Regulations {
  const byHash = new Map(packages.map((each) => [each.edition.hash, each]))
  return {
    editions: packages.map((each) => each.edition),
    packages,
    broken,
    tables,
    edition: (hash) => byHash.get(hash)?.edition ?? null,
    template(hash, file) {
      const text = byHash.get(hash)?.files.find((each) => each.path === file)?.text
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
  if (loaded.kind === 'broken') return { folder: name, errors: loaded.errors }
  const editions = [loaded, ...loaded.later]
  const errors = editions.flatMap(({ edition }) => faultsWithTables(edition, tables, files, options.further))
  if (errors.length > 0) return { folder: name, errors }
  return editions.map(({ edition, from, to }) => ({ folder: name, edition, from, to, findings: loaded.findings, files }))
}

/** Two packages that hold on one day under one regulation id would make every address ambiguous: the later folder is refused. */
function withoutTwins(packages: readonly LoadedPackage[]): {
  readonly kept: readonly LoadedPackage[]
  readonly twins: readonly BrokenPackage[]
} {
  const twinOf = (each: LoadedPackage) => packages.slice(0, packages.indexOf(each)).find((other) => areTwins(each, other))
  const folders = new Set(packages.flatMap((each) => (twinOf(each) === undefined ? [] : [each.folder])))
  const twins = [...folders].map((folder) => {
    const { id } = packages.find((each) => each.folder === folder)!.edition.regulation
    return { folder, errors: [packageError('duplicate-id', { file: 'act.yaml', line: 1, column: 1 }, null, texts.open.different, id)] }
  })
  return { kept: packages.filter(({ folder }) => !folders.has(folder)), twins }
}

function areTwins(one: LoadedPackage, other: LoadedPackage): boolean {
  const isBefore = (first: LoadedPackage, second: LoadedPackage) => first.to !== null && second.from !== null && first.to < second.from
  return one.edition.regulation.id === other.edition.regulation.id && !isBefore(one, other) && !isBefore(other, one)
}

function pathToFolder(base: URL, name: string): URL {
  return new URL(`${encodeURIComponent(name)}/`, base.protocol === 'file:' ? base : pathToFileURL(base.pathname))
}
function byFolder(left: { readonly folder: string }, right: { readonly folder: string }): number {
  return left.folder < right.folder ? -1 : left.folder > right.folder ? 1 : 0
}
