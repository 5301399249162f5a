// Runs cases/*.txt. The files are written for a lawyer; each line is checked, the days of the week too.
import { readdirSync, readFileSync } from 'node:fs'
import { isRefusal, wordsOf, type Instant } from '@ruqsat/foundation'
import { describe, expect, it } from 'vitest'
import { tables } from './fixtures.ts'
import {
  toLocal,
  dueDate,
  toInstant,
  weekday,
  type CountedDay,
  type Duration,
  type DurationUnit,
  type LocalMoment,
  type Stop,
  type TermDerivation,
  type ZoneRules,
} from './index.ts'

type Case = { readonly title: string; readonly lines: Readonly<Record<string, readonly string[]>> }

const FOLDER = new URL('./cases/', import.meta.url)
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const UNITS: Readonly<Record<string, DurationUnit>> = {
  seconds: 'seconds',
  minutes: 'minutes',
  hours: 'hours',
  'working days': 'workingDays',
  'calendar days': 'calendarDays',
}

for (const file of readdirSync(FOLDER).toSorted()) {
  describe(`cases/${file}`, () => {
    for (const one of readCases(readFileSync(new URL(file, FOLDER), 'utf8'))) it(one.title, () => check(one))
  })
}

it('there are at least forty cases, each with its own title', () => {
  const titles = readdirSync(FOLDER).flatMap((file) => readCases(readFileSync(new URL(file, FOLDER), 'utf8')).map(({ title }) => title))
  expect(titles.length).toBeGreaterThanOrEqual(40)
  expect(new Set(titles).size).toBe(titles.length)
})

function readCases(text: string): Case[] {
  const blocks = text
    .replace(/^#.*\n/gm, '')
    .trim()
    .split(/\n\s*\n/)
  return blocks.map((block) => {
    const [title, ...rest] = block.split('\n')
    const lines: Record<string, string[]> = {}
    let key = ''
    for (const line of rest) {
      const [, name, value] = /^ {2}(\w*) +(\S.*)$/.exec(line) ?? []
      if (value === undefined) throw new Error(`Expected '  word  value' in case '${title}' but found '${line}'`)
      if (name) lines[(key = name)] ??= []
      lines[key]!.push(value)
    }
    return { title: title!, lines }
  })
}

/** An instant as the cases write it. */
function dotted(at: Instant, zone: ZoneRules): string {
  const { date, time } = toLocal(at, zone)
  return `${date.split('-').reverse().join('.')} ${time}`
}

function check({ lines }: Case): void {
  if (lines.branch) return checkBranches(lines)
  const { in: place = ['aqtobe'], hours = ['provider'], calendar = ['kz-2027-1'] } = lines
  const the = tables(place[0], hours[0], calendar[0])
  const answer = dueDate({
    ...the,
    start: instantOf(only(lines.start), the.zone),
    duration: termOf(only(lines.term)),
    stops: (lines.stopped ?? []).map((stop) => stopOf(stop, the.zone)),
  })
  if (lines.refused) {
    if (!isRefusal(answer)) throw new Error(`Expected a refusal but found ${answer.due}`)
    const [code, ...fact] = only(lines.refused).split(' ')
    expect(answer.code).toBe(code)
    const words = wordsOf(answer, { instant: (at) => dotted(at, the.zone) })
    for (const text of Object.values(words.text)) expect(text).toContain(fact.map(withoutWeekday).filter(Boolean).join(' '))
    return
  }
  if (isRefusal(answer)) throw new Error(`Expected a due date but found: ${wordsOf(answer).text.en}`)
  const derivation = answer.derivation as TermDerivation
  const { days, spans } = derivation
  expect(days.filter(({ number, why }) => number === null && why !== 'lastDayMoved').map(sayDay)).toEqual(lines.skipped ?? [])
  expect(days.filter(({ why }) => why === 'lastDayMoved').map(({ date }) => sayDate(date))).toEqual(lines.moved ?? [])
  if (lines.used) expect(spans.map(({ date, from, to }) => `${sayDate(date)} ${from}-${to}`)).toEqual(lines.used)
  expect(sayMoment(derivation.effectiveStartLocal)).toBe(only(lines.taken ?? lines.start))
  expect(sayMoment(derivation.dueLocal)).toBe(only(lines.due))
  if (lines.utc) expect(answer.due).toBe(only(lines.utc))
}

/** Branches begin together, each with its own term; a stop of one leaves the others as they are, the join waits for the last. */
function checkBranches(lines: Case['lines']): void {
  const the = tables(lines.in?.[0], lines.hours?.[0])
  const start = instantOf(only(lines.start), the.zone)
  const ofBranch = (key: string, name: string) =>
    (lines[key] ?? []).flatMap((line) => (line.startsWith(`${name}: `) ? [line.slice(name.length + 2)] : []))
  const ends = lines.branch!.map((line) => {
    const [name, term] = line.split(': ') as [string, string]
    const stops = [...(lines.stopped ?? []), ...ofBranch('stop', name)].map((stop) => stopOf(stop, the.zone))
    const answer = dueDate({ ...the, start, duration: termOf(term), stops })
    expect(isRefusal(answer) ? answer.code : sayMoment((answer.derivation as TermDerivation).dueLocal), name).toBe(
      only(ofBranch('ends', name)),
    )
    return answer
  })
  if (lines.joined === undefined) return expect(ends.some(isRefusal)).toBe(true)
  const last = ends
    .map((each) => (isRefusal(each) ? '' : each.due))
    .toSorted()
    .at(-1)!
  expect(sayMoment(toLocal(last, the.zone))).toBe(only(lines.joined))
  const after = dueDate({
    ...the,
    start: last,
    duration: termOf(only(lines.then)),
    stops: (lines.stopped ?? []).map((stop) => stopOf(stop, the.zone)),
  })
  expect(isRefusal(after) ? after.code : sayMoment((after.derivation as TermDerivation).dueLocal)).toBe(only(lines.due))
}

function sayDay({ date, why, day }: CountedDay): string {
  if (why !== 'dayOff') return `${sayDate(date)} ${why}`
  switch (day.kind) {
    case 'holiday':
      return `${sayDate(date)} holiday ${day.id}`
    case 'holidayShift':
      return `${sayDate(date)} shift of ${sayDate(day.holiday)}`
    case 'movedOff':
      return `${sayDate(date)} moved for ${sayDate(day.worked)}`
    default:
      return `${sayDate(date)} ${day.kind}`
  }
}

const sayDate = (date: string) => `${WEEKDAYS[weekday(date) - 1]} ${date}`
const sayMoment = ({ date, time }: LocalMoment) => `${sayDate(date)} ${time}`
const withoutWeekday = (word: string) => (WEEKDAYS.includes(word) ? '' : word)

function only(values: readonly string[] | undefined): string {
  if (values?.length !== 1) throw new Error(`Expected one value but found ${JSON.stringify(values)}`)
  return values[0]!
}

function instantOf(text: string, zone: ZoneRules): string {
  const [name, date, time] = text.split(' ') as [string, string, string]
  expect(`${name} ${date}`).toBe(sayDate(date))
  return toInstant(date, time, zone)
}

function termOf(text: string): Duration {
  const [, amount, unit] = /^(\d+) (.+)$/.exec(text)!
  return { amount: Number(amount), unit: UNITS[unit!]! }
}

function stopOf(text: string, zone: ZoneRules): Stop {
  const [from, to] = text.split(' to ') as [string, string]
  return { from: instantOf(from, zone), ...(to !== 'open' && { to: instantOf(to, zone) }) }
}
