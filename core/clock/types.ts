import type { Instant, LocalDate, LocalText, LocalTime, Source, Tiyn } from '@ruqsat/foundation'

/** Days of the week as ISO 8601 numbers them: Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7

// ---------------------------------------------------------------- tables (data)

/** A holiday that the calendar names: days that come back every year (`MM-DD`), or listed dates where it moves with the moon. */
export type Holiday = {
  readonly id: string
  readonly name: LocalText
  readonly days: readonly string[]
  readonly dates: readonly { readonly date: LocalDate; readonly source: Source }[]
  /** The years it is kept in, both included; the calendar's own coverage where absent. */
  readonly firstYear?: number
  readonly lastYear?: number
  /** Whether a weekend under it gives a day off afterwards. False for 7 January and Kurban-ait. */
  readonly shifts: boolean
  readonly source: Source
}

/** The Government moved a working day: `dayOff` is free, `worked` is worked instead of it. */
export type MovedDay = { readonly dayOff: LocalDate; readonly worked: LocalDate; readonly source: Source }

/** A working calendar, pinned by its version. An official change is a new version next to the old one, never an edit. */
export type Calendar = {
  readonly kind: 'calendar'
  readonly id: string
  readonly version: string
  readonly title: LocalText
  readonly firstYear: number
  readonly lastYear: number
  /** From this year on the table is a forecast: the official calendar was not yet published when it was written. */
  readonly provisionalFrom?: number
  readonly weekend: readonly Weekday[]
  /** The rule by which a holiday on a weekend moves the day off. */
  readonly shiftSource: Source
  readonly weekendSource: Source
  readonly holidays: readonly Holiday[]
  readonly movedDays: readonly MovedDay[]
  /** The version whose place this one takes by an official change; absent where it is the first. */
  readonly replaces?: CalendarChange
}

/** From the midnight of `from` at the authority's place, terms that are open then are counted by the new version; `source` is the decree. */
export type CalendarChange = { readonly version: string; readonly from: LocalDate; readonly source: Source }

/** When an office works. The calendar decides on which days; a worked day keeps the hours of the day off it replaces. */
export type OfficeHours = {
  readonly kind: 'officeHours'
  readonly id: string
  readonly title: LocalText
  readonly source: Source
  readonly days: readonly OfficeDay[]
}

export type OfficeDay = {
  readonly weekdays: readonly Weekday[]
  readonly opens: LocalTime
  /** `24:00` is the end of the day. */
  readonly closes: LocalTime
  readonly breaks: readonly { readonly from: LocalTime; readonly to: LocalTime }[]
}

/** Offsets of an authority's zone. Before its first rule a table answers with the first offset. */
export type ZoneRules = {
  readonly kind: 'zone'
  readonly id: string
  readonly title: LocalText
  readonly rules: readonly { readonly fromInstant: Instant; readonly offsetMinutes: number; readonly source: Source }[]
}

/** The monthly calculation index (АЕК) by its dates of force; `lastDay` is the last day that the table knows. */
export type MciTable = {
  readonly kind: 'mciTable'
  readonly id: string
  readonly version: string
  readonly rows: readonly { readonly from: LocalDate; readonly tiyn: Tiyn; readonly source: Source }[]
  readonly lastDay: LocalDate
}

// ---------------------------------------------------------------- terms

/** The closed list of units. `seconds` is wall time, for automatic steps only; the others run by the statutory clock. */
export type DurationUnit = 'seconds' | 'minutes' | 'hours' | 'workingDays' | 'calendarDays'

/** A term: a whole number from 1 of one unit. */
export type Duration = { readonly unit: DurationUnit; readonly amount: number }

/** The term is stopped from `from` (included) to `to` (excluded); without `to` it is still stopped. */
export type Stop = { readonly from: Instant; readonly to?: Instant }

export type ConventionId =
  | 'dayAfterReceiptIsDayOne'
  | 'termEndsAtClosing'
  | 'hoursRunInOfficeHours'
  | 'lastDayOffMoves'
  | 'receiptOutsideHoursNextWorkingDay'
  | 'suspensionPauses'
  | 'daysOffOfOwnWeek'
  | 'stepsFollowActualEnd'
  | 'secondsAreWallTime'

/** How the law counts. Each carries its source; a package may give its own list. One that is missing from the list does not apply. */
export type Convention = {
  readonly id: ConventionId
  readonly text: LocalText
  readonly source: Source
  /** The general law says so, not the act. */
  readonly inherited?: true
}
export type Conventions = readonly Convention[]

