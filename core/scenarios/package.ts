// A package with its scenarios: what they name must be in the act, so they are refused or loaded with it.
import { Fault } from '@ruqsat/foundation'
import {
  byPlace,
  editionsOf,
  loadRegulation,
  registerRowsOf,
  type Broken,
  type Loaded,
  type PackageError,
  type PackageFile,
  type Shelf,
} from '@ruqsat/law'
import { parseScenario, type Scenario } from './grammar.ts'
import { strangersIn } from './references.ts'

/** Reads a package whole, scenarios included, or refuses it whole with all that is wrong in the files, ordered by place. */
export function loadPackage(files: readonly PackageFile[], shelf?: Shelf): Loaded | Broken {
  const loaded = loadRegulation(files, shelf)
  const { scenarios, errors } = readScenarios(files)
  if (loaded.kind === 'broken') return { ...loaded, errors: [...errors, ...loaded.errors].toSorted(byPlace) }
  const rows = registerRowsOf(files, editionsOf(loaded).at(-1)!.edition.regulation)
  const all = [...errors, ...scenarios.flatMap((each) => strangersIn(loaded, each)), ...rows.errors]
  return all.length === 0 ? loaded : { kind: 'broken', errors: all.toSorted(byPlace), act: loaded }
}

/** The scenarios of a package that was loaded. Throws a Fault where one cannot be read: the loader refuses such a package. */
export function scenariosOf(files: readonly PackageFile[]): readonly Scenario[] {
  const { scenarios, errors } = readScenarios(files)
  if (errors.length > 0) throw new Fault(`Expected scenarios that can be read but ${errors[0]!.file}:${errors[0]!.line} cannot`)
  return scenarios
}

function readScenarios(files: readonly PackageFile[]) {
  const read = files.filter(({ path }) => /^scenarios\/[A-Za-z0-9-]+\.txt$/.test(path)).map(parseScenario)
  return {
    scenarios: read.filter((each): each is Scenario => 'given' in each),
    errors: read.flatMap((each): readonly PackageError[] => ('errors' in each ? each.errors : [])),
  }
}
