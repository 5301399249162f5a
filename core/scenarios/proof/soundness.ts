// Every case ends, no row is dead, no branch waits for ever; and each outcome has one row, so that conditions neither overlap nor leave a hole.
import { fillText, type LocalText } from '@ruqsat/foundation'
import { ACTION_RULES, nextRows, type ActionRule, type Outcome } from '@ruqsat/law'
import { MOST_PLACES, type Explored } from '../walk-cases.ts'
import { findingsOf, judgedBy, verdictOf, type CounterExample, type Proving, type ProofSubject } from './claims.ts'
import { replay, scenarioOf } from './replay.ts'
import { withdrawals } from './withdrawal.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof

/** From the tables themselves (each path, each split and join) and by walking every choice through the engine. */
export const soundness: Proving = (subject) => {
  const { cells, variant } = subject
  const tables = judgedBy(findingsOf(subject, ['unreachable-step', 'no-way-out', 'token-left', 'join-without-split']))
  const stopped = cells.flatMap((each) => stoppedCase(each, subject) ?? [])
  const dead = cells.length === 0 || stopped.length > 0 ? [] : deadRows(subject)
  const withdrawn = withdrawals(subject)
  const places = cells.reduce((sum, { explored }) => sum + explored.places.size, 0)
  const ends = cells.reduce((sum, { explored }) => sum + endsOf(explored), 0)
  return {
    verdict: verdictOf([
      tables.verdict,
      ...(stopped.length + dead.length + withdrawn.counterExamples.length > 0 ? (['refuted'] as const) : []),
    ]),
    facts: [
      fillText(WORDS.tablesSound, {
        count: variant.views.length + 1,
        steps: [...variant.views, variant.procedure].reduce((sum, { steps }) => sum + steps.length, 0),
      }),
      ...(cells.length === 0 ? [] : [fillText(WORDS.casesEnd, { cells: cells.length, places, ends })]),
      ...withdrawn.facts,
      ...tables.facts,
    ],
    counterExamples: [
      ...tables.counterExamples,
      ...stopped,
      ...withdrawn.counterExamples,
      ...dead.map((text) => ({ text, scenario: null })),
    ],
    bound: cells.length === 0 ? WORDS.notWalked : fillText(WORDS.oneDay, { day: cells[0]!.explored.start.slice(0, 10), most: MOST_PLACES }),
  }
}

function endsOf({ places, ways }: Explored): number {
  const leading = new Set(ways.map(({ from }) => from))
  return [...places.keys()].filter((key) => !leading.has(key)).length
}

/** Where a case stops, as a scenario up to there. */
function stoppedCase({ cell, explored }: ProofSubject['cells'][number], { edition, tables }: ProofSubject): CounterExample | null {
  const { fault, places, start } = explored
  if (fault === null) return null
  const place = [...places.values()].find(({ path }) => path.join() === fault.path.join())
  const { lines } = replay({ cell, start, taken: place?.taken ?? [] }, { edition, tables })
  const text = fillText(WORDS.stops, { step: fault.stepId ?? '–', why: fault.why })
  return { text, scenario: scenarioOf(`stops at ${fault.stepId ?? 'the opening'}`, lines, place === undefined ? [] : ['case open']) }
}

/** Rows of the procedure that no case takes, whatever anybody chooses. */
function deadRows({ cells, variant: { procedure } }: ProofSubject): readonly LocalText[] {
  const ways = cells.flatMap(({ explored }) => explored.ways.filter(({ from, to }) => from !== to))
  const taken = Map.groupBy(ways, ({ stepId }) => stepId)
  return procedure.steps.flatMap((step) => {
    const outcomes = new Set((taken.get(step.id) ?? []).map(({ choice }) => outcomeOf(choice.name)))
    const isTaken = (when: Outcome | undefined) =>
      when === undefined ? [...outcomes].some((outcome) => !step.next.some((row) => row.when === outcome)) : outcomes.has(when)
    return step.next.filter(({ when }) => !isTaken(when)).map(({ to }) => fillText(WORDS.deadRow, { step: step.id, to }))
  })
}

/** What somebody writes or receives may itself be the answer. */
const outcomeOf = (name: string): Outcome => OUTCOME_OF[name] ?? (name.endsWith(' yes') ? 'yes' : name.endsWith(' no') ? 'no' : 'done')

const OUTCOME_OF: Readonly<Record<string, Outcome>> = {
  'examines incomplete': 'incomplete',
  late: 'late',
  'asks to correct': 'correction',
  'not corrected': 'uncorrected',
  'does not accept': 'notAccepted',
  'asks to be heard': 'oral',
}

/** Each outcome that an action has leads over exactly one row, or over all rows of a split. */
export const conditions: Proving = ({ variant }) => {
  const tables = [...variant.views.map(({ id, steps }) => ({ name: id, steps })), { name: 'procedure', steps: variant.procedure.steps }]
  const all = tables.flatMap(({ name, steps }) => steps.map((step) => ({ name, step, rule: ACTION_RULES[step.action] as ActionRule })))
  const outcomes = all.flatMap(({ name, step, rule }) => {
    const named = step.next.flatMap(({ when }) => when ?? [])
    // What is written decides: yes and no are all that follows.
    const needed = named.includes('yes') && named.includes('no') ? rule.needs.filter((outcome) => outcome !== 'done') : rule.needs
    return [...new Set<Outcome>([...needed, ...named])].map((outcome) => ({ name, step, outcome }))
  })
  const wrong = outcomes.flatMap(({ name, step, outcome }) => {
    const rows = step.next.filter(({ when }) => when === outcome).length
    const hole = rows === 0 && !step.next.some(({ when }) => when === undefined)
    const overlap = rows > 1 || (rows === 0 && !hole && step.splits !== true && nextRows(step, outcome).length !== 1)
    const twice = step.splits !== true && step.next.filter(({ when }) => when === undefined).length > 1
    return hole || overlap || twice ? [fillText(hole ? WORDS.hole : WORDS.overlap, { step: `${name}/${step.id}`, outcome })] : []
  })
  return {
    verdict: wrong.length > 0 ? 'refuted' : 'proved',
    facts: [
      fillText(WORDS.outcomes, { questions: all.filter(({ step }) => step.shape === 'condition').length, outcomes: outcomes.length }),
    ],
    counterExamples: wrong.map((text) => ({ text, scenario: null })),
    bound: null,
  }
}
