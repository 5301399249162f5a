import type { Instant } from '@ruqsat/foundation'
import type { ClosedPart, Edition, Offer } from '../package/model.ts'

/** Offers that hold at this instant, in their order. */
export function offersAt(offers: readonly Offer[], at: Instant): readonly Offer[] {
  return offers.filter(({ from, to }) => (from === null || from <= at) && (to === null || at < to))
}

/** The edition of an act that was or is on offer at this instant; null where none is. */
export function offerAt(offers: readonly Offer[], regulation: string, at: Instant): Offer | null {
  return offersAt(offers, at).find((offer) => offer.regulation === regulation) ?? null
}

/** The closing of this variant, or of this channel of it, that holds at this instant; null where it is open. */
export function closingAt({ closed = [] }: Offer, part: Pick<ClosedPart, 'variant' | 'view'>, at: Instant): ClosedPart | null {
  const holds = closed.filter(({ from, to }) => from <= at && (to === null || at < to))
  return holds.find(({ variant, view }) => variant === part.variant && (view === null || view === part.view)) ?? null
}

/** The edition as it is offered at this instant: what is closed of it is not `offered`. Its hash stays that of the whole; nothing of this is pinned. */
export function offeredEdition(edition: Edition, offer: Offer, at: Instant): Edition {
  if ((offer.closed ?? []).length === 0) return edition
  const { regulation, hash } = edition
  const variants = regulation.variants.map((variant) => {
    const isOpen = closingAt(offer, { variant: variant.id, view: null }, at) === null
    const views = variant.views.map((view) => {
      const stays = closingAt(offer, { variant: variant.id, view: view.id }, at) === null
      return stays ? view : { ...view, offered: false }
    })
    return { ...variant, offered: variant.offered && isOpen, views }
  })
  return { hash, regulation: { ...regulation, variants } }
}
