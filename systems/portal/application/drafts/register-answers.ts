import { inAll, type Refusal } from '@ruqsat/foundation'
import { nextStep, questionsAt, systemName, type RegisterQuestion, type Step, type View } from '@ruqsat/law'
import { answerRefusals, type Compared, type RegisterAnswer } from '../core/register-facts.ts'
import { refusePortal } from '../../refusals.ts'
import { factsOf } from './known.ts'
import { legalDay } from './legal-day.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'

// What the registers that a draft's table asks have said, and what follows from it.

/** What this draft asks at the step where it is, and what it knows by now. */
export type AskedRegister = {
  readonly question: RegisterQuestion
  readonly answer: RegisterAnswer | null
}

export function askedAt(
  { draft, variant }: Pick<OpenDraft, 'draft' | 'variant'>,
  step: Step,
  person: Pick<Person, 'kind'>,
): readonly AskedRegister[] {
  return questionsAt(variant, step, person.kind).map((question) => ({
    question,
    answer: (draft.registers ?? []).find(({ system }) => system === question.system) ?? null,
  }))
}

export async function comparedWith(deps: DraftDeps, open: OpenDraft, person: Person): Promise<Compared> {
  const { draft, variant, edition } = open
  const wanted = (variant.registers ?? []).flatMap(({ by, answers }) => [by.known, ...answers.map(({ equals }) => equals?.known)])
  const facts = await factsOf(deps, open, person, [...new Set(wanted.filter((name) => name !== undefined))])
  return {
    requirements: variant.requirements,
    values: draft.values,
    known: (name) => facts[name] ?? '',
    today: legalDay(deps, edition, await deps.legalClock.now()),
  }
}

/**
 * What the answers to this step's questions make certain; and absence, where the table asks at once whether the data are there. A request
 * that is registered already is decided by officials: its correction carries what the registers say now and is not kept back by it.
 */
export async function registerRefusals(deps: DraftDeps, open: OpenDraft, person: Person, step: Step): Promise<readonly Refusal[]> {
  const { edition, view } = open
  if (open.draft.corrects !== null) return []
  const compared = await comparedWith(deps, open, person)
  const isChecked = conditionAfter(view, step) !== null
  return askedAt(open, step, person).flatMap(({ question, answer }) => {
    if (answer === null) return []
    const register = systemName(question.system, edition.regulation)
    const certain = answerRefusals(question, answer, register, compared)
    if (certain.length > 0 || answer.kind === 'found' || !isChecked) return certain
    const about = { kind: 'typed', text: inAll(() => answer.about) } as const
    return [refusePortal('register-has-no-data', { source: question.source, facts: { register, about } })]
  })
}

/** All that the registers of a draft's table have made certain: looked at again before anybody pays. */
export async function certainByRegisters(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly Refusal[]> {
  const asking = open.view.steps.filter(({ action }) => action === 'askRegisters')
  return (await Promise.all(asking.map((step) => registerRefusals(deps, open, person, step)))).flat()
}

/** The question "are the data there", where the table asks it right after. */
export function conditionAfter({ steps }: Pick<View, 'steps'>, step: Step): Step | null {
  const next = nextStep(steps, step, 'done')
  return next?.action === 'checkRegisters' ? next : null
}

/** The step at which the registers of this question, or of the notice after it, were asked. */
export function askingStep({ steps }: Pick<View, 'steps'>, later: Step): Step | null {
  const isBefore = (step: Step) => {
    const condition = conditionAfter({ steps }, step)
    return condition !== null && (condition.id === later.id || nextStep(steps, condition, 'no')?.id === later.id)
  }
  return steps.find((step) => step.action === 'askRegisters' && isBefore(step)) ?? null
}
