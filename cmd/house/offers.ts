import { toInstant } from '@ruqsat/clock'
import { Fault, type LocalDate } from '@ruqsat/foundation'
import type { OfferSetting } from '@ruqsat/installation'
import type { ClockTables, Finding, Offer, Regulation } from '@ruqsat/law'
import type { LoadedPackage } from '@ruqsat/regulations'

/** A regulation that stays out of service: findings that nobody has decided. What it would do there, nobody has said. */
export type KeptOut = { readonly regulation: string; readonly folder: string; readonly findings: readonly Finding[] }

/** Of the available packages those with an offered variant that no one may be led along yet. */
export function keptOut(packages: readonly LoadedPackage[]): readonly KeptOut[] {
  return [...Map.groupBy(packages, ({ folder }) => folder)].flatMap(([folder, editions]) => {
    const open = editions[0]!.findings.filter(({ reading }) => reading === null)
    const regulations = editions.map(({ edition }) => edition.regulation)
    return open.length > 0 && regulations.some(isOffered) ? [{ regulation: regulations[0]!.id, folder, findings: open }] : []
  })
}

/**
 * What the installation offers: the acts that it names, in its order, each from the midnight of its first day at the authority's place; every
 * act where it names none, at whatever legal time it is. Editions of one act follow each other at the midnights that their packages name.
 * Throws a Fault for a name that no act here has.
 */
export function offersOf(packages: readonly LoadedPackage[], named: readonly OfferSetting[] | null, tables: ClockTables): readonly Offer[] {
  if (named === null) return packages.map((each) => offerOf(each, null, tables))
  return named.flatMap(({ regulation: id, from }) => {
    const editions = packages.filter(({ edition: { regulation } }) => regulation.id === id && isOffered(regulation))
    if (editions.length === 0)
      throw new Fault(`Expected --offers to name acts with an offered variant but '${id}' is none; there are: ${idsOf(packages)}`)
    const offers = editions.map((each) => offerOf(each, from, tables))
    return offers.filter((offer) => offer.from === null || offer.to === null || offer.from < offer.to)
  })
}

/** From the later of the installation's day and the edition's own, to the end of its last day. */
function offerOf({ edition, from, to }: LoadedPackage, decided: LocalDate | null, tables: ClockTables): Offer {
  const { id, authority } = edition.regulation
  const midnight = (day: LocalDate, time: '00:00' | '24:00') => toInstant(day, time, tables.zones[authority.zone]!)
  const first = [from, decided].reduce((one, other) => (one === null || (other !== null && other > one) ? other : one))
  return {
    regulation: id,
    edition: edition.hash,
    from: first === null ? null : midnight(first, '00:00'),
    to: to === null ? null : midnight(to, '24:00'),
  }
}

function isOffered({ variants }: Regulation): boolean {
  return variants.some(({ offered }) => offered)
}

function idsOf(packages: readonly LoadedPackage[]): string {
  return [...new Set(packages.flatMap(({ edition: { regulation } }) => (isOffered(regulation) ? [regulation.id] : [])))].join(', ')
}
