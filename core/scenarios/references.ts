// What a scenario names must be in its act: one about a step that is not there would prove nothing.
import { anyOf, packageError, type PackageError, type Regulation, type Variant } from '@ruqsat/law'
import type { Fact, Scenario } from './grammar.ts'

/** Variants, channels, steps and grounds that a scenario names and the package does not have, by line. */
export function strangersIn(regulation: Regulation, { given, lines, path }: Scenario): readonly PackageError[] {
  const variant = regulation.variants.find(({ id }) => id === given.variant)
  const stranger = (line: number, known: readonly string[], id: string) =>
    known.includes(id) ? [] : [packageError('unknown-reference', { file: path, line, column: 1 }, null, anyOf(known), id)]
  if (variant === undefined) return stranger(given.line, idsOf(regulation.variants), given.variant)
  const outside = stranger(given.line, idsOf(variant.views), given.view)
  if (outside.length > 0) return outside
  return lines.flatMap(({ line, fact }) => {
    const { known, ids } = namedIn(fact, variant, given.view)
    return ids.flatMap((id) => stranger(line, known, id))
  })
}

function namedIn(fact: Fact, variant: Variant, viewId: string): { readonly ids: readonly string[]; readonly known: readonly string[] } {
  if (fact.kind === 'action') return { ids: 'draft' in fact.action ? fact.action.draft.groundIds : [], known: idsOf(variant.grounds) }
  const inChannel = fact.kind === 'passed' || fact.kind === 'viewAt'
  const { steps } = inChannel ? variant.views.find(({ id }) => id === viewId)! : variant.procedure
  return { ids: 'step' in fact ? [fact.step] : [], known: idsOf(steps) }
}

function idsOf(items: readonly { readonly id: string }[]): readonly string[] {
  return items.map(({ id }) => id)
}
