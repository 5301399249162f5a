import { toInstant } from '@ruqsat/clock'
import { Fault } from '@ruqsat/foundation'
import type { OfferSetting } from '@ruqsat/installation'
import type { ClockTables, Edition, Finding, Offer } from '@ruqsat/law'
import type { LoadedPackage } from '@ruqsat/regulations'

/** A regulation that stays out of service: findings that nobody has decided. What it would do there, nobody has said. */
export type KeptOut = { readonly regulation: string; readonly folder: string; readonly findings: readonly Finding[] }

/** Of the packages at hand those with an offered variant that no one may be led along yet. */
export function keptOut(packages: readonly LoadedPackage[]): readonly KeptOut[] {
  return packages.flatMap(({ folder, edition: { regulation }, findings }) => {
    const open = findings.filter(({ reading }) => reading === null)
    const isMeant = regulation.variants.some(({ offered }) => offered)
    return open.length > 0 && isMeant ? [{ regulation: regulation.id, folder, findings: open }] : []
  })
}

/**
 * What the installation offers: the acts that it names, in its order, each from the midnight of its first day at the authority's place; every
 * act where it names none, at whatever legal time it is. Throws a Fault for a name that no act here has.
 */
export function offersOf(editions: readonly Edition[], named: readonly OfferSetting[] | null, tables: ClockTables): readonly Offer[] {
  if (named === null) return editions.map((edition) => ({ regulation: edition.regulation.id, edition: edition.hash, from: null }))
  return named.map(({ regulation: id, from }) => {
    const edition = editions.find(({ regulation }) => regulation.id === id && regulation.variants.some((variant) => variant.offered))
    if (edition === undefined)
      throw new Fault(`Expected --offers to name acts with an offered variant but '${id}' is none; there are: ${idsOf(editions)}`)
    const zone = tables.zones[edition.regulation.authority.zone]!
    return { regulation: id, edition: edition.hash, from: from === null ? null : toInstant(from, '00:00', zone) }
  })
}

function idsOf(editions: readonly Edition[]): string {
  const offered = editions.filter(({ regulation }) => regulation.variants.some((variant) => variant.offered))
  return offered.map(({ regulation }) => regulation.id).join(', ')
}
