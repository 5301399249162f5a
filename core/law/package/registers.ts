import type { ApplicantKind, RegisterFact, RegisterQuestion, Step, Variant, View } from './model.ts'
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

/** How a fact of a register is named where answers of the form are named, too: `IS-CADASTRE.area`. No field has a point in its id. */
export function registerFactId({ system }: Pick<RegisterQuestion, 'system'>, { id }: Pick<RegisterFact, 'id'>): string {
  return `${system}.${id}`
}
