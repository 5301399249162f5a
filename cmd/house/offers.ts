import { toInstant } from '@ruqsat/clock'
import { Fault, type LocalDate } from '@ruqsat/foundation'
import type { OfferSetting } from '@ruqsat/installation'
import { complaintIdOf, isElectronic, type ClockTables, type Edition, type Finding, type Offer, type Regulation } from '@ruqsat/law'
import type { LoadedPackage } from '@ruqsat/regulations'
import type { Installation } from './installation.ts'

/** What is on offer in this house. */
export type Offered = {
  /** Read again with each request: an administrator closes and opens services. */
  readonly offers: readonly Offer[]
  /** What the packages and the settings put on offer, before anything was closed. */
  readonly all: readonly Offer[]
  /** Replaces what `offers` holds. */
  readonly putOnOffer: (offers: readonly Offer[]) => void
  /** Of the acts by which their requests are complained of: in no catalogue, begun at a request, also where a service was closed. */
  readonly complaints: readonly Offer[]
  /** Both together, read again with each request: what a request may be begun of. */
  readonly begun: readonly Offer[]
  /** The editions behind the offers. */
  readonly editions: readonly Edition[]
  /** Those of them that have an offered variant, in the order of the offers. */
  readonly regulations: readonly Regulation[]
  /** The act whose authorities, people and clock are the sandbox's own. */
  readonly first: Regulation
  /** The channels that the portal's own pages serve, the main one first. */
  readonly channels: readonly string[]
}

/** Sorts out what may be offered here, and logs what is kept out and why. Throws a Fault where nothing is left. */
export function offeredHere({ regulations, settings, log }: Pick<Installation, 'regulations' | 'settings' | 'log'>): Offered {
  const undecided = keptOut(regulations.packages)
  for (const { regulation, findings } of undecided) {
    const codes = findings.map(({ code, subject }) => `${code} ${subject}`).join('; ')
    log.warn({ event: 'regulations', regulation, undecided: codes }, KEPT_OUT)
  }
  const decided = regulations.packages.filter(({ edition: { regulation } }) => undecided.every((each) => each.regulation !== regulation.id))
  const offers = offersOf(decided, settings.offers, regulations.tables)
  const editions = decided.flatMap(({ edition }) => (offers.some((offer) => offer.edition === edition.hash) ? [edition] : []))
  const offered = editions.flatMap(({ regulation }) => (isOffered(regulation) ? [regulation] : []))
  // The sandbox's people, authorities and clock are those of one act that is offered, not of one that is only transcribed: of the first
  // that needs an interested body too, because the sandbox has people of both.
  const first = offered.find((regulation) => interestedBodyOf(regulation) !== undefined) ?? offered[0]
  if (first === undefined)
    throw new Fault(
      `Expected at least one regulation to offer but ${regulations.broken.length > 0 ? 'every package is broken (see above)' : 'there is no package'}; ` +
        'npx ruqsat regulation check names what is wrong in each',
    )
  const channels = settings.channels.filter(({ door }) => door === 'web').map(({ channel }) => channel)
  for (const line of channelLines(offered, channels)) log.warn({ event: 'channels' }, line)
  const complaints = complaintOffers(regulations.complaints, offers, regulations.tables)
  const [live, begun] = [[...offers], [...offers, ...complaints]]
  const putOnOffer = (next: readonly Offer[]) => {
    live.splice(0, live.length, ...next)
    begun.splice(0, begun.length, ...next, ...complaints)
  }
  return { offers: live, all: offers, putOnOffer, complaints, begun, editions, regulations: offered, first, channels }
}

/** What of the channels here does not fit the packages, a line each: one that no act has, and one that an act holds out and nothing serves. */
export function channelLines(offered: readonly Regulation[], channels: readonly string[]): readonly string[] {
  const held = offered.flatMap((regulation) =>
    regulation.variants
      .filter((variant) => variant.offered)
      .flatMap(({ id: variant, views }) =>
        views
          .filter((view) => view.offered && isElectronic(view, regulation))
          .map(({ id: channel }) => ({ regulation: regulation.id, variant, channel })),
      ),
  )
  const unknown = channels.filter((id) => held.every(({ channel }) => channel !== id))
  const unserved = held.filter(({ channel }) => !channels.includes(channel))
  return [
    ...unknown.map((id) => `RUQSAT_CHANNELS opens the channel ${id}, which no offered act holds out`),
    ...unserved.map(
      (each) =>
        `${each.regulation} ${each.variant} holds out the channel ${each.channel}, which no door serves: RUQSAT_CHANNELS names none`,
    ),
  ]
}

export function interestedBodyOf(regulation: Regulation): Regulation['units'][number] | undefined {
  return regulation.units.find((unit) => unit.kind === 'outside' && unit.role === 'interestedBody')
}

const KEPT_OUT = 'a regulation is not offered: it has findings that nobody has decided; npx ruqsat regulation check names them'

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

/** Where an act is offered, so is the complaint about its requests, also about those of before the installation's own day. */
function complaintOffers(complaints: readonly LoadedPackage[], offers: readonly Offer[], tables: ClockTables): readonly Offer[] {
  const acts = new Set(offers.map(({ regulation }) => complaintIdOf(regulation)))
  return complaints.filter(({ edition }) => acts.has(edition.regulation.id)).map((each) => offerOf(each, null, tables))
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
