import { fillText, type Language } from '@ruqsat/foundation'
import { type Edition, findVariant, type Procedure, type Regulation, stepTable, type StepTable, type Variant, type View } from '@ruqsat/law'
import { UsageError } from './command.ts'
import ours from './texts.yaml'

/** The staff procedure is listed with the views under this name. */
export const PROCEDURE = 'procedure'

export type NamedTable = { readonly variant: string; readonly view: string; readonly table: StepTable }

export function variantOf({ regulation }: Edition, id: string): Variant {
  const variant = findVariant(regulation, id)
  if (variant !== null) return variant
  throw new UsageError(
    fillText(ours.usage.noVariant, { act: regulation.id, found: id, known: regulation.variants.map((one) => one.id).join(', ') }),
  )
}

/** The step tables of a variant: one for each channel, and the staff procedure. */
export function tablesOf(regulation: Regulation, variant: Variant, language: Language): readonly NamedTable[] {
  const named: (readonly [string, View | Procedure])[] = [
    ...variant.views.map((view) => [view.id, view] as const),
    [PROCEDURE, variant.procedure],
  ]
  return named.map(([view, table]) => ({ variant: variant.id, view, table: stepTable(table, regulation, language) }))
}

export function tableOf(regulation: Regulation, variant: Variant, view: string, language: Language): StepTable {
  const tables = tablesOf(regulation, variant, language)
  const found = tables.find((one) => one.view === view)
  if (found !== undefined) return found.table
  throw new UsageError(fillText(ours.usage.noView, { variant: variant.id, found: view, known: tables.map((one) => one.view).join(', ') }))
}

export function cellsOf(table: StepTable): readonly (readonly string[])[] {
  return table.rows.map((row) => [row.id, row.unit, row.system, row.action, row.completion, row.time, row.next, row.source])
}
