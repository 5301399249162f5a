// Places of a licensee are read from answers of the form of the same variant.
import type { Variant } from '../package/model.ts'
import { strangers, type Problem } from './problem.ts'

export function siteProblems({ form, results: { grant } }: Variant): readonly Problem[] {
  const fields = form.sections.flatMap((section) => section.fields)
  const texted = fields.filter(({ type }) => type.kind === 'text').map(({ id }) => id)
  const choices = fields.flatMap(({ id, type }) =>
    type.kind === 'choice' ? [{ id, options: type.options.map((option) => option.id) }] : [],
  )
  const lists = fields.flatMap(({ id, type }) =>
    type.kind === 'list' ? [{ id, texted: type.fields.filter((each) => each.type.kind === 'text').map((each) => each.id) }] : [],
  )
  return (grant.sites ?? []).flatMap((site) => [
    ...strangers(
      'unknown-reference',
      site,
      'list',
      lists.map(({ id }) => id),
      [site.list],
    ),
    ...strangers(
      'unknown-reference',
      site,
      'field',
      site.list === undefined ? texted : (lists.find(({ id }) => id === site.list)?.texted ?? []),
      [site.field],
    ),
    ...(site.when === undefined
      ? []
      : [
          ...strangers(
            'unknown-reference',
            site.when,
            'field',
            choices.map(({ id }) => id),
            [site.when.field],
          ),
          ...strangers('unknown-reference', site.when, 'answer', choices.find(({ id }) => id === site.when!.field)?.options ?? [], [
            site.when.answer,
          ]),
        ]),
  ])
}
