// A derivation line by line: each day (or each stretch of office time) with why it counts or does not.
import { fillText, inAll, type Language, type LocalDate, type LocalText, formatDate, formatDateTime } from '@ruqsat/foundation'
import { formatDuration, type ConsumedSpan, type CountedDay, type Derivation, type StartShift, type TermDerivation } from '@ruqsat/clock'
import { type DueDateProps } from '@ruqsat/web'
import texts from './texts.yaml'

type DueLine = NonNullable<DueDateProps['lines']>[number]

const NUMBER = texts.dueLines.number
const NUMBER_WORKED = texts.dueLines.numberWorked
const RECEIVED = texts.dueLines.received
const SUSPENDED = texts.dueLines.suspended
const MOVED_HERE = texts.dueLines.movedHere
const WEEKEND = texts.dueLines.weekend
const HOLIDAY = texts.dueLines.holiday
const HOLIDAY_SHIFT = texts.dueLines.holidayShift
const MOVED_OFF = texts.dueLines.movedOff
const WORKING = texts.dueLines.working
const OFFICE_TIME = texts.dueLines.officeTime
const UNTIL = texts.dueLines.until
const UNTIL_WHEN = texts.dueLines.untilWhen

const SHIFTS: Readonly<Record<StartShift, LocalText | null>> = {
  none: null,
  beforeOpening: texts.dueLines.shifts.beforeOpening,
  inBreak: texts.dueLines.shifts.inBreak,
  afterClosing: texts.dueLines.shifts.afterClosing,
  dayOff: texts.dueLines.shifts.dayOff,
}
const START = texts.dueLines.start
const START_SHIFTED = texts.dueLines.startShifted

/** What the count starts from, and why it starts later where it does. */
export function startText(derivation: Derivation): LocalText {
  const at = moment(derivation.startLocal)
  if (derivation.kind === 'sum' || derivation.startShift === 'none') return fillText(START, { at })
  const from = moment(derivation.effectiveStartLocal)
  return fillText(START_SHIFTED, { at, from, why: SHIFTS[derivation.startShift]! })
}

export function dueLines(derivation: Derivation): readonly DueLine[] {
  if (derivation.kind === 'sum') return derivation.steps.map((step, place) => stepLine(step, place + 1))
  const lines = [
    ...derivation.days.map((day) => ({ at: `${day.date}T00:00`, line: dayLine(day) })),
    ...derivation.spans.map((span) => ({ at: `${span.date}T${span.from}`, line: spanLine(span) })),
  ]
  return lines.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)).map(({ line }) => line)
}

function dayLine(counted: CountedDay): DueLine {
  const isCounted = counted.number !== null
  return { text: dateText(counted.date), counted: isCounted, reason: isCounted ? countedReason(counted) : skippedReason(counted) }
}

function countedReason({ number, day, why }: CountedDay): LocalText {
  const n = same(String(number))
  if (why === 'lastDayMoved') return MOVED_HERE
  return day.kind === 'workedForDayOff' ? fillText(NUMBER_WORKED, { n, day: dateText(day.dayOff) }) : fillText(NUMBER, { n })
}

function skippedReason({ why, day }: CountedDay): LocalText {
  if (why === 'received') return RECEIVED
  if (why === 'suspended') return SUSPENDED
  if (why === 'lastDayMoved') return MOVED_HERE
  switch (day.kind) {
    case 'weekend':
      return WEEKEND
    case 'holiday':
      return fillText(HOLIDAY, { name: day.name })
    case 'holidayShift':
      return fillText(HOLIDAY_SHIFT, { name: day.name })
    case 'movedOff':
      return fillText(MOVED_OFF, { day: dateText(day.worked) })
    case 'working':
    case 'workedForDayOff':
      return WORKING
  }
}

function spanLine({ date, from, to, ms }: ConsumedSpan): DueLine {
  return {
    text: inAll((language) => `${formatDate(date, language)}, ${from}–${to}`),
    counted: true,
    reason: fillText(OFFICE_TIME, { time: inAll((language) => usedTime(ms, language)) }),
  }
}

function stepLine(step: TermDerivation, number: number): DueLine {
  const term = inAll((language) => formatDuration(step.duration, language))
  return {
    text: fillText(UNTIL, { n: same(String(number)), term }),
    counted: true,
    reason: fillText(UNTIL_WHEN, { at: moment(step.dueLocal) }),
  }
}

function usedTime(ms: number, language: Language): string {
  const seconds = Math.floor(ms / 1000)
  const parts = [
    { unit: 'hours', amount: Math.floor(seconds / 3600) },
    { unit: 'minutes', amount: Math.floor(seconds / 60) % 60 },
    { unit: 'seconds', amount: seconds % 60 },
  ] as const
  const said = parts.filter(({ amount }) => amount > 0)
  return (said.length > 0 ? said : [parts[2]]).map((part) => formatDuration(part, language)).join(' ')
}

const same = (text: string): LocalText => inAll(() => text)
const dateText = (date: LocalDate): LocalText => inAll((language) => formatDate(date, language))
const moment = ({ date, time }: { readonly date: LocalDate; readonly time: string }): LocalText =>
  inAll((language) => formatDateTime(date, time, language))
