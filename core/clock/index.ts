// The statutory clock: working time, due dates with their derivation, the monthly calculation index.
// Pure: every table comes in as data; nothing here asks what time it is.
export type * from './types.ts'
export { addDays, addMonths, afterSpan, daysBetween, weekday, isLocalDate } from './dates.ts'
export { toLocal, toInstant } from './zone.ts'
export { dayKind, isWorkingDay } from './calendar.ts'
export { missingHours, nextMorning } from './office.ts'
export { STANDARD_CONVENTIONS } from './conventions.ts'
export { dueDate } from './due-date.ts'
export { workingTimeBefore } from './before.ts'
export { sumOfSteps } from './sum-of-steps.ts'
export {
  calendarAt,
  calendarOf,
  changeInstant,
  checkCalendarVersions,
  countAgain,
  countsSame,
  replacedVersions,
  successorOf,
  type NewerCalendar,
} from './calendar-versions.ts'
export { calendarWords } from './calendar-words.ts'
export { formatDuration, formatInstant } from './format.ts'
export { endingTables, endOfCalendar, endOfMci, TABLE_WARNING_DAYS, tableAdvice, tableWarning, type TableEnd } from './table-ends.ts'
export { mciOn, feeOn } from './mci.ts'
export { refuseClock } from './refusals.ts'
