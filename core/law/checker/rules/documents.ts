import type { Regulation, Variant } from '../../package/model.ts'
import type { Context, Raw } from './context.ts'

// Documents that are asked of the applicant, and the document that the applicant gets.

/** What is asked must prove a requirement or answer a ground. */
export function unusedDocuments({ regulation }: Context): readonly Raw[] {
  return regulation.variants.flatMap((variant) => {
    const known = new Set([...variant.requirements, ...variant.grounds].map((each) => each.id))
    return variant.documents
      .filter((slot) => slot.required && !(slot.proves ?? []).some((id) => known.has(id)))
      .map((slot): Raw => ({
        code: 'document-not-used',
        subject: `${variant.id}/${slot.id}`,
        source: slot.source,
        facts: { document: slot.name },
      }))
  })
}

/** A result on paper must reach the applicant in every channel. */
export function undeliveredResults({ regulation }: Context): readonly Raw[] {
  return regulation.variants.filter(onPaper).flatMap((variant) =>
    variant.views.flatMap((view): Raw[] => {
      const step = view.steps.find((each) => each.action === 'receiveResult')
      return step?.delivers === 'notice' ? [{ code: 'result-not-delivered', subject: `${variant.id}/${view.id}`, source: step.source }] : []
    }),
  )
}

function onPaper(variant: Variant): boolean {
  const { form } = variant.results.grant
  return form === 'paper' || form === 'both'
}

/** One template serves grants or refusals, unless the act has one for everything: the other has nothing of what it prints. */
export function differingTemplates({ regulation: { templates, variants } }: Context): readonly Raw[] {
  const granting = new Map<string | undefined, string>(variants.map(({ id, results: { grant } }) => [grant.template, `${id}/grant`]))
  if (templates.length < 2) return []
  return variants.flatMap(({ id, results: { refuse } }): readonly Raw[] => {
    const other = granting.get(refuse.template)
    const facts = { template: refuse.template, other: other ?? '' }
    return other === undefined ? [] : [{ code: 'template-differs', subject: `${id}/refuse`, source: refuse.source, facts }]
  })
}

/** A template that no result and no paper of a step is set by, in any edition of the package. */
export function unusedTemplates(editions: readonly Regulation[]): readonly Raw[] {
  const used = new Set(editions.flatMap(({ variants }) => variants.flatMap((variant) => templatesOf(variant))))
  const [first] = editions.flatMap(({ variants }) => variants)
  if (first === undefined) return []
  const files = new Set(editions.flatMap(({ templates }) => templates.map(({ file }) => file)))
  return [...files]
    .filter((file) => !used.has(file))
    .map((file) => ({ code: 'template-not-used', subject: file, source: first.results.grant.source }))
}

/** Every `template` anywhere in a variant: of its results, of the papers of its steps. */
function templatesOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => (key === 'template' && typeof each === 'string' ? [each] : templatesOf(each)))
}
