import { addDays } from '@ruqsat/clock'
import type { LocalDate } from '@ruqsat/foundation'
import { checkRegulation, type Finding } from './checker/check.ts'
import { crossCheck } from './checker/cross-check.ts'
import { assemble } from './package/assemble.ts'
import type { PackageError } from './package/errors.ts'
import { editionOf } from './package/hash.ts'
import type { Edition } from './package/model.ts'
import { byPlace, readParts, uncheckable, type Parts } from './package/parts.ts'
import type { PackageFile } from './package/yaml.ts'

/** An edition with the days on which it holds, both included; null where none is known. */
export type DatedEdition = { readonly edition: Edition; readonly from: LocalDate | null; readonly to: LocalDate | null }
/** The first edition of a package, and `later` those that follow it by its dated values; the findings are of all. */
export type Loaded = DatedEdition & {
  readonly kind: 'loaded'
  readonly findings: readonly Finding[]
  readonly later: readonly DatedEdition[]
}
export type Broken = { readonly kind: 'broken'; readonly errors: readonly PackageError[] }

/**
 * Reads a package whole or refuses it whole: nothing is ever half-loaded. All errors of a stage are reported at once, ordered by place;
 * later stages (how files refer to each other) run only on files that are well formed. Where values change on a day, the package is read
 * once for each of its editions.
 */
export function loadRegulation(files: readonly PackageFile[]): Loaded | Broken {
  const whole = readParts(files)
  if (whole.errors.length > 0) return broken(whole.errors)
  const { from = null, to = null } = whole.parts.act[0]!.value.edition ?? {}
  const changes = whole.days.filter((day) => (from === null || day > from) && (to === null || day <= to))
  try {
    const begins = [from, ...changes]
    const read = begins.map((day) => (day === null ? whole : readParts(files, day)))
    const errors = read.flatMap((each) => each.errors)
    if (errors.length > 0) return broken(once(errors))
    const joined = read.map(({ parts }) => join(parts))
    const contradictions = joined.flatMap((each) => each.contradictions)
    if (contradictions.length > 0) return broken(once(contradictions))
    const [first, ...later] = joined.map(({ regulation }, place): DatedEdition => {
      const next = begins[place + 1]
      return { edition: editionOf(regulation), from: begins[place]!, to: next === undefined ? to : addDays(next!, -1) }
    })
    return { kind: 'loaded', ...first!, later, findings: once([first!, ...later].flatMap(({ edition }) => checkRegulation(edition))) }
  } catch (error) {
    return broken([uncheckable('act.yaml', error)])
  }
}

function join(parts: Parts) {
  const regulation = assemble(parts)
  return { regulation, contradictions: crossCheck(regulation, parts) }
}

/** What several editions have in common is reported once. */
function once<T extends object>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((each) => [JSON.stringify(each), each])).values()]
}

function broken(errors: readonly PackageError[]): Broken {
  return { kind: 'broken', errors: errors.toSorted(byPlace) }
}
