// A complaint names the request that it is about, asks for no money, and what may be complained of is listed once.
import { NOTHING } from '../package/errors.ts'
import type { Variant } from '../package/model.ts'
import { resultActionOf, isNumbered } from '../package/results.ts'
import { problemIf, strangers, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.complaintProblems
/** Nothing signed is taken back: the body is to do what it left undone, or to answer for how it was done. */
const ORDERS: readonly string[] = ['lateness', 'conduct', 'counter']

export function complaintProblems({
  complains,
  form,
  fee,
  proceedings,
  silence,
  procedure,
  results: { grant },
}: Variant): readonly Problem[] {
  if (complains === undefined) return []
  const fields = form.sections.flatMap((section) => section.fields)
  const texted = fields.filter(({ type, onlyFor, known }) => type.kind === 'text' && onlyFor === undefined && known === undefined)
  const { field, of, within, officials, elsewhere } = complains
  const choices = fields.filter(({ type, onlyFor }) => type.kind === 'choice' && onlyFor === undefined)
  const optionsOf = (wanted: string) =>
    choices.flatMap(({ id, type }) => (id === wanted && type.kind === 'choice' ? type.options.map((option) => option.id) : []))
  const matters = of.map(({ what }) => what)
  return [
    ...strangers(
      'unknown-reference',
      complains,
      'field',
      texted.filter(({ required }) => required).map(({ id }) => id),
      [field],
    ),
    ...strangers(
      'unknown-reference',
      within,
      'reason',
      texted.filter(({ required }) => !required).map(({ id }) => id),
      [within.reason],
    ),
    ...of.flatMap((each, place) => [
      ...problemIf(matters.indexOf(each.what) !== place, 'duplicate-key', each, 'what', WORDS.once, each.what),
      ...problemIf(
        (each.does === 'orders') !== ORDERS.includes(each.what),
        'result-impossible',
        each,
        'does',
        ORDERS.includes(each.what) ? 'orders' : 'reopens',
        each.does,
      ),
      // What no case shows by itself must be chosen, and nothing else may be.
      ...problemIf(
        (each.chosen !== undefined) !== (each.what === 'conduct'),
        'result-impossible',
        each,
        'what',
        each.what === 'conduct' ? 'chosen' : NOTHING,
        each.what === 'conduct' ? NOTHING : 'chosen',
      ),
      ...(each.chosen === undefined
        ? []
        : [
            ...strangers(
              'unknown-reference',
              each.chosen,
              'field',
              choices.map(({ id }) => id),
              [each.chosen.field],
            ),
            ...strangers('unknown-reference', each.chosen, 'answer', optionsOf(each.chosen.field), [each.chosen.answer]),
          ]),
    ]),
    ...(officials?.name === undefined
      ? []
      : strangers(
          'unknown-reference',
          officials,
          'name',
          texted.filter(({ required }) => !required).map(({ id }) => id),
          [officials.name],
        )),
    ...(officials?.post === undefined
      ? []
      : [
          ...strangers(
            'unknown-reference',
            officials.post,
            'field',
            choices.map(({ id }) => id),
            [officials.post.field],
          ),
          ...strangers('unknown-reference', officials.post, 'roles', optionsOf(officials.post.field), Object.keys(officials.post.roles)),
        ]),
    // It is said by `elsewhere` alone, whose form does not ask.
    ...of.flatMap((each) => problemIf(each.what === 'counter', 'result-impossible', each, 'what', 'elsewhere', each.what)),
    ...(elsewhere === undefined
      ? []
      : [
          ...strangers(
            'unknown-reference',
            elsewhere,
            'inPlaceOf',
            procedure.steps.map(({ unit }) => unit),
            [elsewhere.inPlaceOf],
          ),
          ...strangers(
            'unknown-reference',
            elsewhere,
            'without',
            choices.map(({ id }) => id),
            elsewhere.without,
          ),
        ]),
    ...problemIf(fee !== null, 'result-impossible', complains, 'field', WORDS.free, 'fee'),
    ...problemIf(proceedings !== undefined, 'result-impossible', complains, 'field', NOTHING, 'proceedings'),
    ...problemIf(silence?.means === 'grant', 'result-impossible', complains, 'field', NOTHING, 'silence'),
    ...problemIf(
      isNumbered(grant.kind) || resultActionOf(grant) !== 'issues',
      'result-impossible',
      grant,
      'kind',
      'notice',
      isNumbered(grant.kind) ? grant.kind : resultActionOf(grant),
    ),
  ]
}
