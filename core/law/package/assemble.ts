import { sha256Hex } from './hash.ts'
import { inherit } from './inherit.ts'
import type { Procedure, Regulation, Step, Variant, View } from './model.ts'
import type { Parts } from './parts.ts'
import type { FileData } from './schema.ts'
import { NO_PROCEDURE } from './stand-ins.ts'
import type { FileStep } from './table-shape.ts'

/**
 * Puts the files of a package together as one `Regulation`. Each file has its shape; what the files say about each other is judged
 * afterwards by `crossCheck`.
 */
export function assemble(parts: Parts): Regulation {
  const written = parts.act[0]!.value
  const { edition: _period, general: _general, guarantees: _guarantees, ...act } = written
  const variants = parts.variant.map(({ value }) => variantOf(parts, value)).toSorted(offeredFirst)
  const all = parts.variant.map(({ value }) => value.id)
  const channels = [...new Set(parts.view.map(({ value }) => value.id))]
  const [notices] = parts.notices.map(({ value }) => value.notices)
  return keep(parts, written, {
    kind: 'regulation',
    ...act,
    ...inherit(parts, written),
    units: parts.units[0]!.value.units,
    variants,
    ...(notices !== undefined && {
      notices: notices.map((each) => keep(parts, each, { ...each, variants: each.variants ?? all, views: each.views ?? channels })),
    }),
    transcripts: parts.transcript.map(({ value }) => keep(parts, value, { ...value, variants: value.variants ?? all })),
    templates: parts.templates.map((file) => ({ file: file.path, sha256: sha256Hex(file.text) })),
    readings: parts.findings[0]!.value.readings,
  })
}

function variantOf(parts: Parts, variant: FileData<'variant'>): Variant {
  const views = parts.view.filter(({ value }) => value.variant === variant.id || value.variants?.includes(variant.id))
  const procedure = parts.procedure.find(({ value }) => value.variant === variant.id)
  return keep(parts, variant, {
    ...variant,
    views: views.map(({ value }) => viewOf(parts, value, variant.term)),
    procedure: procedure === undefined ? NO_PROCEDURE : procedureOf(parts, procedure.value, variant.term),
  })
}

function viewOf(parts: Parts, view: FileData<'view'>, term: Variant['term']): View {
  const { variant: _one, variants: _shared, ...table } = view
  return keep(parts, view, { ...table, steps: view.steps.map((step) => stepOf(parts, step, term)) })
}

function procedureOf(parts: Parts, procedure: FileData<'procedure'>, term: Variant['term']): Procedure {
  const { variant: _one, ...table } = procedure
  return keep(parts, procedure, { ...table, steps: procedure.steps.map((step) => stepOf(parts, step, term)) })
}

/** A time that takes the variant's whole term cites the term's paragraph. */
function stepOf(parts: Parts, step: FileStep, term: Variant['term']): Step {
  const { takesTerm, ...row } = step
  return keep(parts, step, takesTerm === true ? { ...row, time: term } : row)
}

/** What people may use comes before what is only transcribed; otherwise the order of the files. */
function offeredFirst(left: Variant, right: Variant): number {
  return Number(right.offered) - Number(left.offered)
}

/** The finished object keeps the place of the written one. */
function keep<T extends object>(parts: Parts, written: object, finished: T): T {
  const place = parts.places.get(written)
  if (place !== undefined) parts.places.set(finished, place)
  return finished
}
