import { canonicalJson } from '@ruqsat/foundation'
import type { Field } from '../../package/model.ts'
import type { Context, Raw } from './context.ts'

/** One question is asked in one way: a field of the same id, or of the same pattern, has the same type and is required alike in every variant. */
export function differingFields({ regulation: { variants } }: Context): readonly Raw[] {
  const all = variants.flatMap(({ id, form }) => form.sections.flatMap(({ fields }) => fields.map((field) => ({ variant: id, field }))))
  const alike = (facts: (field: Field) => string | null, key: (field: Field) => string | null) =>
    [...Map.groupBy(all, ({ field }) => key(field)).entries()].flatMap(([group, members]): readonly Raw[] => {
      const other = members.find(({ field }) => facts(field) !== facts(members[0]!.field))
      if (group === null || other === undefined) return []
      const name = (each: (typeof all)[number]) => `${each.variant}/${each.field.id}`
      const told = { here: name(other), there: name(members[0]!) }
      return [{ code: 'field-differs', subject: group, source: other.field.source, facts: told }]
    })
  const limits = ({ type }: Field) => (type.kind === 'text' ? `${type.maxLength} ${type.lines ?? ''}` : null)
  return [
    ...alike(
      ({ type, required, known, onlyFor, source }) =>
        canonicalJson({ type, required, known: known ?? null, onlyFor: onlyFor ?? null, act: source.act }),
      ({ id }) => id,
    ),
    ...alike(limits, ({ type }) => (type.kind === 'text' ? (type.pattern ?? null) : null)),
  ]
}
