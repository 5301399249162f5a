import { Fault, type Instant, isRefusal, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { systemName, type RegisterQuestion } from '@ruqsat/law'
import { cleanFact, type RegisterAnswer } from '../core/register-facts.ts'
import { refusePortal } from '../../refusals.ts'
import { move, onDraft } from './drafts.ts'
import { legalDay } from './legal-day.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import { draftPurpose } from './purpose.ts'
import { askedAt, comparedWith, conditionAfter, registerRefusals } from './register-answers.ts'
import type { Person } from '../../registration/people/person.ts'
import { TOO_LATE, UNSIGNED, write, type NewMark } from './write.ts'

// Registers between the form and the signature: asked where the table says, kept with the draft, judged before anybody goes on. Found, absent,
// refused and out of reach stay four different things up to the page.

/** Asks what was not answered yet, and keeps what was. Gives why a register did not answer, each by its name. */
export function askRegisters(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly Refusal[] | Refusal> {
  return onDraft<readonly Refusal[]>(deps, open, person, async (now) => {
    const { draft, step } = now
    if (draft.status !== 'open' || step.action !== 'askRegisters') return []
    const questions = askedAt(now, step, person).flatMap(({ question, answer }) => (answer === null ? [question] : []))
    if (questions.length === 0) return []
    const at = await deps.legalClock.now()
    const given = await Promise.all(questions.map((question) => ask(deps, now, person, question, at)))
    const answers = given.filter((each) => !isRefusal(each))
    if (answers.length > 0) {
      const marks = answers.map(({ system, kind }): NewMark => ({
        stepId: step.id,
        outcome: null,
        actor: system,
        facts: { why: 'registerAnswered', kind },
      }))
      if (!(await write(deps, draft, { registers: [...(draft.registers ?? []), ...answers], ...UNSIGNED }, marks))) return TOO_LATE
    }
    return given.filter(isRefusal)
  })
}

async function ask(
  deps: DraftDeps,
  open: OpenDraft,
  person: Person,
  question: RegisterQuestion,
  askedAt: Instant,
): Promise<RegisterAnswer | Refusal> {
  const { edition, draft } = open
  const { system, answers } = question
  const named = { source: question.source, facts: { register: systemName(system, edition.regulation) } }
  if (!deps.registers.isBound(system)) return refusePortal('register-not-connected', named)
  const { values, known } = await comparedWith(deps, open, person)
  const { field, known: name } = question.by
  const about = (field === undefined ? (name === undefined ? '' : known(name)) : (values[field] ?? '')).trim()
  const answer = await deps.registers.ask(
    { system, about, facts: answers.map(({ id }) => id) },
    draftPurpose(edition, draft.id, person, question.source),
  )
  const warn = (why: string) => deps.warn('A register did not answer', { register: system, why: why.slice(0, 300) })
  switch (answer.kind) {
    case 'absent':
      return { system, about, kind: 'absent', facts: {}, askedAt }
    case 'refused':
      warn(answer.refusal.code)
      return refusePortal('register-refuses', named)
    case 'outage':
      warn(answer.reason)
      return refusePortal('register-silent', named)
    case 'found': {
      const facts = factsIn(question, answer.value.facts, legalDay(deps, edition, askedAt))
      if (facts !== null) return { system, about, kind: 'found', facts, askedAt }
      warn('a fact that its type cannot be')
      return refusePortal('register-silent', named)
    }
    default:
      throw new Fault(`Expected one of four answers of a register about draft ${draft.id}`)
  }
}

/** Only the facts that the package names, each as its type has it; null where one is no such thing: nobody is judged by it. */
function factsIn({ answers }: RegisterQuestion, given: RegisterAnswer['facts'], today: LocalDate): RegisterAnswer['facts'] | null {
  const facts = answers.map((fact) => [fact.id, cleanFact(fact, given[fact.id] ?? '', today)] as const)
  return facts.some(([, value]) => value === null) ? null : (Object.fromEntries(facts) as Record<string, string>)
}

/** Goes on from the registers where all have answered and nothing is against it; else the table's own notice, or what keeps the person here. */
export function passRegisters(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly Refusal[] | Refusal> {
  return onDraft<readonly Refusal[]>(deps, open, person, async (now) => {
    if (now.draft.status !== 'open' || now.step.action !== 'askRegisters') return []
    // The request is registered already: a register that is silent does not keep its correction back.
    const isFirst = now.draft.corrects === null
    if (isFirst && askedAt(now, now.step, person).some(({ answer }) => answer === null)) return []
    const certain = await registerRefusals(deps, now, person, now.step)
    if (certain.length > 0 && conditionAfter(now.view, now.step) === null) return certain
    return (await move(deps, now, 'done', person, { changedBy: person.accountId })) ? [] : TOO_LATE
  })
}
