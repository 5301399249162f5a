import { Fault } from '@ruqsat/foundation'
import type { Outcome, Step } from '@ruqsat/law'
import type { Decision } from '../model.ts'
import type { ViewAction } from './action.ts'
import { checkRequirements } from './check-requirements.ts'
import { noticeRefused } from './notice-refused.ts'
import { receiveResult } from './receive-result.ts'
import { registerRequest } from './register-request.ts'

/** Every view action that lies behind registration. The ones before it belong to the portal and its drafts. */
export const VIEW_ACTIONS: readonly ViewAction[] = [registerRequest, checkRequirements, noticeRefused, receiveResult]

export function viewOutcome(step: Step, decision: Decision): Outcome {
  const found = VIEW_ACTIONS.find(({ action }) => action === step.action)
  if (found === undefined) throw new Fault(`Expected an action that may follow registration at '${step.id}' but found '${step.action}'`)
  return found.outcome(decision)
}
