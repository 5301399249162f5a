// What an installation of tests offers: changed by hand, as an administrator does.
import type { Instant } from '@ruqsat/foundation'
import { offerAt, offeredEdition, type ClosedPart, type Edition, type Offer } from '@ruqsat/law'
import type { DraftDeps } from './model.ts'

const always = ({ regulation, hash }: Edition): Offer => ({ regulation: regulation.id, edition: hash, from: null, to: null })

export function offersDouble(first: Edition, now: () => Promise<Instant>) {
  const editions = new Map([[first.hash, first]])
  let offers: readonly Offer[] = [always(first)]
  const deps: Pick<DraftDeps, 'offered' | 'edition'> = {
    async offered(id, asked) {
      const at = asked ?? (await now())
      const offer = offerAt(offers, id, at)
      const edition = editions.get(offer?.edition ?? '')
      return offer === null || edition === undefined ? null : offeredEdition(edition, offer, at)
    },
    edition: (hash) => editions.get(hash) ?? null,
  }
  return {
    deps,
    offer(next: Edition | null) {
      offers = next === null ? [] : [always(next)]
      if (next !== null) editions.set(next.hash, next)
    },
    closePart(part: ClosedPart) {
      offers = offers.map((offer) => ({ ...offer, closed: [...(offer.closed ?? []), part] }))
    },
    follow(next: Edition, from: Instant) {
      offers = [...offers.map((offer) => ({ ...offer, to: from })), { ...always(next), from }]
      editions.set(next.hash, next)
      return offers
    },
  }
}
