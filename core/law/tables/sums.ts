import { decimalText, formFor, type Language, type LocalText, inAll } from '@ruqsat/foundation'
import { formatDuration, type Duration, type DurationUnit, type OfficeHours } from '@ruqsat/clock'
import { END, longestPath } from './longest-path.ts'
import type { Next, Step, WrittenTime } from '../package/model.ts'
import { splitRows } from '../package/steps.ts'
import texts from '../texts.yaml'

/** A unit as the act writes it: of a day it may not say which kind it is. */
type WrittenUnit = DurationUnit | 'days'

/** Amounts per unit, added along a path of a table. Units stay apart: only a calendar can make days of hours. */
export type Sum = Readonly<Record<WrittenUnit, number>>

type Amount = { readonly unit: WrittenUnit; readonly amount: number }

/** Calendar days are counted either way; where the act does not call them so, it says “days” and no more. */
function unitAsWritten({ unit, named }: WrittenTime): WrittenUnit {
  return unit === 'calendarDays' && named !== true ? 'days' : unit
}

/** Whether the act leaves open which kind of day it means, so that calendar days are a reading. */
export function isPlainDays(time: Given): boolean {
  return unitAsWritten(timeAsWritten(time)) === 'days'
}

type Given = Pick<NonNullable<Step['time']>, 'duration' | 'from' | 'named'>

/** The time of a step, or of one of its outcomes, as a written one. */
export function timeAsWritten({ duration, from, named }: Given): WrittenTime {
  return { ...duration, ...(from === undefined ? {} : { from }), ...(named === undefined ? {} : { named }) }
}

/** Adds the times of the steps that a case passes when every step is done and every question is answered yes. */
export function sumOfTable(steps: readonly Step[]): Sum {
  return sumOf(mainPath(steps).map(ownTime))
}

/** Adds the times along a path: where the row that is taken has a time of its own, that one counts and not the step's. */
export function sumOfPath(path: readonly Step[], hours: OfficeHours, isHeard = false): Sum {
  const dayMinutes = longestDay(hours)
  return sumOf(path.flatMap((step, at) => [timeTo(step, path[at + 1]?.id ?? END, dayMinutes), ...(isHeard ? [hearingOf(step)] : [])]))
}

const hearingOf = ({ hearing }: Step): Duration | null => hearing?.duration ?? null

function sumOf(times: readonly (Amount | null)[]): Sum {
  const sum = { seconds: 0, minutes: 0, hours: 0, workingDays: 0, calendarDays: 0, days: 0 }
  for (const time of times) if (time !== null) sum[time.unit] += time.amount
  return sum
}

function ownTime({ time }: Step): Amount | null {
  return time === null ? null : { unit: unitAsWritten(timeAsWritten(time)), amount: time.duration.amount }
}

/** What a step may take when `to` follows it: the longest where several rows lead there, or where `to` is null and nothing says which row is taken. */
function timeTo(step: Step, to: string | null, dayMinutes: number): Amount | null {
  const leading = step.next.filter((row) => to === null || row.to === to)
  const times = (leading.length === 0 ? step.next : leading).map((row: Next) => row.within?.duration ?? ownTime(step))
  return times.reduce((most, time) => (weight(time, dayMinutes) > weight(most, dayMinutes) ? time : most), times[0] ?? ownTime(step))
}

/** The steps of the path on which everything succeeds: a loop is followed once, and of parallel branches the longest one. */
export function mainPath(steps: readonly Step[]): readonly Step[] {
  return longestPath(steps, successes, (step) => weight(ownTime(step), USUAL_DAY_MINUTES))
}

/** Every step that a case comes to when everything succeeds, with all parallel branches; in the order of the table. */
export function stepsOfSuccess(steps: readonly Step[]): readonly Step[] {
  const come = new Set(steps.slice(0, 1).map(({ id }) => id))
  for (const id of come) for (const to of successes(steps.find((step) => step.id === id)!)) if (to !== END) come.add(to)
  return steps.filter(({ id }) => come.has(id))
}

/**
 * The path that takes longest of all that the table knows, refusals included. A return that we added ourselves is left out. `isHeard`: the
 * draft of a refusal waits for its applicant as long as the hearing of its step lasts.
 */
