// The electronic queue of a hall, as other rooms may know it.
import type { ZoneRules } from '@ruqsat/clock'
import type { BIN, IIN, Instant, Language, LocalDate, LocalText, Name, Refusal } from '@ruqsat/foundation'

export type TicketStatus = 'waiting' | 'called' | 'done' | 'noShow'

/** A hall on one day: numbers of tickets begin again each morning. `authority` is the organisation whose hall it is. */
export type HallDay = { readonly authority: string; readonly hall: string; readonly day: LocalDate }

export type Ticket = HallDay & {
  readonly id: string
  /** On the paper and on the screen of the hall. */
  readonly number: number
  readonly service: string
  readonly hasPriority: boolean
  readonly status: TicketStatus
  readonly takenAt: Instant
  readonly calledAt: Instant | null
  /** How often it was called; the second time and later are recalls. */
  readonly calls: number
  readonly operator: string | null
  readonly window: number | null
  readonly endedAt: Instant | null
  /** The time that was booked; null for who came without one. */
  readonly bookedFor: Instant | null
}

export type NewTicket = HallDay & {
  /** Names the ticket: the same id sent twice is one ticket. */
  readonly id: string
  readonly service: string
  readonly hasPriority: boolean
  readonly at: Instant
  /** Left out for who came without a booked time. */
  readonly bookedFor?: Instant | null
}

/** An operator at a window. */
export type AtWindow = HallDay & { readonly operator: string; readonly window: number }

/** A window that is open today, and who is there. */
export type OpenWindow = AtWindow & { readonly openedAt: Instant }

/** Who works at the windows of an organisation. `id` is that of their account and of the operator on a ticket. */
export type HallOperator = {
  readonly id: string
  readonly authority: string
  readonly iin: IIN
  /** BIN of the organisation as the operator's certificate must state it; null where it is not known. */
  readonly bin: BIN | null
  readonly name: Name
  readonly position: LocalText
  readonly language: Language
  /** Since when they work here no more; their past acts keep their name. */
  readonly retiredAt: Instant | null
}

export type WaitsOfService = {
  readonly service: string
  readonly taken: number
  readonly called: number
  readonly longestWaitMs: number
  readonly meanWaitMs: number
  /** How many waited longer than the limit that was asked about. */
  readonly late: number
}

/** A time at a hall that a person of the portal booked. */
export type Booking = {
  readonly id: string
  readonly hall: string
  readonly service: string
  /** Account of the portal. */
  readonly person: string
  readonly at: Instant
  readonly hasPriority: boolean
  /** Six digits, which are typed at the kiosk. */
  readonly code: string
  readonly status: 'booked' | 'used' | 'cancelled'
  readonly bookedAt: Instant
}

/** `id` names the booking: the same twice is one. */
export type NewBooking = Pick<Booking, 'id' | 'hall' | 'service' | 'person' | 'at' | 'hasPriority'>

export type BookableHall = {
  readonly id: string
  readonly name: LocalText
  readonly address: LocalText
  readonly zone: ZoneRules
  /** What a ticket can be for; `variant` is null for what is no variant of a service. */
  readonly services: readonly { readonly key: string; readonly service: LocalText; readonly variant: LocalText | null }[]
}

/** Times of the halls, as the portal offers them to who is signed in. No time is given to more people than the hall has places for. */
export interface HallBookings {
  halls(): Promise<readonly BookableHall[]>
  /** Of this day, with a place left; none on a day that is too far, or on which the hall is closed. */
  freeTimes(hall: string, day: LocalDate): Promise<readonly Instant[]>
  /** Refused where the time is taken by now, and where this person has booked enough. */
  book(wanted: NewBooking): Promise<Booking | Refusal>
  /** From today on, the next first; without those that were cancelled or used. */
  bookingsOf(person: string): Promise<readonly Booking[]>
  /** False where this person has no such booking any more. */
  cancel(person: string, id: string): Promise<boolean>
}

/** The queue of halls. Two operators never get one ticket, and an operator holds one ticket at most. */
export interface HallQueue {
  take(wanted: NewTicket): Promise<Ticket>
  ticket(authority: string, id: string): Promise<Ticket | null>
  /** The ticket whose turn it is, or the one that the operator holds already; null where nobody waits, or where the window is another's by now. */
  callNext(at: AtWindow, now: Instant): Promise<Ticket | null>
  /** Calls the held ticket once more; null where the operator holds none. */
  recall(at: AtWindow, now: Instant): Promise<Ticket | null>
  /** Ends the held ticket if it is this one; null otherwise, and nothing is written. */
  end(at: AtWindow, ticketId: string, how: 'done' | 'noShow', now: Instant): Promise<Ticket | null>
  /** What the operator holds. */
  held(at: AtWindow): Promise<Ticket | null>
  /** For the screen: who is called where, the latest call first. */
  called(hall: HallDay): Promise<readonly Ticket[]>
  /** In the order in which they will be called. */
  waiting(hall: HallDay): Promise<readonly Ticket[]>
  /** Per service; `limitMs` comes from the act's table. A ticket that still waits counts with its wait until now. */
  waits(hall: HallDay, limitMs: number, now: Instant): Promise<readonly WaitsOfService[]>
  /** By number. */
  windows(hall: HallDay): Promise<readonly OpenWindow[]>
  /** The window at which this operator is on this day, in whatever hall. */
  windowOf(operator: Pick<AtWindow, 'authority' | 'operator' | 'day'>): Promise<OpenWindow | null>
  /**
   * The operator is at this window from now on and at no other. False, and nothing is changed, where they hold a ticket, or where somebody
   * else at this window does; who only left it open makes room.
   */
  openWindow(at: AtWindow, now: Instant): Promise<boolean>
  /** False, and nothing is changed, where the operator holds a ticket. */
  closeWindow(operator: AtWindow): Promise<boolean>
}
