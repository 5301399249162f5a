// The engine: what a command makes of a case, and what an event makes of it. Pure; flow, units and times come from the edition.
export * from './model.ts'
export type { GivenWay } from './given-way.ts'
export type {
  AskedOfApplicant,
  ClockResumed,
  EndedHow,
  KeptNonAcceptance,
  MissingItem,
  OfAnswer,
  WrittenNonAcceptance,
} from './applicant/model.ts'
export { pendingNonAcceptance } from './applicant/acceptance.ts'
export { askingFault, correctionOf, MOST_MISSING } from './applicant/correction.ts'
export { withdrawalFault } from './applicant/end.ts'
export { complaintMatter } from './complaint.ts'
export { decide } from './decide.ts'
export { apply, applyAll, emptyCase, pendingWork } from './apply.ts'
export { awaited, worksDone, type Awaited } from './works.ts'
export { projection, type Projection } from './projection.ts'
export { AVAILABILITY, type Availability } from './availability.ts'
export { conclusionOf } from './conclusion.ts'
export { decidedBySilence, silenceAwaited, TOTAL_TIMER } from './provider-silence.ts'
export { demandedGrounds, opinionsOf } from './opinions.ts'
export { isOver, outcomeTime } from './outcome-times.ts'
export { feeAt } from './fee.ts'
export { countAt, officeAt, readyBy, stepDue, totalDue } from './due.ts'
export {
  askedDueIn,
  countedBefore,
  countedTask,
  dueDateIn,
  dueDateOfEvent,
  inHistory,
  type CountedTask,
  type EventAt,
  type TermOf,
} from './due-dates.ts'
export { byWhomAndWhen, refuseDone, refuseEngine, type EngineRefusalCode } from './refusals.ts'
export { TEXT_LIMIT } from './texts.ts'
export { nextLook, remindersOf } from './reminders.ts'
export { worksFor } from './order.ts'
export { isOfUnit, placeOfState, unitOf } from './place.ts'
export { mostStarted } from './flow.ts'
export { registrationStep } from './view/walk.ts'
