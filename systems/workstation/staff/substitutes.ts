// Who acts for whom: kept in the directory, asked with each request and again by the host before each act.
import { randomUUID } from 'node:crypto'
import { toLocal, type ZoneRules } from '@ruqsat/clock'
import type { Database } from '@ruqsat/database'
import type { ActingOrder } from '@ruqsat/engine'
import { isRefusal, parsePrintable, tidyLine, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import type { Staff, StaffActor } from '../contract.ts'
import { refuseWorkstation } from '../refusals.ts'
import { staffById, staffByIds } from '../store/staff.ts'
import { endSubstitution, holdSubstitutions, insertSubstitution, substitutionById, substitutionsBy } from '../store/substitutions.ts'
import { actingCapacity, clashOf, isOn, ownCapacity, substitutionFaults, type Capacity, type Substitution } from './substitution.ts'

export type NewSubstitution = {
  readonly absentId: string
  readonly substituteId: string
  readonly order: ActingOrder
  /** A member of staff, or the administrator. */
  readonly by: string
}

export const LONGEST_ORDER_NUMBER = 40

/** Names a substitute, or says everything that is in the way. `at` is legal time. */
export async function addSubstitution(
  { sql }: Database,
  zone: ZoneRules,
  wanted: NewSubstitution,
  at: Instant,
): Promise<Substitution | readonly Refusal[]> {
  const [absent, substitute] = await Promise.all([staffById(sql, wanted.absentId), staffById(sql, wanted.substituteId)])
  const today = toLocal(at, zone).date
  const number = orderNumberOf(wanted.order.number)
  const order = { ...wanted.order, number: isRefusal(number) ? '' : number }
  const faults = [...substitutionFaults({ absent, substitute, order, today }), ...(isRefusal(number) ? [number] : [])]
  if (faults.length > 0 || absent === null || substitute === null) return faults
  const made: Substitution = {
    id: randomUUID(),
    authority: absent.authority,
    absentId: absent.id,
    substituteId: substitute.id,
    order,
    madeBy: wanted.by,
    madeAt: at,
    ended: null,
  }
  return sql.begin(async (tx) => {
    const clash = clashOf(made, await holdSubstitutions(tx, absent.authority, [absent.id, substitute.id]))
    if (clash !== null) return [clash]
    // Asked again while both are held: one of them may have left since.
    const held = await Promise.all([staffById(tx, absent.id), staffById(tx, substitute.id)])
    const left = substitutionFaults({ absent: held[0], substitute: held[1], order, today })
    if (left.length > 0) return left
    await insertSubstitution(tx, made)
    return made
  }) as Promise<Substitution | readonly Refusal[]>
}

function orderNumberOf(typed: string): string | Refusal {
  const number = tidyLine(typed)
  if (number === '') return refuseWorkstation('workstation.order-number-missing', { field: 'orderNumber' })
  if ([...number].length > LONGEST_ORDER_NUMBER)
    return refuseWorkstation('workstation.order-number-long', { field: 'orderNumber', facts: { most: LONGEST_ORDER_NUMBER } })
  const printable = parsePrintable(number)
  return isRefusal(printable) ? { ...printable, field: 'orderNumber' } : printable
}

/** Ends it before its last day; what was done until then keeps its order. */
export async function endEarly(
  { sql }: Database,
  id: string,
  by: string,
  at: Instant,
  authority: string | null = null,
): Promise<Substitution | Refusal> {
  const kept = await substitutionById(sql, id)
  if (kept === null || (authority !== null && kept.authority !== authority)) return refuseWorkstation('workstation.substitution-unknown')
  return (await endSubstitution(sql, kept, by, at)) ? kept : refuseWorkstation('workstation.substitution-over')
}

/** In what this person acts today: in their own post first, then for each whose work they do. */
export async function capacitiesOf({ sql }: Database, staff: Staff, today: LocalDate): Promise<readonly Capacity[]> {
  const acting = await substitutionsBy(sql, staff.authority, staff.id, today)
  const absent = await staffByIds(
    sql,
    acting.map(({ absentId }) => absentId),
  )
  return [
    ownCapacity(staff),
    ...acting.flatMap(({ absentId, order }) => {
      const post = absent.find(({ id }) => id === absentId)
      return post === undefined ? [] : [actingCapacity(staff, post, order)]
    }),
  ]
}

/** Whether the directory keeps this very order, and it holds today. */
export async function actsByOrder({ sql }: Database, actor: StaffActor, today: LocalDate): Promise<boolean> {
  const { onBehalfOf } = actor
  if (onBehalfOf === undefined) return true
  const acting = await substitutionsBy(sql, actor.authority, actor.id, today)
  return acting.some(
    (each) =>
      isOn(today, each) &&
      each.absentId === onBehalfOf.id &&
      each.order.number === onBehalfOf.order.number &&
      each.order.date === onBehalfOf.order.date &&
      each.order.signs === onBehalfOf.order.signs,
  )
}
