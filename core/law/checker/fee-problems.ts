// Who pays: kinds of applicant that there are, each with one rate, and answers that somebody must give.
import { anyOf, NOTHING } from '../package/errors.ts'
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
      ...rateProblems(rate, fields),
      ...problemIf(
        rates.findIndex((each) => isCovered(rate, each)) < place,
        ...(['wrong-value', rate, 'mciRate', texts.feeProblems.rowThatHolds, String(rate.mciRate)] as const),
      ),
    ]),
    ...(fee.free ?? []).flatMap((each) => answerProblems(each, fields)),
    ...freeForAll(fee, fields),
  ]
}

/** A fee that nobody pays: whatever is answered to one question, it is owed by nobody. */
function freeForAll({ free = [] }: Fee, fields: readonly Field[]): readonly Problem[] {
  return [...Map.groupBy(free, ({ field }) => field)].flatMap(([id, rows]) => {
    const type = fields.find((field) => field.id === id)?.type
    const possible = type?.kind === 'choice' ? idsOf(type.options) : type?.kind === 'yesNo' ? ['yes', 'no'] : []
    const isFreeAlways = possible.length > 0 && possible.every((answer) => rows.some(({ answers }) => answers.includes(answer)))
    return problemIf(isFreeAlways, 'wrong-value', rows.at(-1)!, 'answers', texts.feeProblems.anAnswerThatPays, possible.join(', '))
  })
}

type Rate = NonNullable<Fee['rates']>[number]

/** A rate says whose it is, or with which answers it holds. */
function rateProblems(rate: Rate, fields: readonly Field[]): readonly Problem[] {
  const { onlyFor, field, answers } = rate
  if (field !== undefined && answers !== undefined)
    return answerProblems(rate as typeof rate & { field: string; answers: typeof answers }, fields)
  if (field !== undefined) return problemIf(true, 'missing-key', rate, 'field', 'answers', NOTHING)
  return problemIf(answers !== undefined || onlyFor === undefined, 'missing-key', rate, 'mciRate', anyOf(['field', 'onlyFor']), NOTHING)
}

/** Whether the row after another can never hold: whoever it fits, the earlier one fits, too. */
function isCovered(rate: Rate, earlier: Rate): boolean {
  if (rate === earlier) return true
  // One that says nothing is reported itself.
  if (earlier.onlyFor === undefined && earlier.field === undefined) return false
  const isForAll = earlier.onlyFor === undefined || earlier.onlyFor === rate.onlyFor
  const isForAnswers =
    earlier.field === undefined || (earlier.field === rate.field && (rate.answers ?? []).every((each) => earlier.answers?.includes(each)))
  return isForAll && isForAnswers
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
