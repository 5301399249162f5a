// The directory as an administrator keeps it: each change is refused, or made together with its row of the history.
import { randomUUID } from 'node:crypto'
import { Fault, formatDate, inAll, isRefusal, isUuid, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { AnySql } from '@ruqsat/database'
import { authorityName, todayOf } from '../cases/authority.ts'
import type {
  Absence,
  Appointment,
  ChangedBy,
  OfficePost,
  Staff,
  StaffCard,
  StaffChangeFacts,
  StaffChangeKind,
  StaffOffice,
} from '../contract.ts'
import { ACCOUNTS_SCHEMA, type WorkstationParts } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import { absencesAround, absencesOf, absentOn, endAbsence, insertAbsence, insertChange, listChanges } from '../store/changes.ts'
import { holdHeads, setPost, setSigns, staffById, staffPage } from '../store/staff.ts'
import { appointmentsOf } from '../store/appointments.ts'
import { endNaming, nameAhead, staffOnDay } from './appointments.ts'
import { retireStaff } from './leave.ts'
import { aboutThem, postFault } from './post-fault.ts'
import { registerStaff } from './register.ts'
import { MOST_DAYS } from './substitution.ts'

/** As many lines as a person reads of one official; the history of all has pages. */
const SHOWN_OF_ONE = 50

export function openOffice(work: WorkstationParts): StaffOffice {
  const { deps, accounts, technicalClock } = work
  const { sql } = deps.database
  const posts = postsOf(work)
  const postAt = (authority: string, unit: string) => posts.find((post) => post.authority === authority && post.unit === unit)
  return {
    posts,
    async people(asked) {
      const [people, away] = await Promise.all([
        staffPage(sql, asked),
        absentOn(sql, asked.authority, await todayOf(deps, { authority: asked.authority })),
      ])
      return people.map((each) => ({ ...each, awayUntil: away.get(each.id) ?? null }))
    },
    person: (id) => cardOf(work, id),
    async add({ authority, unit }, official, by) {
      const post = postAt(authority, unit)
      if (post === undefined) return refuseWorkstation('workstation.post-unknown', { field: 'unit' })
      const { position, role } = post
      return registerStaff(work, { ...official, authority, unit, position, role }, { by, at: await deps.legalClock.now() })
    },
    move: (id, unit, by) =>
      changing(work, id, by, async (tx, staff) => {
        const post = postAt(staff.authority, unit)
        if (post === undefined || (unit === staff.unit && post.role === staff.role))
          return refuseWorkstation('workstation.post-unknown', { field: 'unit' })
        const fault = await postFault(deps, tx, staff, { role: post.role, signs: staff.signs ?? true })
        if (fault !== null) return fault
        const moved = { ...staff, unit, role: post.role, position: post.position }
        await setPost(tx, moved)
        return { kind: 'moved', facts: { post: { role: moved.role, unit, position: moved.position } }, staff: moved }
      }),
    async appoint(id, wish, by) {
      let named: Appointment | null = null
      const done = await changing(work, id, by, async (tx, staff, today) => {
        const made = await nameAhead(work, tx, {
          staff,
          wish,
          post: postAt(staff.authority, wish.unit),
          by,
          today,
          at: await deps.legalClock.now(tx),
        })
        if (isRefusal(made)) return made
        named = made
        return { kind: 'named', facts: factsOf(made), staff }
      })
      return isRefusal(done) ? done : named!
    },
    endAppointment: (id, appointmentId, by) =>
      changing(work, id, by, async (tx, staff) => {
        const ended = await endNaming(work, tx, staff, appointmentId, await deps.legalClock.now(tx))
        if (isRefusal(ended)) return ended
        const { former } = ended
        if (ended.begunAt === null || former === null) return { kind: 'notNamed', facts: factsOf(ended), staff }
        const { role, unit, position, signs } = former
        return { kind: 'moved', facts: { post: { role, unit, position }, signs }, staff: { ...staff, ...former } }
      }),
    onDay: (authority, day) => staffOnDay(work, authority, day),
    setContacts: (id, contacts, by) =>
      changing(work, id, by, async (tx, staff) => {
        const changed = await accounts.update(id, contacts, tx)
        if (isRefusal(changed)) return changed
        return { kind: 'contacts', facts: {}, staff }
      }),
    setSigning: (id, signs, by) =>
      changing(work, id, by, async (tx, staff) => {
        if ((staff.signs ?? true) === signs) return refuseWorkstation('workstation.signing-as-it-is')
        const fault = await postFault(deps, tx, staff, { role: staff.role, signs })
        if (fault !== null) return fault
        await setSigns(tx, staff, signs)
        return { kind: signs ? 'signs' : 'signsNot', facts: {}, staff: { ...staff, signs } }
      }),
    async recordAbsence(id, { why, from, until }, by) {
      const absence: Absence = { id: randomUUID(), staffId: id, why, from, until, endedAt: null }
      const done = await changing(work, id, by, async (tx, staff, today) => {
        const fault = daysFault(from, until, today)
        if (fault !== null) return fault
        const [other] = await absencesAround(tx, staff.authority, id, from, until)
        if (other !== undefined)
          return refuseWorkstation('workstation.absence-overlaps', {
            field: 'from',
            facts: { from: dayOf(other.from), until: dayOf(other.until) },
          })
        await insertAbsence(tx, staff.authority, absence)
        return { kind: 'absent', facts: { from, until, absence: why }, staff }
      })
      return isRefusal(done) ? done : absence
    },
    async endAbsence(id, absenceId, by) {
      let ended: Absence | null = null
      const done = await changing(work, id, by, async (tx, staff, today) => {
        const isKnown = isUuid(absenceId)
        ended = isKnown ? await endAbsence(tx, staff.authority, absenceId, today, await deps.legalClock.now()) : null
        if (ended === null || ended.staffId !== id) return refuseWorkstation('workstation.absence-over')
        return { kind: 'present', facts: { from: ended.from, until: ended.until, absence: ended.why }, staff }
      })
      return isRefusal(done) ? done : ended!
    },
    leave: (id, by) => retireStaff({ ...deps, technicalClock, accounts }, id, by),
    changes: (asked) => listChanges(sql, asked),
  }
}

/** Every desk that the acts of this installation know, of each authority once. */
function postsOf({ deps }: WorkstationParts): readonly OfficePost[] {
  const all = deps.regulations.editions.flatMap(({ regulation }) =>
    regulation.units.flatMap(({ id: unit, kind, role, name }): OfficePost[] => {
      if (role === null) return []
      const authority = kind === 'outside' ? unit : regulation.authority.id
      return [{ authority, authorityName: authorityName(deps, authority), unit, position: name, role }]
    }),
  )
  return [...new Map(all.map((post) => [`${post.authority} ${post.unit}`, post])).values()]
}

async function cardOf({ deps, accounts }: WorkstationParts, id: string): Promise<StaffCard | null> {
  const { sql } = deps.database
  const staff = await staffById(sql, id)
  if (staff === null) return null
  const today = await todayOf(deps, staff)
  const [account, away, absences, appointments, changes, open] = await Promise.all([
    accounts.find(id),
    absentOn(sql, staff.authority, today),
    absencesOf(sql, staff.authority, id, SHOWN_OF_ONE),
    appointmentsOf(sql, staff.authority, id, SHOWN_OF_ONE),
    listChanges(sql, { staffId: id, after: null, limit: SHOWN_OF_ONE }),
    deps.openTasks?.(staff) ?? [],
  ])
  if (account === null) throw new Fault(`Expected an account for the official ${id} but there is none in ${ACCOUNTS_SCHEMA}`)
  const { login, email, phone } = account
  return { staff, login, email, phone, awayUntil: away.get(id) ?? null, absences, appointments, changes, open }
}

function factsOf({ role, unit, position, signs, from, until }: Appointment): StaffChangeFacts {
  return { post: { role, unit, position }, signs, from, ...(until !== null && { until }) }
}

type Made = { readonly kind: StaffChangeKind; readonly facts: StaffChangeFacts; readonly staff: Staff }

/** The row of the person is held until both are written. */
async function changing(
  { deps }: WorkstationParts,
  id: string,
  { why, ...by }: ChangedBy,
  change: (tx: AnySql, staff: Staff, today: LocalDate) => Promise<Made | Refusal>,
): Promise<Staff | Refusal> {
  const { sql } = deps.database
  const known = await staffById(sql, id)
  if (known === null) return refuseWorkstation('workstation.leaver-unknown')
  const [today, at] = await Promise.all([todayOf(deps, known), deps.legalClock.now()])
  return sql.begin(async (tx) => {
    // The heads are held together with the person, in one order: of two who change both at once neither waits for the other for ever.
    await holdHeads(tx, known)
    const staff = await staffById(tx, id)
    if (staff === null || staff.retiredAt !== null) return refuseWorkstation('workstation.left-already', aboutThem(known))
    const made = await change(tx, staff, today)
    if (isRefusal(made)) return made
    await insertChange(tx, { authority: staff.authority, staffId: id, kind: made.kind, facts: made.facts, why, by, at })
    return made.staff
  }) as Promise<Staff | Refusal>
}

function daysFault(from: LocalDate, until: LocalDate, today: LocalDate): Refusal | null {
  if (from > until) return refuseWorkstation('workstation.days-backwards', { field: 'until' })
  if (until < today) return refuseWorkstation('workstation.days-past', { field: 'until' })
  const days = (Date.parse(until) - Date.parse(from)) / 86_400_000 + 1
  return days > MOST_DAYS ? refuseWorkstation('workstation.days-too-many', { field: 'until', facts: { most: MOST_DAYS } }) : null
}

const dayOf = (day: LocalDate): LocalText => inAll((language) => formatDate(day, language))
