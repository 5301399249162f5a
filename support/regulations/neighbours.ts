// What packages of one folder say wrongly about each other. Only the one that comes later is refused: the others are not touched by it.
import { addDays } from '@ruqsat/clock'
import { fillText, type LocalText } from '@ruqsat/foundation'
import { packageError, type PackageError } from '@ruqsat/law'
import type { LoadedPackage } from './load.ts'
import texts from './texts.yaml'
import { placeOf } from './with-tables.ts'

export type Clash = { readonly folder: string; readonly errors: readonly PackageError[] }

/** `packages` in the order of their folders. */
export function clashesOf(packages: readonly LoadedPackage[]): readonly Clash[] {
  const acts = Map.groupBy(packages, ({ edition }) => edition.regulation.id)
  const clashes = [...[...acts.values()].flatMap(brokenSequence), ...sharedLetters(packages), ...unknownGivers(packages)]
  return [...Map.groupBy(clashes, ({ folder }) => folder)].map(([folder, each]) => ({
    folder,
    errors: each.flatMap(({ errors }) => errors),
  }))
}

/** Editions of one act follow each other; which of two holds on a day must never be a question, and neither that none does. */
function brokenSequence(editions: readonly LoadedPackage[]): readonly Clash[] {
  const inTime = editions.toSorted((one, other) =>
    (one.from ?? '') < (other.from ?? '') ? -1 : (one.from ?? '') > (other.from ?? '') ? 1 : 0,
  )
  return inTime.slice(1).flatMap((edition, place): Clash[] => {
    const before = inTime[place]!
    if (edition.folder === before.folder || (before.to !== null && edition.from === addDays(before.to, 1))) return []
    return [{ folder: edition.folder, errors: [notNext(edition, before)] }]
  })
}

function notNext({ from, to, edition: { regulation }, files }: LoadedPackage, before: LoadedPackage): PackageError {
  const { folder } = before
  const error = (key: string, expected: LocalText, found: LocalText | string) =>
    packageError(
      key === 'id' ? 'duplicate-id' : 'editions-apart',
      placeOf(files, 'act.yaml', key, key === 'id' ? regulation.id : ''),
      null,
      expected,
      found,
    )
  if (before.to === null && from === null && to === null) return error('id', fillText(texts.open.different, { folder }), regulation.id)
  const expected =
    before.to === null ? fillText(texts.open.endOf, { folder }) : fillText(texts.open.nextDay, { folder, day: addDays(before.to, 1) })
  return error('edition', expected, fillText(texts.open.days, { from: from ?? '–', to: to ?? '–' }))
}

/** The first letters of a number say which act it is of. */
function sharedLetters(packages: readonly LoadedPackage[]): readonly Clash[] {
  const ownerOf = new Map<string, LoadedPackage>()
  // A child that kept the letters of its model is the one that lacks its own.
  const modelsFirst = packages.toSorted((one, other) => Number(isChild(one)) - Number(isChild(other)))
  return modelsFirst.flatMap((each) =>
    each.edition.regulation.variants.flatMap(({ id, results: { grant } }): Clash[] => {
      if (grant.registerLetters === undefined) return []
      const owner = ownerOf.get(grant.registerLetters)
      if (owner === undefined) ownerOf.set(grant.registerLetters, each)
      if (owner === undefined || owner.edition.regulation.id === each.edition.regulation.id) return []
      const place = placeOf(each.files, `variants/${id}.yaml`, 'registerLetters', grant.registerLetters)
      const expected = fillText(texts.open.ownLetters, { folder: owner.folder })
      return [{ folder: each.folder, errors: [packageError('duplicate-id', place, null, expected, grant.registerLetters)] }]
    }),
  )
}

/** Numbers of other acts can be verified only where those acts are next to it, give numbers to somebody, and are of the authority that is named. */
function unknownGivers(packages: readonly LoadedPackage[]): readonly Clash[] {
  return packages.flatMap(({ folder, files, edition: { regulation } }) =>
    regulation.variants.flatMap(({ id, offered, results: { grant } }) =>
      (grant.earlier?.givenBy ?? []).flatMap(({ act, authority = regulation.authority.id }): Clash[] => {
        const givers = packages
          .map(({ edition }) => edition.regulation)
          // What nobody is offered has given no number: who names one could never go on.
          .filter((each) => each.variants.some((one) => one.results.grant.registerLetters !== undefined && (one.offered || !offered)))
        const found = givers.find((each) => each.id === act)
        if (found !== undefined && act !== regulation.id && found.authority.id === authority) return []
        const place = placeOf(files, `variants/${id}.yaml`, 'act', act)
        const others = givers.filter((each) => each.id !== regulation.id).map((each) => `${each.id} (${each.authority.id})`)
        const expected = fillText(texts.open.givers, { acts: [...new Set(others)].join(', ') || '–' })
        return [{ folder, errors: [packageError('unknown-reference', place, null, expected, `${act} (${authority})`)] }]
      }),
    ),
  )
}

const isChild = ({ edition }: LoadedPackage): boolean => edition.regulation.model !== undefined
