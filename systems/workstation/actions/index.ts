import type { Action } from '@ruqsat/law'
import { accept } from './accept.tsx'
import { approve } from './approve.tsx'
import { assign } from './assign.tsx'
import { conclude } from './conclude.tsx'
import { declineAssignment } from './decline-assignment.tsx'
import type { TaskAction, TaskActionKind } from './action.ts'
import { examine } from './examine.tsx'
import { handOver } from './hand-over.tsx'
import { returnToOfficer } from './return-to-officer.tsx'

/**
 * What an official can do at a step, by the step's action: the step's own work first, then what may be done instead. `signResult` is prepared and
 * signed on pages of its own (`pages/sign`). This is the only list; no page knows an act.
 */
const ACTIONS_OF = {
  accept: [accept],
  assign: [assign],
  examine: [examine, declineAssignment],
  approve: [approve, returnToOfficer],
  conclude: [conclude, returnToOfficer, declineAssignment],
  signResult: [returnToOfficer],
  handOver: [handOver],
} as const satisfies Partial<Record<Action, readonly TaskAction[]>>

export function actionsOf(action: Action): readonly TaskAction[] {
  return action in ACTIONS_OF ? ACTIONS_OF[action as keyof typeof ACTIONS_OF] : []
}

const ALL: ReadonlyMap<string, TaskAction> = new Map<string, TaskAction>(
  Object.values(ACTIONS_OF)
    .flat()
    .map((action) => [action.kind, action]),
)

export function actionOf(kind: string): TaskAction | null {
  return ALL.get(kind) ?? null
}

export type { TaskAction, TaskActionKind }
