// A derivation in short plain sentences, for the applicant and for the head alike. Dates are set off by colons
// where Kazakh would need case endings on a number.
import { calendarWords } from './calendar-words.ts'
import { fillText, inAll, type Language, type LocalDate, type LocalText, formatDateTime, formatDate } from '@ruqsat/foundation'
import { formatDuration } from './format.ts'
import type { Convention, CountedDay, Derivation, LocalMoment, SumDerivation, TermDerivation } from './types.ts'
import texts from './texts.yaml'

/** More days than this are said in one sentence instead of one by one; the derivation itself keeps them all. */
const DAYS_NAMED = 15

const WORDS = texts.explain.page satisfies Readonly<Record<string, LocalText>>

export function explainDerivation(derivation: Derivation): LocalText[] {
  return derivation.kind === 'sum' ? explainSum(derivation) : explainTerm(derivation)
}

function explainSum({ startLocal, steps, conventions, dueLocal }: SumDerivation): LocalText[] {
  const lines = steps.map((step, index) => say('step', { n: () => String(index + 1), term: term(step), at: at(step.dueLocal) }))
  const provisional = steps.some(({ calendar }) => calendar.provisional)
  return [
    say('start', { at: at(startLocal) }),
    ...lines,
    say('due', { at: at(dueLocal) }),
    WORDS.sum,
    ...rules(uniqueRules([...conventions, ...steps.flatMap((step) => step.conventions)])),
    say('calendar', { version: (language) => calendarWords(steps[0]!.calendar.version)[language] }),
    ...(provisional ? [WORDS.provisional] : []),
  ]
}

function explainTerm(derivation: TermDerivation): LocalText[] {
  const { startLocal, effectiveStartLocal, startShift, conventions, dueLocal, calendar } = derivation
  const countsByCalendar = derivation.duration.unit !== 'seconds'
  return [
    say('start', { at: at(startLocal) }),
    ...(startShift === 'none' ? [] : [fill(texts.explain.shifts[startShift], { at: at(effectiveStartLocal) })]),
    say('term', { term: term(derivation) }),
    ...explainDays(derivation.days),
    ...explainSpans(derivation),
    say('due', { at: at(dueLocal) }),
    ...rules(conventions),
    ...(countsByCalendar ? [say('calendar', { version: (language) => calendarWords(calendar.version)[language] })] : []),
    ...(countsByCalendar && calendar.provisional ? [WORDS.provisional] : []),
  ]
}

function explainDays(days: readonly CountedDay[]): LocalText[] {
  const counted = days.filter(({ number }) => number !== null)
  const off = days.filter(({ why }) => why === 'dayOff')
  const weekends = off.filter(({ day }) => day.kind === 'weekend')
  const suspended = days.filter(({ why }) => why === 'suspended')
  return [
    ...days.filter(({ why }) => why === 'received').map(({ date }) => say('received', { day: on(date) })),
    ...listOrTotal(counted, 'counted', 'countedMany'),
    ...listOrTotal(weekends, 'weekends', 'weekendsMany'),
    ...days.filter(({ number, why, day }) => number !== null || (why === 'dayOff' && day.kind !== 'weekend')).flatMap(explainDay),
    ...listOrTotal(suspended, 'suspended', 'suspendedMany'),
    ...days.filter(({ why }) => why === 'lastDayMoved').map(({ date }) => say('lastDayMoved', { day: on(date) })),
  ]
}

/** The day's own reason, where it has one beyond the week. */
function explainDay({ date, day }: CountedDay): LocalText[] {
  switch (day.kind) {
    case 'holiday':
      return [say('holiday', { day: on(date), name: (language) => day.name[language] })]
    case 'holidayShift':
      return [say('holidayShift', { day: on(date), name: (language) => day.name[language], other: on(day.holiday) })]
    case 'movedOff':
      return [say('movedOff', { day: on(date), other: on(day.worked) })]
    case 'workedForDayOff':
      return [say('workedForDayOff', { day: on(date), other: on(day.dayOff) })]
    case 'weekend':
    case 'working':
      return []
  }
}

function explainSpans({ spans }: TermDerivation): LocalText[] {
  if (spans.length > DAYS_NAMED) {
    return [say('spansMany', { n: () => String(spans.length), first: on(spans[0]!.date), last: on(spans.at(-1)!.date) })]
  }
  return spans.map(({ date, from, to, ms }) => say('span', { day: on(date), from: () => from, to: () => to, used: used(ms) }))
}

function listOrTotal(days: readonly CountedDay[], list: keyof typeof WORDS, total: keyof typeof WORDS): LocalText[] {
  if (days.length === 0) return []
  const places = { n: () => String(days.length), first: on(days[0]!.date), last: on(days.at(-1)!.date) }
  if (days.length > DAYS_NAMED) return [say(total, places)]
  return [say(list, { days: (language) => days.map(({ date }) => formatDate(date, language)).join('; ') })]
}

function rules(conventions: readonly Convention[]): LocalText[] {
  return conventions.map(({ text, source, inherited }) =>
    say(inherited ? 'generalRule' : 'rule', {
      text: (language) => text[language],
      mark: (language) => (source.certainty === 'assumed' ? texts.explain.assumed[language] : ''),
    }),
  )
}

function uniqueRules(conventions: readonly Convention[]): Convention[] {
  return conventions.filter(({ id }, index) => conventions.findIndex((other) => other.id === id) === index)
}

type PlaceFiller = (language: Language) => string

function say(sentence: keyof typeof WORDS, places: Readonly<Record<string, PlaceFiller>>): LocalText {
  return fill(WORDS[sentence], places)
}

function fill(text: LocalText, places: Readonly<Record<string, PlaceFiller>>): LocalText {
  const words = (language: Language) => Object.fromEntries(Object.entries(places).map(([name, place]) => [name, place(language)]))
  return inAll((language) => fillText(text, words(language))[language])
}

const on =
  (date: LocalDate): PlaceFiller =>
  (language) =>
    formatDate(date, language)
const at =
  (moment: LocalMoment): PlaceFiller =>
  (language) =>
    formatDateTime(moment.date, moment.time, language)
const term =
  ({ duration }: TermDerivation): PlaceFiller =>
  (language) =>
    formatDuration(duration, language)

/** Office time used: `3 сағат 30 минут`. Less than a minute is said in seconds. */
function used(ms: number): PlaceFiller {
  const parts = [
    { unit: 'hours', amount: Math.floor(ms / 3_600_000) },
    { unit: 'minutes', amount: Math.floor(ms / 60_000) % 60 },
    { unit: 'seconds', amount: Math.floor(ms / 1000) % 60 },
  ] as const
  const said = parts.filter(({ amount }) => amount > 0)
  return (language) => (said.length > 0 ? said : [parts[2]]).map((part) => formatDuration(part, language)).join(' ')
}
