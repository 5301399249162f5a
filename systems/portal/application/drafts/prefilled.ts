// Fields of the form that a register answers: asked about what is known of the applicant when the form is opened, kept as the register said it,
// and part of the request with the register's name and the time.
import { isRefusal } from '@ruqsat/foundation'
import { sectionsFor } from '@ruqsat/documents'
import { questionBehind, type Field, type RegisterQuestion } from '@ruqsat/law'
import type { RegisterAnswer } from '../core/register-facts.ts'
import { askOne } from './ask-register.ts'
import type { DraftDeps, OpenDraft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'

type Place = Pick<OpenDraft, 'draft' | 'variant'>
type Answered = {
  readonly sectionId: string
  readonly field: Field
  readonly question: RegisterQuestion
  readonly answer: RegisterAnswer | null
}

/** The fields that a register answers for this person, in the order of the form, with what it said. A correction keeps what was signed. */
export function answeredFields({ draft, variant }: Place, person: Pick<Person, 'kind'>): readonly Answered[] {
  if (draft.corrects !== null) return []
  return sectionsFor(variant.form, person.kind).flatMap(({ id: sectionId, fields }) =>
    fields.flatMap((field) => {
      const question = questionBehind(variant, field, person.kind)
      const answer = (draft.registers ?? []).find(({ system }) => system === question?.system) ?? null
      return question === null ? [] : [{ sectionId, field, question, answer }]
    }),
  )
}

export function unansweredFields(open: Place, person: Pick<Person, 'kind'>): readonly Answered[] {
  return answeredFields(open, person).filter(({ answer }) => answer === null)
}

/** What the registers behind the form said: these are not asked again after it. */
export function answersInForm(open: Place, person: Pick<Person, 'kind'>): readonly RegisterAnswer[] | null {
  const answers = new Set(answeredFields(open, person).flatMap(({ answer }) => answer ?? []))
  return answers.size === 0 ? null : [...answers]
}

/** By field, what the registers that have answered say; nothing of what a register does not know. */
export function prefilledValues(open: Place, person: Pick<Person, 'kind'>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    answeredFields(open, person).flatMap(({ field, answer }) =>
      answer === null ? [] : [[field.id, answer.facts[field.answeredBy!.fact] ?? ''] as const],
    ),
  )
}

/** Asks each register behind the form that has not answered yet; one that is silent is asked again when the form is next opened. */
export async function newAnswers(deps: DraftDeps, open: OpenDraft, person: Person): Promise<readonly RegisterAnswer[]> {
  const questions = new Set(unansweredFields(open, person).map(({ question }) => question))
  if (questions.size === 0) return []
  const at = await deps.legalClock.now()
  const given = await Promise.all([...questions].map((question) => askOne(deps, open, person, question, at)))
  return given.filter((each) => !isRefusal(each))
}
