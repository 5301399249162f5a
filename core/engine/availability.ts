import type { CaseState, Command } from './model.ts'
import type { EngineRefusalCode } from './refusals.ts'

/** `may`: the command is looked at; `ignored`: nothing happens and nothing is wrong; else the refusal. */
export type Availability = 'may' | 'ignored' | EngineRefusalCode

type AvailabilityRow = Readonly<Record<Command['kind'], Availability>>

const closed: AvailabilityRow = {
  open: 'case-already-open',
  accept: 'case-closed',
  assign: 'case-closed',
  takeBackAssignment: 'case-closed',
  reassign: 'case-closed',
  declineAssignment: 'case-closed',
  examine: 'case-closed',
  approve: 'case-closed',
  conclude: 'case-closed',
  returnToOfficer: 'case-closed',
  prepareResult: 'case-closed',
  signResult: 'case-closed',
  handOver: 'case-closed',
  askCorrection: 'case-closed',
  giveCorrection: 'case-closed',
  withdraw: 'case-closed',
  settleIncident: 'may',
  refuseAcceptance: 'case-closed',
  markLate: 'ignored',
  changeCalendar: 'ignored',
}

/** Which command a case of this status takes at all. */
export const AVAILABILITY = {
  none: {
    open: 'may',
    accept: 'case-unknown',
    assign: 'case-unknown',
    takeBackAssignment: 'case-unknown',
    reassign: 'case-unknown',
    declineAssignment: 'case-unknown',
    examine: 'case-unknown',
    approve: 'case-unknown',
    conclude: 'case-unknown',
    returnToOfficer: 'case-unknown',
    prepareResult: 'case-unknown',
    signResult: 'case-unknown',
    handOver: 'case-unknown',
    askCorrection: 'case-unknown',
    giveCorrection: 'case-unknown',
    withdraw: 'case-unknown',
    settleIncident: 'case-unknown',
    refuseAcceptance: 'case-unknown',
    markLate: 'case-unknown',
    changeCalendar: 'case-unknown',
  },
  open: {
    open: 'case-already-open',
    accept: 'may',
    assign: 'may',
    takeBackAssignment: 'may',
    reassign: 'may',
    declineAssignment: 'may',
    examine: 'may',
    approve: 'may',
    conclude: 'may',
    returnToOfficer: 'may',
    prepareResult: 'may',
    signResult: 'may',
    handOver: 'may',
    askCorrection: 'may',
    giveCorrection: 'may',
    withdraw: 'may',
    settleIncident: 'may',
    refuseAcceptance: 'may',
    markLate: 'may',
    changeCalendar: 'may',
  },
  granted: closed,
  refused: closed,
  withdrawn: closed,
  notAccepted: closed,
} as const satisfies Record<CaseState['status'], AvailabilityRow>
