import type { LocalText } from '@ruqsat/foundation'
import type { Duration, DurationUnit, OfficeHours } from '@ruqsat/clock'
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
  for (let step = steps[0]; step !== undefined && !path.includes(step); ) {
    path.push(step)
    const onward = step.next.find((row) => row.when === 'yes' || row.when === 'done') ?? step.next.find((row) => row.when === undefined)
    step = steps.find((each) => each.id === onward?.to)
  }
  return path
}

/** Whether the sum is surely longer than the term: hours are measured against the longest office day. Terms of other units than working days are left to the clock. */
export function exceeds(sum: Sum, term: Duration, hours: OfficeHours): boolean {
  if (term.unit !== 'workingDays') return false
  const dayMinutes = Math.max(...hours.days.map((day) => minutes(day.closes) - minutes(day.opens) - day.breaks.reduce((pause, each) => pause + minutes(each.to) - minutes(each.from), 0)))
  return sum.workingDays + sum.calendarDays + (sum.hours * 60 + sum.minutes) / dayMinutes > term.amount
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

const UNITS: Readonly<Record<DurationUnit, LocalText>> = {
  workingDays: { kk: 'жұмыс күні', ru: 'раб. дн.', en: 'wd' },
  calendarDays: { kk: 'күн', ru: 'дн.', en: 'd' },
  hours: { kk: 'сағат', ru: 'ч', en: 'h' },
  minutes: { kk: 'минут', ru: 'мин', en: 'min' },
  seconds: { kk: 'секунд', ru: 'с', en: 's' },
}

/** A duration in words of one language; short, for tables. */
export function termText(duration: Duration): LocalText {
  return inLanguages((language) => `${duration.amount} ${UNITS[duration.unit][language]}`)
}

export function sumText(sum: Sum): LocalText {
  const used = (Object.keys(UNITS) as DurationUnit[]).filter((unit) => sum[unit] > 0)
  return inLanguages((language) => used.map((unit) => `${sum[unit]} ${UNITS[unit][language]}`).join(' + ') || '0')
}

function inLanguages(make: (language: 'kk' | 'ru' | 'en') => string): LocalText {
  return { kk: make('kk'), ru: make('ru'), en: make('en') }
}
