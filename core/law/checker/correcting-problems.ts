// A result that corrects a paper takes everything from the former one but what its form asks: the form asks for something that a paper of
// the act prints, in the same type, and for nothing that its number or its days were decided by.
import { anyOf, NOTHING } from '../package/errors.ts'
import { correctableVariants, correctedBy, correctedField, correctingFields, type PaperPlace } from '../package/correcting.ts'
import type { Field, Regulation, Variant } from '../package/model.ts'
import { isNumbered, resultActionOf } from '../package/results.ts'
import { problem, problemIf, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.correctingProblems

export function correctingProblems(regulation: Regulation, variant: Variant): readonly Problem[] {
  const { form, results } = variant
  const { grant } = results
  const fields = correctingFields(form)
  if (resultActionOf(grant) !== 'corrects') {
    return [
      ...fields.map((field) => problem('result-impossible', field, 'corrects', 'does: corrects', resultActionOf(grant))),
      ...problemIf(grant.template === undefined, 'missing-key', grant, 'kind', 'template', NOTHING),
      ...problemIf(grant.licensedActivity === undefined, 'missing-key', grant, 'kind', 'licensedActivity', NOTHING),
    ]
  }
  const taken = (['template', 'licensedActivity', 'registerLetters', 'validity'] as const).filter((key) => grant[key] !== undefined)
  return [
    ...taken.map((key) => problem('result-impossible', grant, key, WORDS.ofTheFormer, key)),
    ...problemIf(!isNumbered(grant.kind), 'result-impossible', grant, 'kind', WORDS.aNumber, grant.kind),
    ...problemIf(fields.length === 0, 'missing-key', form, 'sections', 'corrects', NOTHING),
    ...problemIf(correctableVariants(regulation).length === 0, 'result-impossible', grant, 'does', WORDS.aPaper, NOTHING),
    ...fields.flatMap((field) => fieldProblems(field, fields, regulation)),
  ]
}

function fieldProblems(field: Field, all: readonly Field[], regulation: Regulation): readonly Problem[] {
  const corrected = correctedBy(field)
  if (corrected === null) return []
  const isTwice = all.some(
    (other) => other !== field && other.corrects === field.corrects && all.indexOf(other) < all.indexOf(field) && meet(other, field),
  )
  return [
    ...problemIf(isTwice, 'result-impossible', field, 'corrects', WORDS.once, field.corrects ?? NOTHING),
    ...placeProblems(field, corrected, regulation),
  ]
}

/** Both are asked of one kind of applicant. */
function meet(one: Field, other: Field): boolean {
  return one.onlyFor === undefined || other.onlyFor === undefined || one.onlyFor === other.onlyFor
}

function placeProblems(field: Field, corrected: PaperPlace, regulation: Regulation): readonly Problem[] {
  if (corrected.part === 'holder')
    return problemIf(field.type.kind !== 'text', 'result-impossible', field, 'type', 'kind: text', field.type.kind)
  const papers = correctableVariants(regulation)
  const printed = papers.flatMap((each) => correctedField(each, corrected) ?? [])
  if (printed.length === 0) return [problem('unknown-reference', field, 'corrects', anyOf(placesOf(papers)), field.corrects ?? NOTHING)]
  const other = printed.find(({ type }) => !isSameType(type, field.type))
  return other === undefined ? [] : [problem('result-impossible', field, 'type', WORDS.sameType, field.type.kind)]
}

/** Of a choice, options that the former paper could print. */
function isSameType(one: Field['type'], other: Field['type']): boolean {
  if (one.kind !== other.kind) return false
  if (one.kind !== 'choice' || other.kind !== 'choice') return true
  return other.options.every(({ id }) => one.options.some((option) => option.id === id))
}

function placesOf(papers: readonly Variant[]): readonly string[] {
  const places = papers.flatMap((variant) =>
    [
      ...variant.form.sections.flatMap(({ fields }) => fields.map(({ id }): PaperPlace => ({ part: 'values', field: id }))),
      ...variant.procedure.steps.flatMap(({ id: step, writing }) =>
        (writing?.reaches ?? []).map((field): PaperPlace => ({ part: 'works', step, field })),
      ),
    ].filter((place) => correctedField(variant, place) !== null),
  )
  const words = places.map((place) =>
    place.part === 'works' ? `works.${place.step}.${place.field}` : place.part === 'values' ? `values.${place.field}` : '',
  )
  return [...new Set(['holder.name', 'holder.address', ...words])]
}
