// What a person may do for a firm, read from what was said about them: by the register of firms (who is head) and by the head (who was given
// what, from when, until when). Pure: the same events and the same day give the same answer.
import type { IIN, Instant, LocalDate } from '@ruqsat/foundation'

/**
 * `draft`: begin, fill in, pay, give up. `sign`: sign and send, where the person's certificate states that they may sign for the firm too.
 * `seeAll`: what colleagues began as well as one's own. `receive`: take results and papers away.
 */
export const FIRM_RIGHTS = ['draft', 'sign', 'seeAll', 'receive'] as const
export type FirmRight = (typeof FIRM_RIGHTS)[number]
export type FirmRights = Readonly<Record<FirmRight, boolean>>

/** What was given, to whom, for which days; `until` counts, and is null where no end was named. */
export type Giving = {
  readonly id: string
  readonly rights: FirmRights
  readonly from: LocalDate
  readonly until: LocalDate | null
  readonly organisation: string
}

type Said = {
  readonly sequence: number
  readonly aboutIin: IIN
  readonly byIin: IIN | null
  readonly byName: string | null
  readonly at: Instant
}
export type FirmEvent = Said &
  (
    | { readonly kind: 'headNamed' | 'headLeft'; readonly name: string }
    | { readonly kind: 'given'; readonly giving: Giving }
    | { readonly kind: 'accepted'; readonly givingId: string; readonly name: string }
    | { readonly kind: 'declined' | 'givenUp'; readonly givingId: string }
    /** `givingId` is null for who acts by a certificate alone. */
    | { readonly kind: 'takenBack'; readonly givingId: string | null }
  )

/** Why somebody who could act for the firm no longer can. */
export type RightsEnd = 'takenBack' | 'givenUp' | 'headLeft' | 'termOver' | 'notYet'

/** `certificate`: the head has said nothing, so that the person's certificate decides. */
export type RightsHeld =
  | { readonly kind: 'certificate' }
  | { readonly kind: 'head' }
  | { readonly kind: 'held'; readonly giving: Giving; readonly name: string }
  | { readonly kind: 'ended'; readonly why: RightsEnd; readonly giving: Giving | null }

export type RightsOfPerson = {
  readonly now: RightsHeld
  /** Given and not answered yet; what held before holds until then. */
  readonly invited: Giving | null
}

export const ALL_RIGHTS: FirmRights = { draft: true, sign: true, seeAll: true, receive: true }

/** A day begins and ends at another instant in each zone of the country: which day it is now where it is earliest, and where it is latest. */
export type FirmDays = { readonly first: LocalDate; readonly last: LocalDate }

/** Of the events about one person in one firm, oldest first, now. */
export function rightsFrom(events: readonly FirmEvent[], today: FirmDays): RightsOfPerson {
  let now: RightsHeld = { kind: 'certificate' }
  let invited: Giving | null = null
  for (const event of events) {
    const isOfInvited = 'givingId' in event && invited !== null && event.givingId === invited.id
    if (event.kind === 'given') invited = event.giving
    else if (event.kind === 'headNamed') now = { kind: 'head' }
    else if (event.kind === 'headLeft') now = { kind: 'ended', why: 'headLeft', giving: null }
    else if (event.kind === 'accepted' && isOfInvited) now = { kind: 'held', giving: invited!, name: event.name }
    else if (!isOfInvited && event.kind === 'takenBack') now = { kind: 'ended', why: 'takenBack', giving: heldIn(now) }
    else if (!isOfInvited && event.kind === 'givenUp') now = { kind: 'ended', why: 'givenUp', giving: heldIn(now) }
    if (isOfInvited) invited = null
  }
  return { now: onDay(now, today), invited: invited !== null && isOver(invited, today) ? null : invited }
}

function onDay(held: RightsHeld, today: FirmDays): RightsHeld {
  if (held.kind !== 'held') return held
  if (isOver(held.giving, today)) return { kind: 'ended', why: 'termOver', giving: held.giving }
  return held.giving.from > today.first ? { kind: 'ended', why: 'notYet', giving: held.giving } : held
}

const heldIn = (held: RightsHeld): Giving | null => (held.kind === 'held' ? held.giving : null)
/** Begun once it has begun everywhere, over once it is over anywhere: nobody holds a right an hour longer than its head meant. */
const isOver = ({ until }: Giving, today: FirmDays): boolean => until !== null && until < today.last
