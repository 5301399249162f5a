// One official does the work of another: who may do it for whom, and on which days. Pure.
import type { ActingOrder } from '@ruqsat/engine'
import { formatDate, inAll, type Facts, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import type { StaffRole } from '@ruqsat/law'
import type { Staff, StaffActor } from '../contract.ts'
import { refuseWorkstation } from '../refusals.ts'

export type Substitution = {
  readonly id: string
  readonly authority: string
  readonly absentId: string
  readonly substituteId: string
  readonly order: ActingOrder
  /** A member of staff, or the administrator by the command line. */
  readonly madeBy: string
  readonly madeAt: Instant
  /** Ended before its last day. */
  readonly ended: { readonly by: string; readonly at: Instant } | null
}

/** In what somebody acts: in their own post, or in that of a person whose work they do by an order. */
export type Capacity = { readonly post: Staff; readonly actor: StaffActor }

export function ownCapacity(staff: Staff): Capacity {
  const { id, role, authority, unit } = staff
  return { post: staff, actor: { kind: 'staff', id, role, authority, unit } }
}

export function actingCapacity(substitute: Staff, absent: Staff, order: ActingOrder): Capacity {
  const { id, role } = absent
  return { post: absent, actor: { ...ownCapacity(absent).actor, id: substitute.id, onBehalfOf: { id, role, order } } }
}

/** Whose work each role may do besides that of its own kind: an officer may act as head, and then decides on no draft of their own. */
const MAY_ACT_AS: Readonly<Record<StaffRole, readonly StaffRole[]>> = {
  clerk: ['clerk'],
  officer: ['officer', 'head'],
  head: ['head', 'officer'],
  interestedBody: ['interestedBody'],
  operator: ['operator'],
}

/** A leave and its extension fit; more is a new post, and a mistake in the year is found. */
export const MOST_DAYS = 366

export type WantedSubstitution = {
  readonly absent: Staff | null
  readonly substitute: Staff | null
  readonly order: ActingOrder
  readonly today: LocalDate
}

/** Everything that is wrong with the names and the days; what is kept already is compared by `clashOf`. */
export function substitutionFaults({ absent, substitute, order, today }: WantedSubstitution): readonly Refusal[] {
  return [...personFaults(absent, substitute), ...dayFaults(order, today)]
}

function personFaults(absent: Staff | null, substitute: Staff | null): readonly Refusal[] {
  if (absent === null) return [refuseWorkstation('workstation.absent-unknown', { field: 'absent' })]
  if (absent.retiredAt !== null)
    return [refuseWorkstation('workstation.absent-left', { field: 'absent', facts: { absent: { kind: 'official', id: absent.id } } })]
  if (substitute === null || substitute.retiredAt !== null || substitute.authority !== absent.authority)
    return [refuseWorkstation('workstation.substitute-unknown', { field: 'substitute' })]
  if (substitute.id === absent.id) return [refuseWorkstation('workstation.substitute-self', { field: 'substitute' })]
  const isOfBody = absent.role !== 'interestedBody' || substitute.unit === absent.unit
  return MAY_ACT_AS[substitute.role].includes(absent.role) && isOfBody
    ? []
    : [refuseWorkstation('workstation.substitute-role', { field: 'substitute' })]
}

function dayFaults({ from, until, date }: ActingOrder, today: LocalDate): readonly Refusal[] {
  return [
    ...(date > today ? [refuseWorkstation('workstation.order-date-ahead', { field: 'orderDate' })] : []),
    ...(from > until ? [refuseWorkstation('workstation.days-backwards', { field: 'until' })] : []),
    ...(from <= until && until < today ? [refuseWorkstation('workstation.days-past', { field: 'until' })] : []),
    ...(daysBetween(from, until) > MOST_DAYS
      ? [refuseWorkstation('workstation.days-too-many', { field: 'until', facts: { most: MOST_DAYS } })]
      : []),
  ]
}

function daysBetween(from: LocalDate, until: LocalDate): number {
  return (Date.parse(until) - Date.parse(from)) / 86_400_000 + 1
}

/**
 * What keeps the new one from being kept next to those that are: two substitutes of one person on one day, or a substitute who is absent
 * too. `kept` are those of either person that have not ended.
 */
export function clashOf(wanted: Pick<Substitution, 'absentId' | 'substituteId' | 'order'>, kept: readonly Substitution[]): Refusal | null {
  const same = kept.filter(({ order }) => order.from <= wanted.order.until && wanted.order.from <= order.until)
  const overlap = same.find(({ absentId }) => absentId === wanted.absentId)
  if (overlap !== undefined) return refuseWorkstation('workstation.substitution-overlaps', { field: 'from', facts: factsOf(overlap) })
  const chain = same.find(({ absentId, substituteId }) => absentId === wanted.substituteId || substituteId === wanted.absentId)
  if (chain === undefined) return null
  return chain.absentId === wanted.substituteId
    ? refuseWorkstation('workstation.substitute-absent', { field: 'substitute', facts: factsOf(chain) })
    : refuseWorkstation('workstation.absent-acts', { field: 'absent', facts: factsOf(chain) })
}

/** For sentences: who acts for whom, on which days, by which order. */
export function factsOf({ absentId, substituteId, order }: Pick<Substitution, 'absentId' | 'substituteId' | 'order'>): Facts {
  const day = (date: LocalDate) => inAll((language) => formatDate(date, language))
  return {
    absent: { kind: 'official', id: absentId },
    substitute: { kind: 'official', id: substituteId },
    number: { kind: 'typed', text: order.number },
    from: day(order.from),
    until: day(order.until),
  }
}

export function isOn(day: LocalDate, { order, ended }: Pick<Substitution, 'order' | 'ended'>): boolean {
  return ended === null && order.from <= day && day <= order.until
}
