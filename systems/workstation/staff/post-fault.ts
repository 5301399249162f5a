// Why a person cannot have another post, or another right to sign, now: the last head stays, and so does the last who signs.
import type { AnySql } from '@ruqsat/database'
import type { Refusal } from '@ruqsat/foundation'
import type { Staff } from '../contract.ts'
import type { WorkstationDeps } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import { holdHeads, holdSigningHeads } from '../store/staff.ts'

/** Null where they may have it. The transaction holds the rows of the person and of the heads afterwards. */
export async function postFault(
  { openTasks }: Pick<WorkstationDeps, 'openTasks'>,
  tx: AnySql,
  staff: Staff,
  to: { readonly role: Staff['role']; readonly signs: boolean },
): Promise<Refusal | null> {
  const isHead = to.role === 'head'
  if (staff.role === 'head' && !isHead && (await isLast(tx, staff, holdHeads)))
    return refuseWorkstation('workstation.last-head', aboutThem(staff))
  if (staff.role === 'head' && !(isHead && to.signs) && (await isLast(tx, staff, holdSigningHeads)))
    return refuseWorkstation('workstation.last-signer', aboutThem(staff))
  const open = to.role === staff.role ? [] : ((await openTasks?.(staff)) ?? [])
  return open.length > 0 ? refuseWorkstation('workstation.work-open', { field: 'unit', facts: { count: open.length } }) : null
}

async function isLast(tx: AnySql, staff: Staff, hold: (sql: AnySql, of: Staff) => Promise<readonly string[]>): Promise<boolean> {
  const heads = await hold(tx, staff)
  return heads.length === 1 && heads[0] === staff.id
}

export const aboutThem = ({ id }: Pick<Staff, 'id'>) => ({ facts: { by: { kind: 'official' as const, id } } })