export function worstPath(steps: readonly Step[], hours: OfficeHours, isHeard = false): readonly Step[] {
  const dayMinutes = longestDay(hours)
  return longestPath(
    steps,
    (step) => step.next.map((row) => row.to),
    (step, to) => weight(timeTo(step, to, dayMinutes), dayMinutes) + (isHeard ? weight(hearingOf(step), dayMinutes) : 0),
  )
}

function successes(step: Step): readonly string[] {
  if (step.splits === true) return splitRows(step).map((row) => row.to)
  const row = step.next.find((each) => each.when === 'yes' || each.when === 'done') ?? step.next.find((each) => each.when === undefined)
  return row === undefined ? [] : [row.to]
}

/** Ranks branches where no office hours are known; nothing is converted by it. */
const USUAL_DAY_MINUTES = 8 * 60

function weight(time: Amount | null, dayMinutes: number): number {
  return officeMinutes(sumOf([time]), dayMinutes)
}

/** The least that a sum can take: a day counts as one day of the office, whichever kind of day it is. */
function officeMinutes(sum: Sum, dayMinutes: number): number {
  return (sum.workingDays + sum.calendarDays + sum.days) * dayMinutes + sum.hours * 60 + sum.minutes + sum.seconds / 60
}

/** Whether the sum is surely longer than the term: hours are measured against the longest office day. */
export function exceeds(sum: Sum, term: Duration, hours: OfficeHours): boolean {
  const dayMinutes = longestDay(hours)
  return officeMinutes(sum, dayMinutes) > weight(term, dayMinutes)
}

/** Whether one time is longer than another on whatever day both begin. Calendar days pass over days off, so of them only calendar days are surely fewer. */
export function surelyLonger(time: Duration, than: Duration, hours: OfficeHours): boolean {
  if (time.unit === 'calendarDays' && than.unit !== 'calendarDays') return false
  return exceeds(sumOf([time]), than, hours)
}

function longestDay(hours: OfficeHours): number {
  const days = hours.days.map(
    (day) =>
      minutes(day.closes) - minutes(day.opens) - day.breaks.reduce((pause, each) => pause + minutes(each.to) - minutes(each.from), 0),
  )
  return Math.max(0, ...days) || USUAL_DAY_MINUTES
}

function minutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** Largest unit first, as people say it. */
const UNITS: readonly WrittenUnit[] = ['workingDays', 'calendarDays', 'days', 'hours', 'minutes', 'seconds']

/**
 * A time in words, `10–15 seconds` where `from` gives its lower end. Half minutes are said as minutes (`1.5 minutes`), as acts say them;
 * an amount may therefore be a fraction.
 */
export function termText(duration: Duration, from?: number): LocalText {
  return inAll((language) => inWords(duration, from, language))
}

/** The same of a time as the act writes it. */
export function writtenText(time: WrittenTime): LocalText {
  return inAll((language) => inWords({ unit: unitAsWritten(time), amount: time.amount }, time.from, language))
}

function inWords({ unit, amount }: Amount, from: number | undefined, language: Language): string {
  const ends = from === undefined ? [amount] : [from, amount]
  if (unit === 'seconds' && ends.every((end) => end >= 60 && end % 30 === 0))
    return inWords({ unit: 'minutes', amount: amount / 60 }, from === undefined ? from : from / 60, language)
  const numbers = ends.map((end) => decimalText(end, language))
  return `${numbers.join('–')} ${wordOf(unit, amount, language)}`
}

/** The word alone for the unit of a time as written. */
export function unitWord(time: WrittenTime, language: Language): string {
  return wordOf(unitAsWritten(time), time.amount, language)
}

/** A fraction takes the form of two: `1,5 минуты`, `1.5 minutes`. */
function wordOf(unit: WrittenUnit, amount: number, language: Language): string {
  const whole = Number.isInteger(amount) ? amount : 2
  if (unit === 'days') return formFor(whole, texts.sums.days, language)
  return formatDuration({ unit, amount: whole }, language).slice(String(whole).length + 1)
}

/** `9 working days + 1 day + 60 minutes`: units are shown apart, because only a calendar can add them; a day is called what the act calls it. */
export function sumText(sum: Sum): LocalText {
  const parts = UNITS.filter((unit) => sum[unit] > 0).map((unit) => ({ unit, amount: sum[unit] }))
  return inAll((language) => parts.map((part) => inWords(part, undefined, language)).join(' + ') || '0')
}
