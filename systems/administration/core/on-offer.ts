import type { Instant } from '@ruqsat/foundation'
import type { Offer } from '@ruqsat/law'

/** That an administrator closed or opened the services of an act, from this instant of legal time on. */
export type ServiceSwitch = { readonly regulation: string; readonly isOpen: boolean; readonly at: Instant }

/**
 * What is on offer after everything that was switched, in the order of the offers: an offer is cut at the instants at which its act was closed and
 * opened. What was on offer at an earlier instant stays so.
 */
export function offersAfter(offers: readonly Offer[], switches: readonly ServiceSwitch[]): readonly Offer[] {
  return offers.flatMap((offer) =>
    openTimes(switches.filter(({ regulation }) => regulation === offer.regulation)).flatMap(({ from, to }) => {
      const piece = { ...offer, from: later(offer.from, from), to: earlier(offer.to, to) }
      return piece.from !== null && piece.to !== null && piece.from >= piece.to ? [] : [piece]
    }),
  )
}

/** Whether an act is open after these. */
export function isOpen(switches: readonly ServiceSwitch[], id: string): boolean {
  return switches.findLast(({ regulation }) => regulation === id)?.isOpen ?? true
}

type Span = { readonly from: Instant | null; readonly to: Instant | null }

function openTimes(switches: readonly ServiceSwitch[]): readonly Span[] {
  const spans: Span[] = []
  let from: Instant | null = null
  let open = true
  for (const { isOpen: opens, at } of switches) {
    if (open && !opens) spans.push({ from, to: at })
    if (!open && opens) from = at
    open = opens
  }
  return open ? [...spans, { from, to: null }] : spans
}

const later = (one: Instant | null, other: Instant | null) => (one === null || (other !== null && other > one) ? other : one)
const earlier = (one: Instant | null, other: Instant | null) => (one === null || (other !== null && other < one) ? other : one)
