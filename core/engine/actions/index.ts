import { prepareNonAcceptance, refuseAcceptance, signNonAcceptance } from '../applicant/acceptance.ts'
import { askCorrection } from '../applicant/correction.ts'
import { accept } from './accept.ts'
import { approve } from './approve.ts'
import { assign } from './assign.ts'
import { conclude } from './conclude.ts'
import { declineAssignment } from './decline-assignment.ts'
import { examine } from './examine.ts'
import { extendTerm } from './extend-term.ts'
import { handOver } from './hand-over.ts'
import { prepareResult } from './prepare-result.ts'
import { returnToOfficer } from './return-to-officer.ts'
import { signResult } from './sign-result.ts'
import { answerWork, prepareWork, signWork, writeWork } from './work.ts'
import type { StaffAction, StaffCommand } from './action.ts'

export type { StaffAction, StaffCommand } from './action.ts'

/** Everything that staff can do at a step. A new command does not compile until it is listed here. */
export const STAFF_ACTIONS = {
  accept,
  refuseAcceptance,
  prepareNonAcceptance,
  signNonAcceptance,
  assign,
  declineAssignment,
  extendTerm,
  examine,
  askCorrection,
  approve,
  conclude,
  returnToOfficer,
  prepareResult,
  signResult,
  handOver,
  writeWork,
  prepareWork,
  signWork,
  answerWork,
} as const satisfies { readonly [K in StaffCommand]: StaffAction<K> }
