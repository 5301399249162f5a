// A derivation line by line: each day (or each stretch of office time) with why it counts or does not.
import { fillText, inAll, type Language, type LocalDate, type LocalText, formatDate, formatDateTime } from '@ruqsat/foundation'
import { formatDuration, type ConsumedSpan, type CountedDay, type Derivation, type TermDerivation } from '@ruqsat/clock'
import { type DueDateProps } from '@ruqsat/web'
import texts from './texts.yaml'

type DueLine = NonNullable<DueDateProps['lines']>[number]
/** What the count starts from, and why it starts later where it does. */
export function startText(derivation: Derivation): LocalText {
  const at = moment(derivation.startLocal)
  if (derivation.kind === 'sum' || derivation.startShift === 'none') return fillText(texts.dueLines.start, { at })
  const from = moment(derivation.effectiveStartLocal)
  return fillText(texts.dueLines.startShifted, { at, from, why: texts.dueLines.shifts[derivation.startShift] })
}

export function dueLines(derivation: Derivation): readonly DueLine[] {
  if (derivation.kind === 'sum') return derivation.steps.map((step, place) => stepLine(step, place + 1))
  const lines = [
    ...derivation.days.map((day) => ({ at: `${day.date}T00:00`, line: dayLine(day) })),
    ...derivation.spans.map((span) => ({ at: `${span.date}T${span.from}`, line: spanLine(span) })),
  ]
  return lines.sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)).map(({ line }) => line)
}

function dayLine({ date, number, day, why }: CountedDay): DueLine {
  const reason = why === 'lastDayMoved' ? texts.dueLines.movedHere : number === null ? skippedReason(why, day) : countedReason(number, day)
  return { text: dateText(date), counted: number !== null, reason }
}

function countedReason(number: number, day: CountedDay['day']): LocalText {
  const n = String(number)
  return day.kind === 'workedForDayOff'
    ? fillText(texts.dueLines.numberWorked, { n, day: dateText(day.dayOff) })
    : fillText(texts.dueLines.number, { n })
}

function skippedReason(why: CountedDay['why'], day: CountedDay['day']): LocalText {
  if (why === 'received') return texts.dueLines.received
  if (why === 'suspended') return texts.dueLines.suspended
  switch (day.kind) {
    case 'holiday':
    case 'holidayShift':
      return fillText(texts.dueLines[day.kind], { name: day.name })
    case 'movedOff':
      return fillText(texts.dueLines.movedOff, { day: dateText(day.worked) })
    case 'weekend':
      return texts.dueLines.weekend
    case 'working':
    case 'workedForDayOff':
      return texts.dueLines.working
  }
}

function spanLine({ date, from, to, ms }: ConsumedSpan): DueLine {
  return {
    text: inAll((language) => `${formatDate(date, language)}, ${from}–${to}`),
    counted: true,
    reason: fillText(texts.dueLines.officeTime, { time: inAll((language) => usedTime(ms, language)) }),
  }
}

function stepLine(step: TermDerivation, number: number): DueLine {
  const term = inAll((language) => formatDuration(step.duration, language))
  return {
    text: fillText(texts.dueLines.until, { n: String(number), term }),
    counted: true,
    reason: fillText(texts.dueLines.untilWhen, { at: moment(step.dueLocal) }),
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

const dateText = (date: LocalDate): LocalText => inAll((language) => formatDate(date, language))
const moment = ({ date, time }: { readonly date: LocalDate; readonly time: string }): LocalText =>
  inAll((language) => formatDateTime(date, time, language))
