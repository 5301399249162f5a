import { checkRegulation, type Finding } from './checker/check.ts'
import { crossCheck } from './checker/cross-check.ts'
import { assemble } from './package/assemble.ts'
import type { PackageError } from './package/errors.ts'
import { editionOf } from './package/hash.ts'
import type { Edition } from './package/model.ts'
import { byPlace, readParts, uncheckable, type Parts } from './package/parts.ts'
import type { PackageFile } from './package/yaml.ts'

export type Loaded = { readonly kind: 'loaded'; readonly edition: Edition; readonly findings: readonly Finding[] }
export type Broken = { readonly kind: 'broken'; readonly errors: readonly PackageError[] }

/**
 * Reads a package whole or refuses it whole: nothing is ever half-loaded. All errors of a stage are reported at once, ordered by place;
 * later stages (how files refer to each other) run only on files that are well formed.
 */
export function loadRegulation(files: readonly PackageFile[]): Loaded | Broken {
  const { parts, errors } = readParts(files)
  if (errors.length > 0) return broken(errors)
  try {
    return joined(parts)
  } catch (error) {
    return broken([uncheckable('act.yaml', error)])
  }
}

function joined(parts: Parts): Loaded | Broken {
  const regulation = assemble(parts)
  const contradictions = crossCheck(regulation, parts)
  if (contradictions.length > 0) return broken(contradictions)
  const edition = editionOf(regulation)
  return { kind: 'loaded', edition, findings: checkRegulation(edition) }
}

function broken(errors: readonly PackageError[]): Broken {
  return { kind: 'broken', errors: errors.toSorted(byPlace) }
}
