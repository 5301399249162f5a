import { inAll, type LocalText, type Source } from '@ruqsat/foundation'
import type { ApplicantKind, Fee, Variant } from './model.ts'
import { appliesTo } from './steps.ts'
import texts from '../texts.yaml'

/** Who would pay, and what they answered in the form: the one thing that a fee depends on besides the day. */
export type Payer = { readonly applicant: ApplicantKind; readonly answers: Readonly<Record<string, string>> }

/** The rate that this person pays, and where it is written; null where they pay nothing. The one rule by which fees are shown, taken and checked. */
export function rateFor(fee: Fee | null, { applicant, answers }: Payer): { readonly mciRate: number; readonly source: Source } | null {
  if (fee === null || exemptionFor(fee, { applicant, answers }) !== null) return null
  const own = fee.rates?.find(
    (rate) => appliesTo(rate, applicant) && (rate.field === undefined || rate.answers?.includes((answers[rate.field] ?? '').trim())),
  )
  return { mciRate: own?.mciRate ?? fee.mciRate, source: own?.source ?? fee.source }
}

/** Where it is written that this person owes nothing of the fee; null where they owe it. */
export function exemptionFor(fee: Fee, { applicant, answers }: Payer): Source | null {
  if (!appliesTo(fee, applicant)) return fee.source
  const free = fee.free?.find((each) => each.answers.includes((answers[each.field] ?? '').trim()))
  return free === undefined ? null : (free.source ?? fee.source)
}

/** What becomes of a fee that was paid, where the case ends without a decision: in the words of the act about that end, else by its rule of return. */
export function feeFate(
  { fee, ...variant }: Variant,
  end: 'withdrawal' | 'nonAcceptance',
): { readonly text: LocalText; readonly source: Source } | null {
  if (fee === null) return null
  const own = variant[end]
  if (own?.fee === undefined) return { text: fee.returnRule, source: fee.returnSource ?? fee.source }
  const { fee: text, source } = own
  if (end === 'withdrawal' || !isRefundedUnaccepted(variant)) return { text, source }
  return { text: inAll((language) => `${text[language]} ${texts.fees.byItself[language]}`), source }
}

/** Whether the fee goes back by itself where the request is not accepted. */
export function isRefundedUnaccepted({ nonAcceptance }: Pick<Variant, 'nonAcceptance'>): boolean {
  return nonAcceptance?.refunds === 'whole'
}
