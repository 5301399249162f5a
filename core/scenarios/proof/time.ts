// The time of every path through the procedure, the worst of them step by step, and the same in the calendar, each act in its last minute.
import { fillText, inAll, sourceText, type LocalText } from '@ruqsat/foundation'
import { exceeds, stepTimeText, sumOfPath, sumText, termText, worstPath, type Step } from '@ruqsat/law'
import type { Place } from '../walk-cases.ts'
import { findingsOf, judgedBy, verdictOf, type CounterExample, type Proving, type ProofSubject } from './claims.ts'
import { minuteIn, replay, scenarioOf, type Replay } from './replay.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof
/** More paths are not listed; the worst is found without listing any. */
const MOST_PATHS = 1_000
/** Of the longest ways, how many are tried in the calendar. */
const MOST_REPLAYS = 200

export const time: Proving = (subject) => {
  const { edition, variant } = subject
  const { steps } = variant.procedure
  const hours = edition.regulation.authority.officeHours
  const worst = worstPath(steps, hours)
  const sum = sumOfPath(worst, hours)
  const paths = pathsThrough(steps)
  const isLong = variant.term !== null && exceeds(sum, variant.term.duration, hours)
  const judged = judgedBy(findingsOf(subject, ['steps-exceed-term', 'hearing-exceeds-term', 'result-may-be-over', 'no-total-term']))
  const heard = hearings(subject)
  const last = lastMinutes(subject)
  // The sums fit, and in the calendar the last minutes do not: people who use all of their time make the whole late.
  const isLate = judged.verdict === 'proved' && !isLong && [...last, ...heard.last].some(({ isLate: late }) => late)
  return {
    verdict: verdictOf([
      judged.verdict,
      ...(isLong && judged.verdict === 'proved' ? (['refuted'] as const) : []),
      ...(isLate ? (['noted'] as const) : []),
    ]),
    facts: [
      fillText(WORDS.paths, { count: paths.length, most: paths.length >= MOST_PATHS ? '+' : '' }),
      fillText(variant.term === null ? WORDS.worst : WORDS.worstOfTerm, {
        sum: sumText(sum),
        term: variant.term === null ? '' : termText(variant.term.duration),
        path: worst.map(({ id }) => id).join(' → '),
      }),
      ...worst.filter((step) => step.time !== null).map(derived),
      ...last.map(({ text }) => text),
      ...heard.facts,
      ...(isLate ? [WORDS.endsLate] : []),
      ...reminders(subject),
      ...lifeOf(subject),
      ...judged.facts,
    ],
    counterExamples: [...judged.counterExamples, ...(isLong ? last : [])],
    bound: WORDS.withoutReturns,
  }
}

const derived = (step: Step): LocalText =>
  inAll((language) => `${step.id}: ${stepTimeText(step)[language]} (${step.time!.source.act} ${sourceText(step.time!.source)})`)

/** Every path from the first step to an end that comes to no step twice. */
function pathsThrough(steps: readonly Step[]): readonly (readonly string[])[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const found: string[][] = []
  const waiting: string[][] = steps.slice(0, 1).map(({ id }) => [id])
  for (let path = waiting.pop(); path !== undefined && found.length < MOST_PATHS; path = waiting.pop()) {
    const targets = new Set(byId.get(path.at(-1)!)!.next.map(({ to }) => to))
    for (const to of targets) {
      if (to === 'end') found.push(path)
      else if (!path.includes(to)) waiting.push([...path, to])
    }
  }
  return found
}

