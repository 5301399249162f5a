// A result that corrects a paper: which fields of its form take the place of what on the former one.
import type { Field, Form, Regulation, Variant } from './model.ts'
import { isNumbered, resultActionOf } from './results.ts'

/** What of the former paper an answer takes the place of. */
export type PaperPlace =
  | { readonly part: 'holder'; readonly name: 'name' | 'address' }
  | { readonly part: 'values'; readonly field: string }
  | { readonly part: 'works'; readonly step: string; readonly field: string }

/** Null where the field corrects nothing. */
export function correctedBy({ corrects }: Pick<Field, 'corrects'>): PaperPlace | null {
  const [part, one = '', two = ''] = corrects?.split('.') ?? []
  if (part === 'holder') return { part, name: one === 'address' ? 'address' : 'name' }
  if (part === 'values') return { part, field: one }
  return part === 'works' ? { part, step: one, field: two } : null
}

export function correctingFields({ sections }: Pick<Form, 'sections'>): readonly Field[] {
  return sections.flatMap(({ fields }) => fields).filter(({ corrects }) => corrects !== undefined)
}

/** The question whose answer the paper of a variant prints there; null where the paper has no such place, or an act's own rule hangs on the answer. */
export function correctedField(variant: Variant, corrected: PaperPlace): Pick<Field, 'type' | 'label'> | null {
  if (corrected.part === 'values') {
    const field = variant.form.sections.flatMap(({ fields }) => fields).find(({ id }) => id === corrected.field)
    return field === undefined || decidingFields(variant).includes(field.id) ? null : field
  }
  if (corrected.part === 'holder') return null
  const writing = variant.procedure.steps.find(({ id }) => id === corrected.step)?.writing
  const fields = [...(writing?.fields ?? []), ...(writing?.answer?.fields ?? [])]
  const isPrinted = writing?.reaches?.includes(corrected.field) === true
  return (isPrinted ? fields.find(({ id }) => id === corrected.field) : undefined) ?? null
}

/** Answers by which the number, its days or what was done to another number were decided: the paper keeps these. */
function decidingFields({ results: { grant } }: Variant): readonly string[] {
  const { earlier, validity } = grant
  return [earlier?.field, validity?.fromField, validity?.untilField].filter((field) => field !== undefined)
}

/** Whose papers can be corrected: they have a number, and are no corrected papers themselves. */
export function correctableVariants({ variants }: Pick<Regulation, 'variants'>): readonly Variant[] {
  return variants.filter(({ results: { grant } }) => isNumbered(grant.kind) && resultActionOf(grant) !== 'corrects')
}
