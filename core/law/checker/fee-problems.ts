// Who pays: kinds of applicant that there are, each with one rate, and answers that somebody must give.
import { NOTHING } from '../package/errors.ts'
import type { Fee, Field, Regulation, Variant } from '../package/model.ts'
import { idsOf, problemIf, strangers, type Problem } from './problem.ts'
import texts from '../texts.yaml'

export function feeProblems({ applicants }: Regulation, { fee, form }: Variant): readonly Problem[] {
  if (fee === null) return []
  const kinds = applicants.map(({ kind }) => kind)
  const payers = kinds.filter((kind) => fee.onlyFor === undefined || fee.onlyFor === kind)
  const rates = fee.rates ?? []
  const fields = form.sections.flatMap((section) => section.fields)
  return [
    ...strangers('not-an-applicant', fee, 'onlyFor', kinds, [fee.onlyFor]),
    ...rates.flatMap((rate, place) => [
      ...strangers('not-an-applicant', rate, 'onlyFor', payers, [rate.onlyFor]),
      ...problemIf(
        rates.findIndex(({ onlyFor }) => onlyFor === rate.onlyFor) < place,
        ...(['duplicate-id', rate, 'onlyFor', texts.problem.different, rate.onlyFor] as const),
      ),
    ]),
    ...(fee.free ?? []).flatMap((each) => answerProblems(each, fields)),
  ]
}

/** A rule that rests on answers rests on those of a list that the form has. */
export function answerProblems(each: NonNullable<Fee['free']>[number], fields: readonly Field[]): readonly Problem[] {
  const possible = fields.filter(({ type, known }) => known === undefined && (type.kind === 'choice' || type.kind === 'yesNo'))
  const field = possible.find(({ id }) => id === each.field)
  if (field === undefined) {
    const known = idsOf(possible)
    return known.length === 0
      ? problemIf(true, 'unknown-reference', each, 'field', texts.feeProblems.listField, NOTHING)
      : strangers('unknown-reference', each, 'field', known, [each.field])
  }
  const answers = field.type.kind === 'choice' ? idsOf(field.type.options) : ['yes', 'no']
  return strangers('unknown-reference', each, 'answers', answers, each.answers)
}
