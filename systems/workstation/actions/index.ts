import type { Action } from '@ruqsat/law'
import { refuseAcceptance } from './acceptance.tsx'
import { approve } from './approve.tsx'
import { assign } from './assign.tsx'
import { askCorrection } from './correction.tsx'
import { conclude, examine } from './draft.tsx'
import { extendTerm } from './extension.tsx'
import { accept, declineAssignment, handOver, returnToOfficer } from './short.tsx'
import { answerWork, writeWork } from './work.tsx'
import type { TaskAction } from './action.ts'
import type { TaskScene } from '../cases/open.ts'

/**
 * What an official can do at a step, by the step's action: the step's own work first, then what may be done instead. `signResult` is prepared and
 * signed on pages of its own (`pages/sign`). This is the only list; no page knows an act.
 */
const ACTIONS_OF: Partial<Record<Action, readonly TaskAction[]>> = {
  accept: [accept, askCorrection, refuseAcceptance],
  assign: [assign],
  examine: [examine, askCorrection, extendTerm, declineAssignment],
  approve: [approve, returnToOfficer],
  send: [writeWork, extendTerm, declineAssignment],
  visit: [writeWork, extendTerm, declineAssignment],
  record: [writeWork, extendTerm, declineAssignment],
  ask: [writeWork, answerWork, extendTerm, declineAssignment],
  conclude: [conclude, askCorrection, extendTerm, returnToOfficer, declineAssignment],
  signResult: [returnToOfficer],
  handOver: [handOver],
}

/** What this person can do at this task now. */
export function offeredAt(scene: TaskScene): readonly TaskAction[] {
  return (ACTIONS_OF[scene.step.action] ?? []).filter(({ isOffered }) => isOffered?.(scene) ?? true)
}

export function actionOf(kind: string): TaskAction | null {
  return (
    Object.values(ACTIONS_OF)
      .flat()
      .find((action) => action.kind === kind) ?? null
  )
}
