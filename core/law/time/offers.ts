import type { Instant } from '@ruqsat/foundation'
import type { Offer } from '../package/model.ts'

/** Offers that hold at this instant, in their order. */
export function offersAt(offers: readonly Offer[], at: Instant): readonly Offer[] {
  return offers.filter(({ from, to }) => (from === null || from <= at) && (to === null || at < to))
}

/** The edition of an act that was or is on offer at this instant; null where none is. */
export function offerAt(offers: readonly Offer[], regulation: string, at: Instant): Offer | null {
  return offersAt(offers, at).find((offer) => offer.regulation === regulation) ?? null
}
