// Fills in the form of every offered cell: for each field an answer is looked for that the door of the channel lets pass. The door's rules
// are those of the system that people meet; it gives them by `Door`, so that nothing here is a second opinion about them.
import { wordsOf, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import { appliesTo, questionsIn, registerFactId, type Field, type RegisterFact, type RegisterQuestion } from '@ruqsat/law'
import { answersTo } from './sample-answers.ts'
import type { OfferedCell } from './walk-cases.ts'
import texts from './texts.yaml'

/** What a system asks at its door before it takes a request, by the package alone. Pure: `today` is the legal day. */
export type Door = {
  /** Why this answer would stop the person, at the field itself or before the payment; null where it does not. */
  answerRefusal(cell: OfferedCell, field: Field, value: string, today: LocalDate): Refusal | null
  /** What the system fills in itself for somebody of this kind; null where the person does. */
  knownValue(cell: OfferedCell, field: Field): string | null
  /** Why this fact of a register would stop the person, whatever else they answer; null where it does not. */
  factRefusal(cell: OfferedCell, question: RegisterQuestion, fact: RegisterFact, value: string, today: LocalDate): Refusal | null
  /** How many files a request may carry. */
  readonly mostFiles: number
}

/** What of the form nobody can give, and what the door says to the last thing that was tried. */
export type FormFault = { readonly at: { readonly kind: 'field' | 'documents' | 'register'; readonly id: string }; readonly why: LocalText }

export function walkForm(cell: OfferedCell, door: Door, today: LocalDate): readonly FormFault[] {
  const fields = cell.variant.form.sections.flatMap(({ fields: each }) => each).filter((field) => appliesTo(field, cell.applicant))
  const needed = cell.variant.documents.filter((slot) => slot.required && appliesTo(slot, cell.applicant))
  return [
    ...fields.flatMap((field) => fieldFaults(cell, field, door, today)),
    ...(needed.length > door.mostFiles
      ? [{ at: { kind: 'documents', id: needed.at(-1)!.id } as const, why: texts.walkForms.tooManyFiles }]
      : []),
    ...questionsIn(cell.variant, cell.view, cell.applicant).flatMap((question) =>
      question.answers.flatMap((fact) => factFault(cell, question, fact, door, today)),
    ),
  ]
}

/** A register may say of somebody what keeps nobody from going on. */
function factFault(cell: OfferedCell, question: RegisterQuestion, fact: RegisterFact, door: Door, today: LocalDate): readonly FormFault[] {
  const refusals = answersTo({ ...fact, required: true }, today).map((value) => door.factRefusal(cell, question, fact, value, today))
  if (refusals.includes(null)) return []
  const last = refusals.findLast((refusal) => refusal !== null)
  return [{ at: { kind: 'register', id: registerFactId(question, fact) }, why: last ? wordsOf(last).text : texts.walkForms.noAnswer }]
}

function fieldFaults(cell: OfferedCell, field: Field, door: Door, today: LocalDate): readonly FormFault[] {
  const known = door.knownValue(cell, field)
  const answers = known === null ? answersTo(field, today) : [known]
  const refusals = answers.map((value) => door.answerRefusal(cell, field, value, today))
  if (refusals.includes(null)) return []
  const last = refusals.findLast((refusal) => refusal !== null)
  return [{ at: { kind: 'field', id: field.id }, why: last ? wordsOf(last).text : texts.walkForms.noAnswer }]
}
