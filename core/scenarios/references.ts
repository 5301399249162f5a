// What a case names must be in its act: a case about a step that is not there would prove nothing.
import type { CaseLine, CaseScript } from './grammar.ts'
import { anyOf, packageError, type PackageError, type Regulation, type Variant } from '@ruqsat/law'

/** Variants, channels, steps and grounds that a case names and the package does not have, by line. */
export function caseFaults(regulation: Regulation, script: CaseScript): readonly PackageError[] {
  const { given, lines, path } = script
  const variant = regulation.variants.find(({ id }) => id === given.variant)
  const variants = regulation.variants.map(({ id }) => id)
  if (variant === undefined) return [stranger(path, given.line, variants, given.variant)]
  const views = variant.views.map(({ id }) => id)
  if (!views.some((id) => id === given.view)) return [stranger(path, given.line, views, given.view)]
  return lines.flatMap((line) =>
    namedIn(line, variant, given.view)
      .filter(({ known, id }) => !known.includes(id))
      .map(({ known, id }) => stranger(path, line.line, known, id)),
  )
}

type Named = { readonly id: string; readonly known: readonly string[] }

function namedIn(line: CaseLine, variant: Variant, viewId: string): readonly Named[] {
  const rows = variant.views.find(({ id }) => id === viewId)!.steps.map(({ id }) => id)
  if (line.kind === 'when') {
    if (line.act === 'passes') return [{ id: line.step, known: rows }]
    if (line.act !== 'examines' && line.act !== 'concludes') return []
    return line.groundIds.map((id) => ({ id, known: variant.grounds.map((ground) => ground.id) }))
  }
  if (!('step' in line)) return []
  return [{ id: line.step, known: line.fact === 'view' ? rows : variant.procedure.steps.map(({ id }) => id) }]
}

function stranger(file: string, line: number, known: readonly string[], found: string): PackageError {
  return packageError('unknown-reference', { file, line, column: 1 }, null, anyOf(known), found)
}
