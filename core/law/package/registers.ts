import type { ApplicantKind, Field, RegisterFact, RegisterQuestion, Step, Variant, View } from './model.ts'
import { appliesTo } from './steps.ts'

/** What registers are asked at this step about an applicant of this kind, in the order of the variant. */
export function questionsAt(
  { registers = [] }: Pick<Variant, 'registers'>,
  { action, asks = [] }: Pick<Step, 'action' | 'asks'>,
  applicant: ApplicantKind,
): readonly RegisterQuestion[] {
  return action === 'askRegisters' ? registers.filter((each) => asks.includes(each.system) && appliesTo(each, applicant)) : []
}

/** All that a channel asks about an applicant of this kind. */
export function questionsIn(
  variant: Pick<Variant, 'registers'>,
  { steps }: Pick<View, 'steps'>,
  applicant: ApplicantKind,
): readonly RegisterQuestion[] {
  const asked = steps.flatMap((step) => questionsAt(variant, step, applicant))
  return (variant.registers ?? []).filter((each) => asked.includes(each))
}

/** The question whose answer this field is, for an applicant of this kind; null where they write it, or nobody is asked about them. */
export function questionBehind(
  { registers = [] }: Pick<Variant, 'registers'>,
  { answeredBy }: Pick<Field, 'answeredBy'>,
  applicant: ApplicantKind,
): RegisterQuestion | null {
  if (answeredBy === undefined) return null
  return registers.find((each) => each.system === answeredBy.system && appliesTo(each, applicant)) ?? null
}

/** How a fact of a register is named where answers of the form are named, too: `IS-CADASTRE.area`. No field has a point in its id. */
export function registerFactId({ system }: Pick<RegisterQuestion, 'system'>, { id }: Pick<RegisterFact, 'id'>): string {
  return `${system}.${id}`
}
