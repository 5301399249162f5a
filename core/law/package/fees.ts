import { fillText, inAll, type LocalText, type Source } from '@ruqsat/foundation'
import type { ApplicantKind, Fee, Field, Variant } from './model.ts'
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

/** Every payer of this kind whom the fee distinguishes by an answer of the form; one without answers where no answer matters. */
export function payersOf({ fee, form }: Pick<Variant, 'fee' | 'form'>, applicant: ApplicantKind): readonly Payer[] {
  const rows = [...(fee?.rates ?? []), ...(fee?.free ?? [])]
  const fields = form.sections.flatMap((section) => section.fields)
  const asked = fields.filter((field) => appliesTo(field, applicant) && rows.some((row) => row.field === field.id))
  const distinguished = (field: Field): readonly string[] => {
    const named = new Set(rows.flatMap((row) => (row.field === field.id ? (row.answers ?? []) : [])))
    const possible = field.type.kind === 'choice' ? field.type.options.map(({ id }) => id) : ['yes', 'no']
    // All that no row names cost the same: one of them stands for them.
    return [...named, ...possible.filter((id) => !named.has(id)).slice(0, 1)]
  }
  return asked
    .reduce<readonly Payer['answers'][]>(
      (sets, field) => sets.flatMap((set) => distinguished(field).map((answer) => ({ ...set, [field.id]: answer }))),
      [{}],
    )
    .map((answers) => ({ applicant, answers }))
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
  const percent = end === 'withdrawal' ? null : percentBack(variant)
  if (percent === null) return { text, source }
  const back = percent === 100 ? texts.fees.byItself : fillText(texts.fees.shareByItself, { percent })
  return { text: inAll((language) => `${text[language]} ${back[language]}`), source: variant.nonAcceptance?.share?.source ?? source }
}

/** How many of a hundred parts of the fee go back by themselves where the request is not accepted; null where none does. */
export function percentBack({ nonAcceptance }: Pick<Variant, 'nonAcceptance'>): number | null {
  if (nonAcceptance?.refunds === 'whole') return 100
  return nonAcceptance?.refunds === 'share' ? (nonAcceptance.share?.percent ?? null) : null
}
