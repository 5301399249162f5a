import { Fault } from '@ruqsat/foundation'
import type { Action, ApplicantKind, DocumentSlot, Field, Next, Outcome, Regulation, Step, Variant, View } from './model.ts'
import { WRITING_ACTIONS, type KnownFact } from './vocabulary.ts'

/** The variant by id; null where the regulation has none. */
export function findVariant(regulation: Regulation, id: string): Variant | null {
  return regulation.variants.find((variant) => variant.id === id) ?? null
}

export function findView(variant: Variant, id: string): View | null {
  return variant.views.find((view) => view.id === id) ?? null
}

export function stepById(steps: readonly Step[], id: string): Step {
  const step = steps.find((candidate) => candidate.id === id)
  if (step === undefined) throw new Fault(`Expected a step '${id}' in the table but found ${steps.map((each) => each.id).join(', ')}`)
  return step
}

/** The step after `step` for this outcome, or null at the end: of a table without parallel branches. */
export function nextStep(steps: readonly Step[], step: Step, outcome: Outcome): Step | null {
  const [{ to }] = nextRows(step, outcome) as [Next]
  return to === 'end' ? null : stepById(steps, to)
}

/** The rows that are taken after `step` for this outcome: several where the table splits here. A row without `when` holds for every outcome. */
export function nextRows(step: Step, outcome: Outcome): Step['next'] {
  const named = step.next.find((row) => row.when === outcome)
  const split = splitRows(step)
  if (named === undefined && split.length > 0) return split
  const next = named ?? step.next.find((row) => row.when === undefined)
  if (next === undefined) throw new Fault(`Expected step '${step.id}' to say what follows '${outcome}' but its table does not`)
  return [next]
}

/** Rows that start at once when the step is done; empty where it does not split. A row for one outcome leads past the split. */
export function splitRows({ splits, next }: Step): Step['next'] {
  return splits === true ? next.filter(({ when }) => when === undefined) : []
}

/** How a step is finished when nothing goes wrong. */
export function straightOutcome({ next }: Pick<Step, 'next'>): Outcome {
  return next.some(({ when }) => when === undefined) || !next.some(({ when }) => when === 'yes') ? 'done' : 'yes'
}

/** Whether who is heard on a draft of this step may ask to be heard in person. */
export function isHeardInPerson({ next }: Pick<Step, 'next'>): boolean {
  return next.some(({ when }) => when === 'oral')
}

/** Whether something is written here and nothing is decided. */
export function isWritingStep({ action }: Pick<Step, 'action'>): boolean {
  return (WRITING_ACTIONS as readonly Action[]).includes(action)
}

/** Fields whose answer may lead a case one way or another: yes or no, and always given. Where somebody is asked, what comes back. */
export function decidingFields({ action, writing }: Pick<Step, 'action' | 'writing'>): readonly string[] {
  const fields = (action === 'ask' ? writing?.answer?.fields : writing?.fields) ?? []
  return fields.flatMap(({ id, type, required }) => (type.kind === 'yesNo' && required ? [id] : []))
}

/** Units whose opinion the procedure asks for: what is not for all of them names some of these. */
export function askedUnits(steps: readonly Pick<Step, 'action' | 'unit'>[]): readonly string[] {
  return [...new Set(steps.filter(({ action }) => action === 'approve').map(({ unit }) => unit))]
}

export function stepWithAction(steps: readonly Step[], action: Action): Step | null {
  return steps.find((step) => step.action === action) ?? null
}

/** Whether something marked `onlyFor` is asked of this applicant. */
export function appliesTo(item: { readonly onlyFor?: ApplicantKind }, applicant: ApplicantKind): boolean {
  return item.onlyFor === undefined || item.onlyFor === applicant
}

/** The question whose answer does instead of this document; none where only the document does. */
export function fieldInstead({ form }: Pick<Variant, 'form'>, { unlessAnswered }: Pick<DocumentSlot, 'unlessAnswered'>): Field | undefined {
  if (unlessAnswered === undefined) return undefined
  return form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === unlessAnswered)
}

/** What is known of an applicant and they change themselves, in their account; everything else that is known is a register's. */
export function isOwnContact({ known }: { readonly known?: KnownFact }): boolean {
  return known === 'applicant.phone' || known === 'applicant.email'
}

/** Whether whoever applies writes it: it is neither known beforehand nor answered by a register. */
export function isTyped({ known, answeredBy }: Pick<Field, 'known' | 'answeredBy'>): boolean {
  return known === undefined && answeredBy === undefined
}

/**
 * Whether an applicant can correct this field at all: an official may ask for no other. Who heads a firm changes between the request and
 * its correction; where it is asked for, the register says it again.
 */
export function isCorrectable(field: Pick<Field, 'known' | 'answeredBy'>): boolean {
  return isTyped(field) || isOwnContact(field) || field.known === 'applicant.head'
}
