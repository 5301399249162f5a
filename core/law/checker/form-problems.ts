// What a variant asks: its form, documents, requirements and grounds, each naming only what is there.
import { anyOf, NOTHING } from '../package/errors.ts'
import type { Contradiction, DocumentSlot, Field, ListType, Regulation, Variant } from '../package/model.ts'
import { askedUnits } from '../package/steps.ts'
import { CONTRADICTION_CONDITIONS } from '../package/vocabulary.ts'
import { dayProblems } from './day-problems.ts'
import { idsOf, problem, problemIf, strangers, twins, type Problem } from './problem.ts'
import texts from '../texts.yaml'

export function formProblems(
  { applicants }: Regulation,
  { form, requirements, documents, grounds, procedure, proceedings, results }: Variant,
): readonly Problem[] {
  const fields = form.sections.flatMap((section) => section.fields)
  const kinds = applicants.map(({ kind }) => kind)
  const provable = idsOf([...requirements, ...grounds])
  const asked = askedUnits(procedure.steps)
  return [
    ...[requirements, documents, grounds, form.sections, fields, form.statements].flatMap((each) => twins(each)),
    ...[...fields, ...documents].flatMap((each) => strangers('not-an-applicant', each, 'onlyFor', kinds, [each.onlyFor])),
    ...orderProblems(fields),
    ...dayProblems(fields, results.grant.validity),
    ...fields.flatMap((field) => [
      ...typeProblems(field),
      ...listPlaces(field, proceedings !== undefined),
      // Who applies is no secret from a body that is asked about them.
      ...problemIf(field.known !== undefined && field.forUnits !== undefined, 'unknown-key', field, 'forUnits', NOTHING, 'forUnits'),
      ...(field.contradicts ?? []).flatMap((each) => contradictionProblems(each, field, idsOf(requirements))),
    ]),
    ...documents.flatMap((slot) => strangers('unknown-reference', slot, 'proves', provable, slot.proves ?? [])),
    ...documents.flatMap((slot) => insteadProblems(slot, fields)),
    ...[...fields, ...documents].flatMap((each) => strangers('unknown-reference', each, 'forUnits', asked, each.forUnits ?? [])),
  ]
}

/** What may be answered instead is a question that the same people may leave empty, and stands in for a document that they would need. */
function insteadProblems(slot: DocumentSlot, fields: readonly Field[]): readonly Problem[] {
  if (slot.unlessAnswered === undefined) return []
  const open = fields.filter(({ required, onlyFor, known, answeredBy }) => {
    const isTheirs = onlyFor === undefined || onlyFor === slot.onlyFor
    return isTheirs && !required && known === undefined && answeredBy === undefined
  })
  return [
    ...strangers('unknown-reference', slot, 'unlessAnswered', idsOf(open), [slot.unlessAnswered]),
    ...problemIf(!slot.required, 'unknown-key', slot, 'unlessAnswered', 'required: true', 'required: false'),
  ]
}

/** A date names another of the same list, which everybody has who has this one. */
export function orderProblems(fields: readonly (Pick<Field, 'id' | 'type'> & Pick<Partial<Field>, 'onlyFor'>)[]): readonly Problem[] {
  return fields.flatMap((field) => {
    if (field.type.kind !== 'date') return []
    const isAsked = ({ id, type, onlyFor }: (typeof fields)[number]) =>
      id !== field.id && type.kind === 'date' && (onlyFor === undefined || onlyFor === field.onlyFor)
    return strangers('unknown-reference', field, 'type', idsOf(fields.filter(isAsked)), [field.type.notBefore])
  })
}

/** Of a field of the form, and of a fact that a register gives. */
export function typeProblems(field: Pick<Field, 'type'>): readonly Problem[] {
  const { type } = field
  if (type.kind === 'list') return listProblems(type)
  if (type.kind === 'choice') return twins(type.options)
  return type.kind === 'number'
    ? problemIf(type.min > type.max, 'impossible-range', field, 'type', 'min ≤ max', `${type.min} > ${type.max}`)
    : []
}

/** One entry is a few questions on a page that has many of them. */
const MOST_QUESTIONS = 10

function listProblems(type: ListType): readonly Problem[] {
  const { fields, least = 1, most } = type
  return [
    ...problemIf(least > most, 'impossible-range', type, 'least', 'least ≤ most', `${least} > ${most}`),
    ...problemIf(fields.length > MOST_QUESTIONS, 'wrong-value', type, 'fields', `≤ ${MOST_QUESTIONS}`, String(fields.length)),
    ...twins(fields),
    ...fields.flatMap((each) => typeProblems(each)),
    ...orderProblems(fields),
    ...dayProblems(fields),
  ]
}

/** A list is what people write on a form: no register knows it, no paper has one place for it, and no official writes one. */
function listPlaces(field: Field, isProceedings: boolean): readonly Problem[] {
  if (field.type.kind !== 'list') return []
  const taken = (['known', 'answeredBy', 'corrects'] as const).filter((key) => field[key] !== undefined)
  return [
    ...taken.map((key) => problem('unknown-key', field, key, NOTHING, key)),
    ...problemIf(isProceedings, 'proceedings-impossible', field, 'type', texts.formProblems.noList, 'list'),
  ]
}

/** A contradiction names a requirement of the variant and one condition that the field's type can meet. */
export function contradictionProblems(
  each: Contradiction,
  { type }: Pick<Field, 'type'>,
  requirements: readonly string[],
): readonly Problem[] {
  const possible = CONDITIONS_OF[type.kind]
  const given = CONTRADICTION_CONDITIONS.filter((condition) => each[condition] !== undefined)
  const fits = given.length === 1 && possible.includes(given[0]!)
  const expected = possible.length === 0 ? texts.formProblems.notHere : anyOf(possible)
  const answers = type.kind === 'choice' ? idsOf(type.options) : ['yes', 'no']
  return [
    ...strangers('unknown-reference', each, 'requirement', requirements, [each.requirement]),
    ...problemIf(!fits, 'contradiction-impossible', each, 'requirement', expected, `${type.kind}: ${given.join(', ')}`),
    ...strangers('unknown-reference', each, 'answers', answers, possible.includes('answers') ? (each.answers ?? []) : []),
  ]
}

const CONDITIONS_OF: Readonly<Record<Field['type']['kind'], readonly (typeof CONTRADICTION_CONDITIONS)[number][]>> = {
  choice: ['answers'],
  yesNo: ['answers'],
  number: ['below', 'above'],
  date: ['youngerThanYears'],
  text: [],
  list: [],
  iin: [],
  bin: [],
}
