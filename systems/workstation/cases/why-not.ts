import { refuseDone, refuseEngine, type DoneTask, type Task } from '@ruqsat/engine'
import type { Refusal } from '@ruqsat/foundation'
import type { Staff } from '../contract.ts'
import { refuseWorkstation } from '../refusals.ts'

/** Why a task of a case that one may see is not one's own: done, withdrawn, with a colleague; by whom and when. */
export function refuseTask(done: DoneTask | undefined, open: Task | undefined, staff: Staff): Refusal {
  if (done !== undefined) return refuseDone(done)
  if (open !== undefined && open.assignee !== null && open.assignee !== staff.id && open.role === staff.role)
    return refuseEngine('not-assigned-to-you', { facts: { by: { kind: 'official', id: open.assignee } } })
  return refuseWorkstation('workstation.task-not-yours')
}
