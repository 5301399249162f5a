// Posts for days to come: an administrator names a person, and the change happens by itself with the first instant of the day, by their own wall clock.
import { randomUUID } from 'node:crypto'
import { addDays, toInstant, type ZoneRules } from '@ruqsat/clock'
import type { AnySql } from '@ruqsat/database'
import { isUuid, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { todayOf, zoneOfStaff } from '../cases/authority.ts'
import type { Appointment, AppointmentWish, ChangedBy, OfficePost, Staff, StaffOnDay, HeldPost } from '../contract.ts'
import type { WorkstationParts } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import {
  appointmentsAhead,
  appointmentsAround,
  beginAppointment,
  blockAppointment,
  dueAppointments,
  endAppointment,
  hasBegunAnother,
  holdAppointment,
  insertAppointment,
  postChanges,
  type DueAppointment,
} from '../store/appointments.ts'
import { insertChange } from '../store/changes.ts'
import { holdHeads, setPost, setSigns, staffById, staffOfAuthorityEver } from '../store/staff.ts'
import { postFault } from './post-fault.ts'

const MIDNIGHT = '00:00'
/** Named further ahead than any order is. */
const MOST_DAYS_AHEAD = 731
const AT_ONCE = 50

type Parts = Pick<WorkstationParts, 'deps'>

/** Names them for the days from `from`; nothing changes before. Runs in the caller's transaction, which holds the person. */
export async function nameAhead(
  work: Parts,
  tx: AnySql,
  {
    staff,
    wish,
    post,
    by,
    today,
    at,
  }: {
    readonly staff: Staff
    readonly wish: AppointmentWish
    readonly post: OfficePost | undefined
    readonly by: ChangedBy
    readonly today: LocalDate
    readonly at: Instant
  },
): Promise<Appointment | Refusal> {
  const { from, until, signs } = wish
  if (post === undefined) return refuseWorkstation('workstation.post-unknown', { field: 'unit' })
  if (from <= today) return refuseWorkstation('workstation.appointment-not-ahead', { field: 'from' })
  if (from > addDays(today, MOST_DAYS_AHEAD)) return refuseWorkstation('workstation.appointment-too-far', { field: 'from' })
  if (until !== null && until < from) return refuseWorkstation('workstation.days-backwards', { field: 'until' })
  if ((await appointmentsAround(tx, staff, wish)).length > 0)
    return refuseWorkstation('workstation.appointment-overlaps', { field: 'from' })
  const { role, unit, position } = post
  const { why, ...who } = by
  const named = { id: randomUUID(), staffId: staff.id, role, unit, position, signs, from, until, why, by: who }
  const zone = zoneOfStaff(work.deps, staff)
  const endsAt = until === null ? null : beginOf(addDays(until, 1), zone)
  await insertAppointment(tx, { ...named, authority: staff.authority, beginsAt: beginOf(from, zone), endsAt, madeAt: at })
  return { ...named, former: null, begunAt: null, overAt: null, blocked: null }
}

const beginOf = (day: LocalDate, zone: ZoneRules): Instant => toInstant(day, MIDNIGHT, zone)

/** Before it has begun it is as if it had not been; what has begun ends at once. Runs in the caller's transaction, which holds the person. */
export async function endNaming(work: Parts, tx: AnySql, staff: Staff, id: string, at: Instant): Promise<DueAppointment | Refusal> {
  const held = isUuid(id)
    ? ((await holdAppointment(tx, { authority: staff.authority, id }, false)) ??
      (await holdAppointment(tx, { authority: staff.authority, id }, true)))
    : null
  if (held === null || held.staffId !== staff.id) return refuseWorkstation('workstation.appointment-over')
  const to = held.begunAt === null ? null : backTo(staff, held)
  const fault = to === null ? null : await take(work, tx, staff, to)
  if (fault !== null) return fault
  await endAppointment(tx, held, at)
  return { ...held, former: to }
}

/** Begins and ends what is due, each in a transaction of its own. What cannot be yet says why, and is tried again. */
export async function appointmentsDue(work: Parts): Promise<void> {
  const { database, legalClock } = work.deps
  const now = await legalClock.now()
  for (const due of await dueAppointments(database.sql, now, AT_ONCE)) await turn(work, due, now)
}

async function turn(work: Parts, { authority, id, staffId, begunAt }: DueAppointment, now: Instant): Promise<void> {
  await work.deps.database.sql.begin(async (tx) => {
    await holdHeads(tx, { authority, id: staffId })
    const [due, staff] = [await holdAppointment(tx, { authority, id }, begunAt !== null), await staffById(tx, staffId)]
    if (due === null || staff === null) return
    // Who has left takes up no post, and gives none back.
    if (staff.retiredAt !== null) return endAppointment(tx, due, now)
    // What could not begin while its days lasted never begins; and nothing begins before what they were named for until then is over, or the
    // post of those days would be theirs again afterwards, for ever.
    if (begunAt === null && due.blocked !== null && due.endsAt !== null && due.endsAt <= now) return endAppointment(tx, due, now)
    if (begunAt === null && (await hasBegunAnother(tx, due))) return
    const to: HeldPost | null = begunAt === null ? due : backTo(staff, due)
    const fault = to === null ? null : await take(work, tx, staff, to)
    if (fault !== null) return blockAppointment(tx, due, fault)
    // What waited for something happened when it happened; all else when it was due, however late this process woke.
    const at = due.blocked === null ? ((begunAt === null ? due.beginsAt : due.endsAt) ?? now) : now
    if (begunAt === null) await beginAppointment(tx, due, postOf(staff), at)
    else await endAppointment(tx, due, at)
    if (to === null) return
    const { role, unit, position, signs } = to
    await insertChange(tx, {
      authority,
      staffId,
      kind: 'moved',
      facts: { post: { role, unit, position }, signs },
      why: due.why,
      by: due.by,
      at,
    })
  })
}

/** The post that they had before; but what an administrator has changed meanwhile, the post or the right to sign, stays as it was changed. */
function backTo(staff: Staff, { role, unit, signs, former }: Appointment): HeldPost | null {
  if (former === null) return null
  const now = postOf(staff)
  const post = now.role === role && now.unit === unit ? former : now
  return { role: post.role, unit: post.unit, position: post.position, signs: now.signs === signs ? former.signs : now.signs }
}

const postOf = ({ role, unit, position, signs }: Staff): HeldPost => ({ role, unit, position, signs: signs ?? true })

/** The post becomes theirs, or why it cannot: the last head stays, and open work belongs to the post that it is of. */
async function take({ deps }: Parts, tx: AnySql, staff: Staff, { role, unit, position, signs }: HeldPost): Promise<Refusal | null> {
  const fault = await postFault(deps, tx, staff, { role, signs })
  if (fault !== null) return fault
  await setPost(tx, { ...staff, role, unit, position })
  await setSigns(tx, staff, signs)
  return null
}

/** Who has which post at the end of that day: by what was done until then, and of days to come by what is named. */
export async function staffOnDay(work: Parts, authority: string, day: LocalDate): Promise<readonly StaffOnDay[]> {
  const { sql } = work.deps.database
  const zone = zoneOfStaff(work.deps, { authority })
  const today = await todayOf(work.deps, { authority })
  const [people, changes, ahead] = await Promise.all([
    staffOfAuthorityEver(sql, authority),
    postChanges(sql, authority),
    appointmentsAhead(sql, authority),
  ])
  const end = beginOf(addDays(day, 1), zone)
  return people.flatMap((person): StaffOnDay[] => {
    const own = changes.filter(({ staffId }) => staffId === person.id)
    const until = own.filter(({ at }) => at < end)
    const named = ahead.filter(({ staffId, from, until: last }) => staffId === person.id && from <= day && (last === null || day <= last))
    if (until.some(({ kind }) => kind === 'left') || (until.length === 0 && own.some(({ kind }) => kind === 'added'))) return []
    if (day >= today && person.retiredAt !== null) return []
    const post = day >= today ? postAhead(person, ahead, named.at(-1), day) : postThen(person, until, own)
    return [{ id: person.id, name: person.name, ...post, isNamed: named.some(({ begunAt }) => begunAt === null) }]
  })
}

/** The post of now, but for what is named to begin or to be over by that day. */
function postAhead(person: Staff, ahead: readonly Appointment[], named: Appointment | undefined, day: LocalDate): HeldPost {
  if (named !== undefined) return named
  const over = ahead.find(({ staffId, begunAt, until }) => staffId === person.id && begunAt !== null && until !== null && until < day)
  return (over && backTo(person, over)) ?? postOf(person)
}

type PostChange = Awaited<ReturnType<typeof postChanges>>[number]

/** Of somebody from before the history the first that is known. */
function postThen(person: Staff, until: readonly PostChange[], all: readonly PostChange[]): HeldPost {
  const post =
    until.findLast(({ facts }) => facts.post !== undefined)?.facts.post ?? all.find(({ facts }) => facts.post !== undefined)?.facts.post
  const signing = until.findLast(({ kind, facts }) => kind === 'signs' || kind === 'signsNot' || facts.signs !== undefined)
  const signs = signing === undefined ? true : (signing.facts.signs ?? signing.kind === 'signs')
  return { ...(post ?? postOf(person)), signs }
}
