// A person books a time at a hall; with its code they take a ticket whose turn is by that time.
import { addDays, toInstant, toLocal } from '@ruqsat/clock'
import { instantFromMs, msFromInstant, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import type { Booking, BookableHall, HallBookings, NewBooking, Ticket } from '../contract.ts'
import { DAYS_AHEAD, MOST_BOOKINGS, placesAtOnce, SOONEST_MS, timesOf } from '../core/booking.ts'
import { RESULTS, resultsTakeMs } from '../core/services.ts'
import type { CentreParts, Hall } from '../deps.ts'
import { refuseCentre } from '../refusals.ts'
import * as rows from '../store/bookings.ts'
import texts from '../texts.yaml'

type Parts = Pick<CentreParts, 'deps' | 'services' | 'queue'>

/** What other rooms may do with the times of the halls. */
export function openBookings(centre: Parts): HallBookings {
  const { deps } = centre
  const { sql } = deps.database
  return {
    halls: async () => deps.office.halls.flatMap((hall) => bookable(centre, hall) ?? []),
    freeTimes: async (hallId, day) => {
      const hall = deps.office.halls.find(({ id }) => id === hallId)
      return hall === undefined ? [] : freeTimes(centre, hall, day)
    },
    book: (wanted) => book(centre, wanted),
    bookingsOf: async (person) => rows.bookingsOf(sql, deps.office.id, person, await startOfToday(centre)),
    cancel: (person, id) => rows.cancelBooking(sql, deps.office.id, person, id),
  }
}

/** Null for a hall without hours, and where nothing can be had. */
function bookable({ deps, services }: Parts, { id, name, address, hours }: Hall): BookableHall | null {
  if (hours === undefined || services.length === 0) return null
  const named = services.map(({ key, edition, variant }) => ({ key, service: edition.regulation.service, variant: variant.name }))
  const results = resultsTakeMs(services) === null ? [] : [{ key: RESULTS, service: texts.results.choice, variant: null }]
  return { id, name, address, zone: deps.office.zone, services: [...named, ...results] }
}

async function startOfToday({ deps }: Parts): Promise<Instant> {
  return toInstant(toLocal(await deps.legalClock.now(), deps.office.zone).date, '00:00', deps.office.zone)
}

/** From half an hour ahead to a fortnight, with a place left. */
async function freeTimes({ deps }: Parts, hall: Hall, day: LocalDate): Promise<readonly Instant[]> {
  const { legalClock, office, database } = deps
  const now = await legalClock.now()
  const today = toLocal(now, office.zone).date
  if (hall.hours === undefined || day < today || day > addDays(today, DAYS_AHEAD)) return []
  const soonest = instantFromMs(msFromInstant(now) + SOONEST_MS)
  const times = timesOf(hall.hours, day, office.zone).filter((at) => at >= soonest)
  if (times.length === 0) return []
  const taken = await rows.takenAt(database.sql, { authority: office.id, hall: hall.id, from: times[0]!, until: times.at(-1)! })
  return times.filter((at) => (taken.get(at) ?? 0) < placesAtOnce(hall.windows))
}

/** The same id twice is one booking. */
async function book(centre: Parts, wanted: NewBooking): Promise<Booking | Refusal> {
  const { deps } = centre
  const { office, database, legalClock } = deps
  const hall = office.halls.find(({ id }) => id === wanted.hall)
  const offered = hall && bookable(centre, hall)
  if (!hall || !offered) return refuseCentre('centre.no-hall', { field: 'hall' })
  if (offered.services.every(({ key }) => key !== wanted.service)) return refuseCentre('centre.no-service', { field: 'service' })
  const now = await legalClock.now()
  const free = await freeTimes(centre, hall, toLocal(wanted.at, office.zone).date)
  return database.sql.begin(async (tx) => {
    await rows.lockBookings(tx, office.id)
    const before = await rows.readBooking(tx, office.id, wanted.id)
    if (before !== null) return before.person === wanted.person ? before : refuseCentre('centre.time-taken', { field: 'at' })
    if (!free.includes(wanted.at)) return refuseCentre('centre.time-taken', { field: 'at' })
    if ((await rows.countBooked(tx, office.id, wanted.person, now)) >= MOST_BOOKINGS) return refuseCentre('centre.too-many-bookings')
    const code = String(crypto.getRandomValues(new Uint32Array(1))[0]! % 1_000_000).padStart(6, '0')
    const made = await rows.insertBooking(tx, office.id, { ...wanted, code, bookedAt: now }, placesAtOnce(hall.windows))
    return made ?? refuseCentre('centre.time-taken', { field: 'at' })
  }) as Promise<Booking | Refusal>
}

/** Who comes with a code of today takes their ticket; the booking names it, so that a second press is the same one. */
export async function takeBooked(centre: Parts, hall: Hall, typed: string): Promise<Ticket | Refusal> {
  const { deps, queue } = centre
  const { office, database, legalClock } = deps
  const now = await legalClock.now()
  const day = toLocal(now, office.zone).date
  const [from, until] = [toInstant(day, '00:00', office.zone), toInstant(addDays(day, 1), '00:00', office.zone)]
  const booking = /^\d{6}$/.test(typed)
    ? await rows.bookingByCode(database.sql, { authority: office.id, hall: hall.id, code: typed, from, until })
    : null
  if (booking === null) return refuseCentre('centre.no-booking', { field: 'code' })
  const { id, service, hasPriority, at: bookedFor } = booking
  const ticket = await queue.take({ authority: office.id, hall: hall.id, day, id, service, hasPriority, at: now, bookedFor })
  await rows.useBooking(database.sql, office.id, id)
  return ticket
}
