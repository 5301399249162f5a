import type { LocalText } from '@ruqsat/foundation'
import type { Field, Variant } from '@ruqsat/law'
import { givenEntries } from './lists.ts'

/** A place where a licensee carries on what is licensed, as a request names it. */
export type NamedSite = { readonly name: LocalText; readonly address: string }

/** The places that these answers name, where the variant says which answers do (`results.grant.sites`). */
export function sitesNamed(
  { form, results: { grant } }: Pick<Variant, 'form' | 'results'>,
  answers: Readonly<Record<string, string>>,
): readonly NamedSite[] {
  const fields = form.sections.flatMap((section) => section.fields)
  return (grant.sites ?? []).flatMap(({ list, field, when }) => {
    const isSo = when === undefined || answers[when.field] === when.answer
    if (list !== undefined) return isSo ? sitesListed(fields, { list, field }, answers[list] ?? '') : []
    const address = (answers[field] ?? '').trim()
    const name = when === undefined ? fields.find((each) => each.id === field)?.label : optionLabel(fields, when)
    return isSo && address !== '' && name !== undefined ? [{ name, address }] : []
  })
}

/** Each entry of the list is a place; all of them have the name that the list gives one. */
function sitesListed(fields: readonly Field[], { list, field }: { readonly list: string; readonly field: string }, answer: string) {
  const type = fields.find(({ id }) => id === list)?.type
  if (type?.kind !== 'list') return []
  return givenEntries(answer).flatMap((entry): NamedSite[] => {
    const address = (entry[field] ?? '').trim()
    return address === '' ? [] : [{ name: type.entry, address }]
  })
}

/** More would push the signature off the page that people show: they are in an annex. */
const MOST_ON_PAPER = 3

export type SitesOnPaper = {
  /** What the paper itself says: the places, or one line that leads to the annex. */
  readonly sites: readonly NamedSite[]
  readonly annex: readonly NamedSite[] | null
}

/** The places on the paper itself, or in its annex where they are many. `listed` is the line that leads there. */
export function sitesForPaper(sites: readonly NamedSite[], listed: LocalText): SitesOnPaper {
  if (sites.length <= MOST_ON_PAPER) return { sites, annex: null }
  return { sites: [{ name: listed, address: `№ 1–${sites.length}` }], annex: sites }
}

/** A new address is asked for under a general name; what it is the address of, the answer before it says. */
function optionLabel(
  fields: readonly Field[],
  { field, answer }: { readonly field: string; readonly answer: string },
): LocalText | undefined {
  const type = fields.find(({ id }) => id === field)?.type
  return type?.kind === 'choice' ? type.options.find(({ id }) => id === answer)?.label : undefined
}
