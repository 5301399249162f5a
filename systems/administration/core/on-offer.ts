// What is on offer follows from what administrators decided: of an act, of one of its variants, or of one channel of a variant.
import type { Instant } from '@ruqsat/foundation'
import type { ClosedPart, Offer } from '@ruqsat/law'

/** The whole act where both are null, a variant in every channel where `view` is. */
export type ServicePart = { readonly variant: string | null; readonly view: string | null }

export const WHOLE: ServicePart = { variant: null, view: null }

/** That an administrator closed or opened a part of an act, from this instant of legal time on; it may be one that is still to come. */
export type ServiceSwitch = ServicePart & { readonly regulation: string; readonly isOpen: boolean; readonly from: Instant }

/**
 * What is on offer after everything that was decided, in the order of decision: an offer is cut where its act was closed and opened, and names
 * the variants and channels that are closed in it. What was on offer at an earlier instant stays so.
 */
export function offersAfter(offers: readonly Offer[], switches: readonly ServiceSwitch[]): readonly Offer[] {
  return offers.flatMap((offer) => {
    const own = switches.filter(({ regulation }) => regulation === offer.regulation)
    const closed = closedParts(own)
    return openTimes(decidedOf(own, WHOLE)).flatMap(({ from, to }) => {
      const piece = { ...offer, from: later(offer.from, from), to: earlier(offer.to, to), ...(closed.length > 0 && { closed }) }
      return piece.from !== null && piece.to !== null && piece.from >= piece.to ? [] : [piece]
    })
  })
}

/**
 * What was decided of one part, by the instant from which it holds. A later decision replaces those that were to hold from its own beginning on:
 * who closes today what was to open next month has decided again.
 */
export function decidedOf(switches: readonly ServiceSwitch[], part: ServicePart): readonly ServiceSwitch[] {
  const own = switches.filter(({ variant, view }) => variant === part.variant && view === part.view)
  return own.reduce<readonly ServiceSwitch[]>((kept, next) => [...kept.filter(({ from }) => from < next.from), next], [])
}

export type PartState = {
  readonly isOpen: boolean
  /** Since when it is so; null where nobody ever decided anything. */
  readonly since: Instant | null
  /** What was decided and holds later. */
  readonly next: ServiceSwitch | null
}

/** How one part is at this instant, by what was decided of itself: where its whole is closed nobody can apply either. */
export function stateOf(switches: readonly ServiceSwitch[], part: ServicePart, at: Instant): PartState {
  const decided = decidedOf(switches, part)
  const last = decided.findLast(({ from }) => from <= at)
  const isOpen = last?.isOpen ?? true
  return { isOpen, since: last?.from ?? null, next: decided.find((each) => each.from > at && each.isOpen !== isOpen) ?? null }
}

function closedParts(switches: readonly ServiceSwitch[]): readonly ClosedPart[] {
  const parts = switches.flatMap(({ variant, view }) => (variant === null ? [] : [{ variant, view }]))
  const once = [...new Map(parts.map((part) => [`${part.variant}/${part.view ?? ''}`, part])).values()]
  return once.flatMap((part) => closedTimes(decidedOf(switches, part)).map((time) => ({ ...part, ...time })))
}

type Span = { readonly from: Instant | null; readonly to: Instant | null }

function openTimes(decided: readonly ServiceSwitch[]): readonly Span[] {
  const closed = closedTimes(decided)
  const beginnings = [null, ...closed.map(({ to }) => to)]
  return beginnings.flatMap((from, place) => (place > 0 && from === null ? [] : [{ from, to: closed[place]?.from ?? null }]))
}

function closedTimes(decided: readonly ServiceSwitch[]): readonly { readonly from: Instant; readonly to: Instant | null }[] {
  return decided.flatMap(({ isOpen, from }, place) => {
    if (isOpen || decided[place - 1]?.isOpen === false) return []
    return [{ from, to: decided.slice(place + 1).find((each) => each.isOpen)?.from ?? null }]
  })
}

const later = (one: Instant | null, other: Instant | null) => (one === null || (other !== null && other > one) ? other : one)
const earlier = (one: Instant | null, other: Instant | null) => (one === null || (other !== null && other < one) ? other : one)
