import type { LocalText } from '@ruqsat/foundation'
import type { Field, Variant } from '@ruqsat/law'

/** A place where a licensee carries on what is licensed, as a request names it. */
export type NamedSite = { readonly name: LocalText; readonly address: string }

/** The places that these answers name, where the variant says which answers do (`results.grant.sites`). */
export function sitesNamed(
  { form, results: { grant } }: Pick<Variant, 'form' | 'results'>,
  answers: Readonly<Record<string, string>>,
): readonly NamedSite[] {
  const fields = form.sections.flatMap((section) => section.fields)
  return (grant.sites ?? []).flatMap(({ field, when }) => {
    const address = (answers[field] ?? '').trim()
    const isSo = when === undefined || answers[when.field] === when.answer
    const name = when === undefined ? fields.find((each) => each.id === field)?.label : optionLabel(fields, when)
    return isSo && address !== '' && name !== undefined ? [{ name, address }] : []
  })
}

/** A new address is asked for under a general name; what it is the address of, the answer before it says. */
function optionLabel(
  fields: readonly Field[],
  { field, answer }: { readonly field: string; readonly answer: string },
): LocalText | undefined {
  const type = fields.find(({ id }) => id === field)?.type
  return type?.kind === 'choice' ? type.options.find(({ id }) => id === answer)?.label : undefined
}
