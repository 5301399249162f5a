// A complaint names the request that it is about, asks for no money, and what may be complained of is listed once.
import { NOTHING } from '../package/errors.ts'
import type { Variant } from '../package/model.ts'
import { resultActionOf, isNumbered } from '../package/results.ts'
import { problemIf, strangers, type Problem } from './problem.ts'
import texts from '../texts.yaml'

const WORDS = texts.complaintProblems

export function complaintProblems({ complains, form, fee, proceedings, silence, results: { grant } }: Variant): readonly Problem[] {
  if (complains === undefined) return []
  const fields = form.sections.flatMap((section) => section.fields)
  const texted = fields.filter(({ type, onlyFor, known }) => type.kind === 'text' && onlyFor === undefined && known === undefined)
  const { field, of, within } = complains
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
        (each.does === 'orders') !== (each.what === 'lateness'),
        'result-impossible',
        each,
        'does',
        each.what === 'lateness' ? 'orders' : 'reopens',
        each.does,
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
