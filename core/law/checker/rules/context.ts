import { inAll, type LocalText, type Source } from '@ruqsat/foundation'
import type { FindingCode } from '../findings.ts'
import type { Regulation, Step, Transcript, Unit, Variant, View, WrittenRow } from '../../package/model.ts'
import { systemName } from '../../package/systems.ts'

/** What a rule found, before it is put into words and matched with its decided reading. */
export type Raw = {
  readonly code: FindingCode
  readonly subject: string
  readonly source: Source | null
  readonly facts?: Readonly<Record<string, string | LocalText>>
  readonly path?: readonly string[]
}

/** A step table with its name for findings: a channel's or the staff procedure's. A table that variants share is listed here once. */
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
  readonly writings: readonly Writing[]
}

/** A transcript with what its rows are read as. */
export type Writing = {
  readonly transcript: Transcript
  /** The tables that it writes about. */
  readonly tables: readonly Table[]
  /** By its id each step as every variant executes it, and the table in which it occurs first. */
  readonly executed: ReadonlyMap<string, Executed>
  readonly rows: ReadonlyMap<string, readonly WrittenRow[]>
}
export type Executed = { readonly steps: readonly Step[]; readonly flow: ReadonlyMap<string, Step> }

/** One rule of the checker: it looks at the whole regulation and decides nothing. */
export type Rule = (context: Context) => readonly Raw[]

export function contextOf(regulation: Regulation): Context {
  const tables = tablesOf(regulation.variants)
  const writings = regulation.transcripts.map((transcript): Writing => ({
    transcript,
    tables: tables.filter((table) => table.of === transcript.of && shareVariant(table, transcript)),
    executed: executedSteps(transcript, regulation),
    rows: Map.groupBy(
      transcript.rows.filter((row) => row.step !== null),
      (row) => row.step!,
    ),
  }))
  return { regulation, tables, writings, units: new Map(regulation.units.map((unit) => [unit.id, unit])) }
}

/** Taken from the variants themselves: in a shared table each variant has its own time for the step that takes its term. */
function executedSteps(transcript: Transcript, { variants }: Regulation): ReadonlyMap<string, Executed> {
  const executed = new Map<string, { readonly steps: Step[]; readonly flow: ReadonlyMap<string, Step> }>()
  for (const variant of variants.filter((each) => transcript.variants.includes(each.id))) {
    const table = transcript.of === 'procedure' ? variant.procedure : variant.views.find((view) => view.id === transcript.of)
    const flow = new Map((table?.steps ?? []).map((step) => [step.id, step]))
    for (const step of flow.values()) {
      const known = executed.get(step.id)
      if (known === undefined) executed.set(step.id, { steps: [step], flow })
      else known.steps.push(step)
    }
  }
  return executed
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
  const term = JSON.stringify(variant.term)
  const steps = view.steps.map((step) => ({ ...step, time: step.time !== null && JSON.stringify(step.time) === term ? 'term' : step.time }))
  return JSON.stringify({ ...view, steps })
}

function tableName(view: View, variants: readonly string[], count: number): string {
  return variants.length === count && count > 1 ? view.id : `${variants.join('+')}/${view.id}`
}

/** What is written about a table, prose first. */
export function writingsOf(table: Table, context: Context): readonly Writing[] {
  const about = context.writings.filter((writing) => writing.tables.includes(table))
  return about.toSorted((left, right) => Number(left.transcript.kind === 'table') - Number(right.transcript.kind === 'table'))
}

export function shareVariant(left: { readonly variants: readonly string[] }, right: { readonly variants: readonly string[] }): boolean {
  return left.variants.some((id) => right.variants.includes(id))
}

/** Joins words of each language; the same string serves all three where it is a name or a number. */
export function listText(parts: readonly (string | LocalText)[], separator = ', '): LocalText {
  return inAll((language) => parts.map((part) => (typeof part === 'string' ? part : part[language])).join(separator))
}

/** A system as who writes a package knows it: by its name, with its id. */
export function systemWithId(id: string, { regulation }: Context): LocalText {
  return listText([systemName(id, regulation), ` (${id})`], '')
}
