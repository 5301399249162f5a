import type { Source } from '@ruqsat/foundation'
import type { ApplicantKind, Fee } from './model.ts'
import { appliesTo } from './steps.ts'

/** Who would pay, and what they answered in the form: the one thing that a fee depends on besides the day. */
export type Payer = { readonly applicant: ApplicantKind; readonly answers: Readonly<Record<string, string>> }

/** The rate that this person pays, and where it is written; null where they pay nothing. The one rule by which fees are shown, taken and checked. */
export function rateFor(fee: Fee | null, { applicant, answers }: Payer): { readonly mciRate: number; readonly source: Source } | null {
  if (fee === null || !appliesTo(fee, applicant)) return null
  if (fee.free?.some((each) => each.answers.includes((answers[each.field] ?? '').trim())) === true) return null
  const own = fee.rates?.find(({ onlyFor }) => onlyFor === applicant)
  return { mciRate: own?.mciRate ?? fee.mciRate, source: own?.source ?? fee.source }
}
