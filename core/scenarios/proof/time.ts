// The time of every path through the procedure, the worst of them step by step, and the same in the calendar, each act in its last minute.
import { fillText, inAll, sourceText, type LocalText } from '@ruqsat/foundation'
import { exceeds, stepTimeText, sumOfPath, sumText, termText, worstPath, type Step } from '@ruqsat/law'
import { findingsOf, judgedBy, verdictOf, type CounterExample, type Proving, type ProofSubject } from './claims.ts'
import { minuteIn, replay, scenarioOf } from './replay.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof
/** More paths are not listed; the worst is found without listing any. */
const MOST_PATHS = 1_000

export const time: Proving = (subject) => {
  const { edition, variant } = subject
  const { steps } = variant.procedure
  const hours = edition.regulation.authority.officeHours
  const worst = worstPath(steps, hours)
  const sum = sumOfPath(worst, hours)
  const paths = pathsThrough(steps)
  const isLong = variant.term !== null && exceeds(sum, variant.term.duration, hours)
  const judged = judgedBy(findingsOf(subject, ['steps-exceed-term', 'no-total-term']))
  return {
    verdict: verdictOf([judged.verdict, ...(isLong && judged.verdict === 'proved' ? (['refuted'] as const) : [])]),
    facts: [
      fillText(WORDS.paths, { count: paths.length, most: paths.length >= MOST_PATHS ? '+' : '' }),
      fillText(variant.term === null ? WORDS.worst : WORDS.worstOfTerm, {
        sum: sumText(sum),
        term: variant.term === null ? '' : termText(variant.term.duration),
        path: worst.map(({ id }) => id).join(' → '),
      }),
      ...worst.filter((step) => step.time !== null).map(derived),
      ...lastMinutes(subject).map(({ text }) => text),
      ...judged.facts,
    ],
    counterExamples: [...judged.counterExamples, ...(isLong ? lastMinutes(subject) : [])],
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

/** The longest way to a decision in the calendar: each act in the last minute of its task. */
function lastMinutes({ cells, edition, tables }: ProofSubject): readonly CounterExample[] {
  const context = { edition, tables }
  return cells.slice(0, 1).flatMap(({ cell, explored: { start, places, fault } }) => {
    const ends = [...places.values()].filter(
      ({ sample, taken }) => sample.state.status === 'granted' && taken.every(({ choice }) => choice.name !== 'late'),
    )
    const longest = ends.toSorted((one, other) => other.taken.length - one.taken.length)[0]
    if (fault !== null || longest === undefined) return []
    const { lines, sample, end } = replay({ cell, start, taken: longest.taken }, context, true)
    const at = minuteIn(context)
    const total = sample.state.total?.due
    const facts = { start: at(start), end: at(end), total: total === undefined ? '–' : at(total) }
    const text = fillText(WORDS.lastMinutes, facts)
    return [
      {
        text,
        scenario: scenarioOf(
          'each act in its last minute',
          lines,
          total === undefined ? ['case granted'] : ['case granted', `total due ${at(total)}`],
        ),
      },
    ]
  })
}
