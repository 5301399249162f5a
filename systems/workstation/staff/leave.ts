// Somebody leaves: their capacity ends at once, and with it whatever rests on it. What they did keeps their name.
import type { Accounts } from '@ruqsat/accounts'
import type { Database, LegalClock, TechnicalClock } from '@ruqsat/database'
import { Fault, isRefusal, type Refusal } from '@ruqsat/foundation'
import { todayOf } from '../cases/authority.ts'
import type { ChangedBy, Staff } from '../contract.ts'
import type { WorkstationDeps } from '../deps.ts'
import { refuseWorkstation } from '../refusals.ts'
import { insertChange } from '../store/changes.ts'
import { holdHeads, holdSigningHeads, retireStaffRow, staffById } from '../store/staff.ts'
import { endSubstitutionsOf } from '../store/substitutions.ts'

export type StaffLeaving = {
  readonly database: Database
  readonly regulations: WorkstationDeps['regulations']
  readonly legalClock: LegalClock
  readonly technicalClock: TechnicalClock
  readonly accounts: Pick<Accounts, 'update'>
}

/**
 * They sign in no more, get no new work, and orders of substitution for and by them end, in one transaction. Refused for the last head of an
 * authority and for the last who may sign: nobody could assign or sign any more, nor give the leaver's cases to others. `changedBy` is an administrator or a member of staff.
 */
export async function retireStaff(leaving: StaffLeaving, id: string, changedBy: ChangedBy): Promise<Staff | Refusal> {
  const { why, ...by } = changedBy
  const { database, technicalClock, accounts } = leaving
  const staff = await staffById(database.sql, id)
  if (staff === null) return refuseWorkstation('workstation.leaver-unknown')
  const [today, now] = await Promise.all([todayOf(leaving, staff), leaving.legalClock.now()])
  return database.sql.begin(async (tx) => {
    const heads = await holdHeads(tx, staff)
    if (heads.length === 1 && heads[0] === id)
      return refuseWorkstation('workstation.last-head', { facts: { by: { kind: 'official', id } } })
    const signers = await holdSigningHeads(tx, staff)
    if (signers.length === 1 && signers[0] === id)
      return refuseWorkstation('workstation.last-signer', { facts: { by: { kind: 'official', id } } })
    const at = technicalClock.now()
    if (!(await retireStaffRow(tx, id, by.id, at)))
      return refuseWorkstation('workstation.left-already', { facts: { by: { kind: 'official', id } } })
    // Behind the row of the person: whoever makes an order holds it until theirs is kept, and this one is seen here.
    await endSubstitutionsOf(tx, staff, today, by.id, now)
    await insertChange(tx, { authority: staff.authority, staffId: id, kind: 'left', facts: {}, why, by, at: now })
    const blocked = await accounts.update(id, { status: 'blocked' }, tx)
    if (isRefusal(blocked)) throw new Fault(`Expected the account of ${id} to be blocked but it was refused: ${blocked.code}`)
    return { ...staff, retiredAt: at }
  }) as Promise<Staff | Refusal>
}