/** What every computation of a due date needs besides its start and term. */
export type TermTables = {
  readonly calendar: Calendar
  readonly officeHours: OfficeHours
  readonly zone: ZoneRules
  /** `STANDARD_CONVENTIONS` where absent. */
  readonly conventions?: Conventions
  readonly stops?: readonly Stop[]
}

export type DueDateRequest = TermTables & { readonly start: Instant; readonly duration: Duration }

// ---------------------------------------------------------------- answers

/** What a day is by the calendar, and why. */
export type DayKind =
  | { readonly kind: 'working' }
  | { readonly kind: 'workedForDayOff'; readonly dayOff: LocalDate; readonly source: Source }
  | { readonly kind: 'weekend'; readonly source: Source }
  | { readonly kind: 'holiday'; readonly id: string; readonly name: LocalText; readonly source: Source }
  | { readonly kind: 'holidayShift'; readonly holiday: LocalDate; readonly name: LocalText; readonly source: Source }
  | { readonly kind: 'movedOff'; readonly worked: LocalDate; readonly source: Source }

/** An instant as the wall clock of a zone shows it. */
export type LocalMoment = { readonly date: LocalDate; readonly time: LocalTime; readonly second: number; readonly offsetMinutes: number }

/** One day of the count. `number` is its place in the term, null where it is skipped; `why` is one of a closed list. */
export type CountedDay = {
  readonly date: LocalDate
  readonly number: number | null
  readonly why: 'counted' | 'received' | 'dayOff' | 'suspended' | 'lastDayMoved'
  readonly day: DayKind
}

/** Office time that an hour or minute term used up. `local` times belong to `date`. */
export type ConsumedSpan = { readonly date: LocalDate; readonly from: LocalTime; readonly to: LocalTime; readonly ms: number }

/** Why counting starts later than the event: not at all, or because the office was closed, or in its break. */
export type StartShift = 'none' | 'beforeOpening' | 'inBreak' | 'afterClosing' | 'dayOff'

export type TermDerivation = {
  readonly kind: 'term'
  readonly duration: Duration
  readonly start: Instant
  readonly startLocal: LocalMoment
  readonly effectiveStart: Instant
  readonly effectiveStartLocal: LocalMoment
  readonly startShift: StartShift
  /** Day terms: every day from receipt to the last one. Hour and minute terms: the days that were passed over. */
  readonly days: readonly CountedDay[]
  /** Hour and minute terms: the office time used, in order; its sum is the term. */
  readonly spans: readonly ConsumedSpan[]
  readonly stops: readonly Stop[]
  readonly conventions: readonly Convention[]
  /** `provisional`: the count reaches into a year whose official calendar was not yet published. */
  readonly calendar: { readonly id: string; readonly version: string; readonly provisional: boolean }
  readonly officeHours: { readonly id: string; readonly source: Source }
  readonly zone: { readonly id: string }
  readonly due: Instant
  readonly dueLocal: LocalMoment
}

export type SumDerivation = {
  readonly kind: 'sum'
  readonly start: Instant
  readonly startLocal: LocalMoment
  readonly steps: readonly TermDerivation[]
  readonly conventions: readonly Convention[]
  readonly due: Instant
  readonly dueLocal: LocalMoment
}

export type Derivation = TermDerivation | SumDerivation

/** A due date never comes without its derivation. Plain JSON: it can be stored in an event as it is. */
export type DueDate = {
  readonly kind: 'dueDate'
  readonly due: Instant
  readonly derivation: Derivation
  /** What the term was before the law changed the calendar, or before it was extended; absent where it was counted once. */
  readonly former?: FormerDue
}

/** A due date that no longer holds: when it was counted again, and by which act. */
export type FormerDue = {
  readonly due: DueDate
  readonly changedAt: Instant
  readonly source: Source
  /** Absent where the calendar changed. */
  readonly why?: 'extended'
}

export type Mci = { readonly tiyn: Tiyn; readonly from: LocalDate; readonly source: Source }

/** `rateMci` times MCI, or `percent` of that, but not more than `atMostMci` times MCI. `rateMci` has at most two decimals. */
export type FeeRule = { readonly rateMci: number; readonly percent?: number; readonly atMostMci?: number; readonly source: Source }

export type FeeDue = {
  readonly feeTiyn: Tiyn
  readonly dayOfPayment: LocalDate
  readonly mci: Mci
  readonly rule: FeeRule
  /** E.g. `10 × 4 325 = 43 250 ₸`. */
  readonly formula: LocalText
  /** The same in a sentence with the day of payment. */
  readonly text: LocalText
}
