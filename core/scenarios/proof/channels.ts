// The same facts give the same decision in every channel: what a channel asks before the registration, and what the staff decide behind it.
import { registrationStep } from '@ruqsat/engine'
import { fillText, inAll } from '@ruqsat/foundation'
import { nextStep, type Outcome, type Step, type Variant, type View } from '@ruqsat/law'
import { findingsOf, verdictOf, type CounterExample, type Proving, type ProofSubject, type ClaimVerdict } from './claims.ts'
import { scenarioOf } from './replay.ts'
import texts from '../texts.yaml'

const WORDS = texts.proof

/** Facts about the request itself. How a channel knows a person (sign-in, certificate, registers) is the channel's own. */
const FACTS = { payment: 'checkPayment', requirements: 'checkRequirements' } as const
type Fact = keyof typeof FACTS
type Facts = Readonly<Record<Fact, boolean>>

export const channels: Proving = (subject) => {
  const { variant, cells, edition } = subject
  const asked = (Object.keys(FACTS) as Fact[]).filter((fact) => fact !== 'payment' || variant.fee !== null)
  const worlds = asked.reduce<readonly Facts[]>(
    (all, fact) => all.flatMap((world) => [world, { ...world, [fact]: false }]),
    [{ payment: true, requirements: true }],
  )
  const differing = worlds.flatMap((world) => differenceIn(world, variant))
  const decided = findingsOf(subject, ['check-not-in-every-channel', 'refusal-subject-differs', 'payment-notice-without-payment'])
  const known = differing.map((each): ClaimVerdict =>
    decided.some(({ reading, subject: about }) => reading !== null && about.endsWith(`/${each.fact}`)) ? 'decided' : 'refuted',
  )
  const staff = unlikeCells(subject)
  return {
    verdict: verdictOf([...known, ...(staff.length > 0 ? (['refuted'] as const) : [])]),
    facts: [
      fillText(WORDS.channels, { channels: variant.views.length, worlds: worlds.length }),
      ...(cells.length < 2 ? [] : [fillText(WORDS.sameStaff, { cells: cells.length, ways: cells[0]!.explored.ways.length })]),
      ...decided.filter(({ reading, code }) => reading !== null && code === 'check-not-in-every-channel').map(({ text }) => text),
    ],
    counterExamples: [...differing.filter((_each, at) => known[at] === 'refuted').map(({ counter }) => counter), ...staff],
    bound: fillText(WORDS.channelsBound, { act: edition.regulation.id }),
  }
}

type Walked = { readonly view: View; readonly end: string; readonly passed: readonly { readonly step: Step; readonly outcome: Outcome }[] }

/** Channels that do not end alike when these are the facts. */
function differenceIn(world: Facts, variant: Variant): readonly { readonly fact: Fact; readonly counter: CounterExample }[] {
  const walked = variant.views.map((view) => walk(view, world))
  const [first] = walked
  const other = walked.find(({ end }) => end !== first?.end)
  if (first === undefined || other === undefined) return []
  const fact: Fact = world.payment ? 'requirements' : 'payment'
  const text = fillText(WORDS.unlikeChannels, {
    one: first.view.name,
    other: other.view.name,
    first: WORDS.ends[first.end as 'result'],
    second: WORDS.ends[other.end as 'result'],
    fact: WORDS.facts[fact],
  })
  const scenario = [first, other].map((each) => channelScenario(variant, each)).join('\n')
  return [{ fact, counter: { text, scenario } }]
}

function walk(view: View, world: Facts): Walked {
  const passed: Walked['passed'][number][] = []
  for (let step: Step | null = view.steps[0] ?? null; step !== null && passed.length <= view.steps.length;) {
    const outcome: Outcome = step.shape === 'process' ? 'done' : answerTo(step, world) ? 'yes' : 'no'
    passed.push({ step, outcome })
    const next: Step | null = nextStep(view.steps, step, outcome)
    if (next === null) return { view, passed, end: step.action === 'receiveResult' ? 'result' : 'refusal' }
    step = next
  }
  return { view, passed, end: 'nothing' }
}

function answerTo({ action }: Step, world: Facts): boolean {
  const fact = (Object.keys(FACTS) as Fact[]).find((each) => FACTS[each] === action)
  return fact === undefined || world[fact]
}

/** As far as a channel goes before the registration; what follows is decided by the staff. */
function channelScenario({ id }: Variant, { view, passed }: Walked): string {
  const until = passed.findIndex(({ step }) => step === registrationStep({ view }))
  const before = until < 0 ? passed : passed.slice(0, until)
  const lines = before.map(({ step, outcome }) => `when: ${step.id} ${outcome === 'done' ? 'done' : `answers ${outcome}`}`)
  const given = `given: variant ${id}, view ${view.id}, applicant individual, not yet registered`
  return scenarioOf(`${view.id}`, [given, ...lines], [until < 0 ? 'channel ended' : `view at ${passed[until]!.step.id}`])
}

/** Behind the registration the same choices lead to the same places, whatever the channel and whoever applies. */
function unlikeCells({ cells }: ProofSubject): readonly CounterExample[] {
  const ends = cells.map(
    ({ explored }) => new Map([...explored.places.values()].map(({ path, sample }) => [path.join(' · '), sample.state.status])),
  )
  const [first, ...others] = ends
  return others.flatMap((each, at) => {
    const way = [...(first ?? [])].find(([path, status]) => each.get(path) !== status)?.[0]
    if (way === undefined) return []
    const { view, applicant } = cells[at + 1]!.cell
    return [
      { text: fillText(WORDS.unlikeStaff, { way, cell: inAll((language) => `${view.name[language]}, ${applicant}`) }), scenario: null },
    ]
  })
}
