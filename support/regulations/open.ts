import { readdir } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { Fault } from '@ruqsat/foundation'
import { loadRegulation, packageError, type ClockTables, type Edition, type Finding, type PackageError, type PackageFile } from '@ruqsat/law'
import { readPackageFiles } from './files.ts'
import { readTables } from './tables.ts'

export type LoadedPackage = { readonly folder: string; readonly edition: Edition; readonly findings: readonly Finding[]; readonly files: readonly PackageFile[] }
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

/**
 * Opens the folder of regulations: `calendars/` holds the clock's tables, every other folder with an `act.yaml` is a package.
 * Throws a Fault where the tables cannot be read; a broken package is returned in `broken` and nothing of it is kept.
 */
export async function openRegulations(root: URL): Promise<Regulations> {
  const base = root.href.endsWith('/') ? root : new URL(`${root.href}/`)
  const tables = await readTables(new URL(`${CALENDARS}/`, base))
  const folders = (await readdir(base, { withFileTypes: true })).filter((entry) => entry.isDirectory() && entry.name !== CALENDARS && !entry.name.startsWith('.'))
  const read = await Promise.all(folders.map((entry) => openPackage(pathToFolder(base, entry.name), entry.name, tables)))
  const packages = withoutTwins(read.filter((each) => 'edition' in each).toSorted(byFolder))
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

async function openPackage(folder: URL, name: string, tables: ClockTables): Promise<LoadedPackage | BrokenPackage> {
  const files = await readPackageFiles(folder)
  const loaded = loadRegulation(files)
  if (loaded.kind === 'broken') return { folder: name, errors: loaded.errors }
  const errors = unknownTables(loaded.edition, tables)
  return errors.length > 0 ? { folder: name, errors } : { folder: name, edition: loaded.edition, findings: loaded.findings, files }
}

/** The tables that the authority names must be there before a case can be counted. */
function unknownTables(edition: Edition, tables: ClockTables): readonly PackageError[] {
  const { authority } = edition.regulation
  const place = { file: 'act.yaml', line: 1, column: 1 }
  const names = (found: object) => ({ kk: Object.keys(found).join(', '), ru: Object.keys(found).join(', '), en: Object.keys(found).join(', ') })
  return [
    ...(authority.calendar in tables.calendars ? [] : [packageError('unknown-reference', place, authority.source.item, names(tables.calendars), `authority.calendar: ${authority.calendar}`)]),
    ...(authority.zone in tables.zones ? [] : [packageError('unknown-reference', place, authority.source.item, names(tables.zones), `authority.zone: ${authority.zone}`)]),
  ]
}

/** Two packages of one regulation id would make every address ambiguous: the later folder is refused. */
function withoutTwins(packages: readonly LoadedPackage[]): { readonly kept: readonly LoadedPackage[]; readonly twins: readonly BrokenPackage[] } {
  const kept = packages.filter((each, index) => packages.findIndex((other) => other.edition.regulation.id === each.edition.regulation.id) === index)
  const different = { kk: 'басқа id', ru: 'другой id', en: 'another id' }
  const twins = packages.filter((each) => !kept.includes(each)).map((each) => ({
    folder: each.folder,
    errors: [packageError('duplicate-id', { file: 'act.yaml', line: 1, column: 1 }, null, different, each.edition.regulation.id)],
  }))
  return { kept, twins }
}

function pathToFolder(base: URL, name: string): URL {
  return new URL(`${encodeURIComponent(name)}/`, base.protocol === 'file:' ? base : pathToFileURL(base.pathname))
}
function byFolder(left: { readonly folder: string }, right: { readonly folder: string }): number {
  return left.folder < right.folder ? -1 : left.folder > right.folder ? 1 : 0
}