/** What a refusal may take with its hearing: the longest path, and in the calendar, where nobody objects until the last minute. */
function hearings(subject: ProofSubject): { readonly facts: readonly LocalText[]; readonly last: readonly LastMinutes[] } {
  const { edition, variant } = subject
  const { steps } = variant.procedure
  const hours = edition.regulation.authority.officeHours
  const heard = steps.flatMap(({ id, hearing }) => (hearing?.duration ? [{ id, duration: hearing.duration, source: hearing.source }] : []))
  if (heard.length === 0) return { facts: [], last: [] }
  const path = worstPath(steps, hours, true)
  const sum = sumOfPath(path, hours, true)
  const told = {
    sum: sumText(sum),
    path: path.map(({ id }) => id).join(' → '),
    steps: inAll((language) =>
      heard.map(({ id, duration, source }) => `${id}: ${termText(duration)[language]} (${source.act} ${sourceText(source)})`).join('; '),
    ),
  }
  const last = lastMinutes(subject, 'heard')
  return { facts: [fillText(WORDS.heard, told), ...last.map(({ text }) => text)], last }
}

/** Days of the result that end by an answer: what the form does where they would be over before it is ready. */
function lifeOf({ variant }: ProofSubject): readonly LocalText[] {
  const { validity } = variant.results.grant
  const field = validity?.untilField ?? (validity?.lasts === undefined ? undefined : validity.fromField)
  if (validity === undefined || field === undefined) return []
  const { source, beforeReady } = validity
  return [
    fillText(beforeReady === 'refused' ? WORDS.endRefused : WORDS.endWarned, { field, source: `${source.act} ${sourceText(source)}` }),
  ]
}

/** When and to whom an open task is brought to mind: it takes no time and decides nothing. */
function reminders({ edition: { regulation } }: ProofSubject): readonly LocalText[] {
  const all = regulation.reminders ?? []
  if (all.length === 0) return [WORDS.noReminders]
  const each = all.map(({ to, before, after, source }) =>
    fillText(before === undefined ? WORDS.remindedAfter : WORDS.remindedBefore, {
      to: WORDS.reminded[to],
      time: termText((before ?? after)!),
      source: `${source.act} ${sourceText(source)}`,
    }),
  )
  return [fillText(WORDS.reminders, { list: inAll((language) => each.map((text) => text[language]).join('; ')) })]
}

/** `isLate`: it ends after the term of the whole. */
type LastMinutes = CounterExample & { readonly isLate: boolean }

/** The longest way in the calendar, each act in the last minute of its task: to a grant, or to a refusal to which nobody objects. */
function lastMinutes({ cells, edition, tables }: ProofSubject, to: 'granted' | 'heard' = 'granted'): readonly LastMinutes[] {
  const context = { edition, tables }
  return cells.slice(0, 1).flatMap(({ cell, explored: { start, places, fault } }) => {
    const names = (taken: Place['taken']) => taken.map(({ choice }) => choice.name)
    // Of what the authority opened by itself, the measure is what its party is heard on.
    const wanted = to === 'granted' || cell.variant.proceedings !== undefined ? 'granted' : 'refused'
    const isSought = ({ sample: { state }, taken }: Place) =>
      state.status === wanted && (to === 'granted' || names(taken).includes('not objected'))
    const ends = [...places.values()].filter(
      (place) => isSought(place) && !names(place.taken).some((name) => name === 'late' || name === 'silence'),
    )
    if (fault !== null) return []
    // What may be done only early (a return within one day) cannot be done in the last minute: the next longest way is gone then.
    const tries = ends.toSorted((one, other) => other.taken.length - one.taken.length).slice(0, MOST_REPLAYS)
    let longest: Replay | undefined
    for (const { taken } of tries) {
      const tried = replay({ cell, start, taken }, context, true)
      if (tried.sample.state.status === wanted) longest ??= tried
      if (longest !== undefined) break
    }
    if (longest === undefined) return []
    const { lines, sample, end } = longest
    const at = minuteIn(context)
    const total = sample.state.total?.due
    const facts = { start: at(start), end: at(end), total: total === undefined ? '–' : at(total) }
    const text = fillText(to === 'granted' ? WORDS.lastMinutes : WORDS.heardLastMinutes, facts)
    const status = `case ${wanted}`
    return [
      {
        text,
        isLate: total !== undefined && end > total,
        scenario: scenarioOf('each act in its last minute', lines, total === undefined ? [status] : [status, `total due ${at(total)}`]),
      },
    ]
  })
}
