// One question to one register about a draft. Found, absent, refused and out of reach stay four different things.
import { Fault, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { systemName, type RegisterQuestion } from '@ruqsat/law'
import { cleanFact, type RegisterAnswer } from '../core/register-facts.ts'
import { refusePortal } from '../../refusals.ts'
import { legalDay } from './legal-day.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import { draftPurpose } from './purpose.ts'
import { comparedWith } from './register-answers.ts'
import type { Person } from '../../registration/people/person.ts'

/** One question about this draft: the answer as it is kept, or why there is none. */
export async function askOne(
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
