import type { LocalText } from '@ruqsat/foundation'
import { formatDuration, type Duration, type DurationUnit, type OfficeHours } from '@ruqsat/clock'
import type { Step } from './model.ts'

/** Amounts per unit, added along the main path of a table. Units stay apart: only a calendar can make days of hours. */
export type Sum = Readonly<Record<DurationUnit, number>>

/** Adds the times of the steps that a case passes when every step is done and every question is answered yes. */
export function sumOfTable(steps: readonly Step[]): Sum {
  const sum = { seconds: 0, minutes: 0, hours: 0, workingDays: 0, calendarDays: 0 }
  for (const step of mainPath(steps)) if (step.time !== null) sum[step.time.duration.unit] += step.time.duration.amount
  return sum
}

/** The steps of the path on which everything succeeds; a loop is followed once. */
export function mainPath(steps: readonly Step[]): readonly Step[] {
  const path: Step[] = []
  for (let step = steps[0]; step !== undefined && !path.includes(step);) {
    path.push(step)
    const onward = step.next.find((row) => row.when === 'yes' || row.when === 'done') ?? step.next.find((row) => row.when === undefined)
    step = steps.find((each) => each.id === onward?.to)
  }
  return path
}

/** Whether the sum is surely longer than the term: hours are measured against the longest office day. Terms of other units than working days are left to the clock. */
export function exceeds(sum: Sum, term: Duration, hours: OfficeHours): boolean {
  if (term.unit !== 'workingDays') return false
  const dayMinutes = Math.max(
    ...hours.days.map(
      (day) =>
        minutes(day.closes) - minutes(day.opens) - day.breaks.reduce((pause, each) => pause + minutes(each.to) - minutes(each.from), 0),
    ),
  )
  return sum.workingDays + sum.calendarDays + (sum.hours * 60 + sum.minutes) / dayMinutes > term.amount
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** Largest unit first, as people say it. */
const UNITS: readonly DurationUnit[] = ['workingDays', 'calendarDays', 'hours', 'minutes', 'seconds']

/** A duration in words. */
export function termText(duration: Duration): LocalText {
  return { kk: formatDuration(duration, 'kk'), ru: formatDuration(duration, 'ru'), en: formatDuration(duration, 'en') }
}

/** `9 working days + 1 day + 60 minutes`: units are shown apart, because only a calendar can add them. */
export function sumText(sum: Sum): LocalText {
  const parts = UNITS.filter((unit) => sum[unit] > 0).map((unit) => termText({ unit, amount: sum[unit] }))
  const joined = (language: 'kk' | 'ru' | 'en') => parts.map((part) => part[language]).join(' + ') || '0'
  return { kk: joined('kk'), ru: joined('ru'), en: joined('en') }
}
