import type { Context, Raw } from './context.ts'

/** Where a system is asked or named: in a step of a table or in a row of a transcript. */
export type Mention = { readonly system: string; readonly place: string; readonly source: Raw['source'] }

/** Registers that are asked, first the executed steps, then what is written. */
export function registersAsked(context: Context): readonly Mention[] {
  return [
    ...context.tables.flatMap((table) =>
      table.steps.flatMap((step) => (step.asks ?? []).map((system) => ({ system, place: table.name, source: step.source }))),
    ),
    ...context.regulation.transcripts.flatMap((transcript) =>
      transcript.rows.flatMap((row) => (row.asks ?? []).map((system) => ({ system, place: transcript.id, source: row.source }))),
    ),
  ]
}

/** Systems that are asked, or in which a step happens. */
export function mentions(context: Context): readonly Mention[] {
  return [
    ...registersAsked(context),
    ...context.tables.flatMap((table) =>
      table.steps.flatMap((step) => (step.system === undefined ? [] : [{ system: step.system, place: table.name, source: step.source }])),
    ),
    ...context.regulation.transcripts.flatMap((transcript) =>
      transcript.rows.flatMap((row) => (row.system === null ? [] : [{ system: row.system, place: transcript.id, source: row.source }])),
    ),
  ]
}

export function systemsNamed(context: Context): ReadonlySet<string> {
  return new Set(mentions(context).map((mention) => mention.system))
}
