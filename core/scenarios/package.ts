// A package with its scenarios: what they name must be in the act, so they are refused or loaded with it.
import { byPlace, loadRegulation, type Broken, type Loaded, type PackageError, type PackageFile } from '@ruqsat/law'
import { parseCase, type CaseScript } from './grammar.ts'
import { caseFaults } from './references.ts'

export function isScenario({ path }: PackageFile): boolean {
  return /^scenarios\/[A-Za-z0-9-]+\.txt$/.test(path)
}

/** Reads a package whole, scenarios included, or refuses it whole with all that is wrong in the files, ordered by place. */
export function loadPackage(files: readonly PackageFile[]): Loaded | Broken {
  const loaded = loadRegulation(files)
  const scripts: CaseScript[] = []
  const errors: PackageError[] = []
  for (const { path, text } of files.filter(isScenario)) {
    const read = parseCase(path, text)
    if ('errors' in read) errors.push(...read.errors)
    else scripts.push(read)
  }
  if (loaded.kind === 'broken') errors.push(...loaded.errors)
  else if (errors.length === 0) errors.push(...scripts.flatMap((script) => caseFaults(loaded.edition.regulation, script)))
  return errors.length === 0 ? loaded : { kind: 'broken', errors: errors.toSorted(byPlace) }
}
