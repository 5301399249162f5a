import { addDays } from '@ruqsat/clock'
import type { LocalDate } from '@ruqsat/foundation'
import { checkEditions, type Finding } from './checker/check.ts'
import { crossCheck } from './checker/cross-check.ts'
import { assemble } from './package/assemble.ts'
import type { PackageError } from './package/errors.ts'
import { editionOf } from './package/hash.ts'
import type { Edition } from './package/model.ts'
import { byPlace, readParts, uncheckable, type Parts, type Shelf } from './package/parts.ts'
import type { PackageFile } from './package/yaml.ts'

/** An edition with the days on which it holds, both included; null where none is known. */
export type DatedEdition = { readonly edition: Edition; readonly from: LocalDate | null; readonly to: LocalDate | null }
/** The first edition of a package, and `later` those that follow it by its dated values; the findings are of all. */
export type Loaded = DatedEdition & {
  readonly kind: 'loaded'
  readonly findings: readonly Finding[]
  readonly later: readonly DatedEdition[]
}
/** Every edition of the package, in order of time. */
export const editionsOf = ({ later, edition, from, to }: Loaded): readonly DatedEdition[] => [{ edition, from, to }, ...later]
/** `act`: what the act itself gives, where only something next to it in the package is wrong. */
export type Broken = { readonly kind: 'broken'; readonly errors: readonly PackageError[]; readonly act?: Loaded }

/**
 * Reads a package whole or refuses it whole: nothing is ever half-loaded. All errors of a stage are reported at once, ordered by place;
 * later stages (how files refer to each other) run only on files that are well formed. Where values change on a day, the package is put
 * together once for each of its editions.
 */
export function loadRegulation(files: readonly PackageFile[], shelf?: Shelf): Loaded | Broken {
  const { days, on } = readParts(files, shelf)
  const written = [null, ...days].map(on)
  const errors = once(written.flatMap((each) => each.errors))
  if (errors.length > 0) return broken(errors)
  const { from = null, to = null } = written[0]!.parts.act[0]!.value.edition ?? {}
  const begins = [from, ...days.filter((day) => (from === null || day > from) && (to === null || day <= to))]
  try {
    const joined = begins.map((day) => join(on(day).parts))
    const contradictions = once(joined.flatMap((each) => each.contradictions))
    if (contradictions.length > 0) return broken(contradictions)
    const editions = joined.map(({ regulation }, place) => ({ edition: editionOf(regulation), from: begins[place]! }))
    const placeOf = (source: object) => written[0]!.parts.places.get(source)?.self
    const [first, ...later] = editions
      .filter(({ edition }, place) => edition.hash !== editions[place - 1]?.edition.hash)
      .map((each, place, all): DatedEdition => ({ ...each, to: all[place + 1] === undefined ? to : addDays(all[place + 1]!.from!, -1) }))
    return {
      kind: 'loaded',
      ...first!,
      later,
      findings: checkEditions(
        [first!, ...later].map(({ edition }) => edition),
        placeOf,
      ),
    }
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
