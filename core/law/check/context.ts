import { canonicalJson, type LocalText, type Source } from '@ruqsat/foundation'
import type { FindingCode } from '../findings.ts'
import type { Regulation, Step, Transcript, Unit, Variant, View } from '../model.ts'

/** What a rule found, before it is put into words and matched with its decided reading. */
export type Raw = {
  readonly code: FindingCode
  readonly subject: string
  readonly source: Source | null
  readonly facts?: Readonly<Record<string, string | LocalText>>
  readonly path?: readonly string[]
}

/** A step table with its name for findings: a channel's or the staff procedure's. A table that variants share stands here once. */
export type Table = {
  readonly name: string
  readonly of: Transcript['of']
  readonly variants: readonly string[]
  readonly steps: readonly Step[]
  readonly source: Source
}

/** What every rule looks at. */
export type Context = {
  readonly regulation: Regulation
  readonly tables: readonly Table[]
  readonly units: ReadonlyMap<string, Unit>
}

/** One rule of the checker: it looks at the whole regulation and decides nothing. */
export type Rule = (context: Context) => readonly Raw[]

export function contextOf(regulation: Regulation): Context {
  return { regulation, tables: tablesOf(regulation.variants), units: new Map(regulation.units.map((unit) => [unit.id, unit])) }
}

function tablesOf(variants: readonly Variant[]): readonly Table[] {
  const groups = new Map<string, { readonly view: View; readonly variants: string[] }>()
  const keys = variants.map((variant) => variant.views.map((view) => shape(view, variant)))
  variants.forEach((variant, index) =>
    variant.views.forEach((view, place) => {
      const key = keys[index]![place]!
      const group = groups.get(key)
      if (group === undefined) groups.set(key, { view, variants: [variant.id] })
      else group.variants.push(variant.id)
    }),
  )
  const views = [...groups.values()].map((group): Table & { readonly first: string } => ({
    name: tableName(group.view, group.variants, variants.length),
    of: group.view.id,
    variants: group.variants,
    steps: group.view.steps,
    source: group.view.source,
    first: group.variants[0]!,
  }))
  return variants.flatMap(({ id, procedure }) => [
    ...views.filter((view) => view.first === id),
    { name: `${id}/procedure`, of: 'procedure' as const, variants: [id], steps: procedure.steps, source: procedure.source },
  ])
}

/** Two variants share a view when all of it is the same but for a time that is each variant's own term. */
function shape(view: View, variant: Variant): string {
  const term = variant.term === null ? null : canonicalJson(variant.term)
  const steps = view.steps.map((step) => ({ ...step, time: step.time !== null && canonicalJson(step.time) === term ? 'term' : step.time }))
  return canonicalJson({ ...view, steps })
}

function tableName(view: View, variants: readonly string[], count: number): string {
  return variants.length === count && count > 1 ? view.id : `${variants.join('+')}/${view.id}`
}

/** The tables that a transcript writes about. */
export function tablesFor(context: Context, transcript: Transcript): readonly Table[] {
  return context.tables.filter((table) => table.of === transcript.of && shareVariant(table, transcript))
}

export function shareVariant(left: { readonly variants: readonly string[] }, right: { readonly variants: readonly string[] }): boolean {
  return left.variants.some((id) => right.variants.includes(id))
}

/** Joins words of each language; the same string stands in all three where it is a name or a number. */
export function listText(parts: readonly (string | LocalText)[], separator = ', '): LocalText {
  const joined = (language: 'kk' | 'ru' | 'en') => parts.map((part) => (typeof part === 'string' ? part : part[language])).join(separator)
  return { kk: joined('kk'), ru: joined('ru'), en: joined('en') }
}
