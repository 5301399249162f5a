import { sha256Hex } from './hash.ts'
import { generalLawOf, inherit, type Inherited } from './inherit.ts'
import type { CitedLaw, Procedure, Regulation, Step, Variant, View } from './model.ts'
import type { Parts } from './parts.ts'
import { resultActionOf } from './results.ts'
import type { FileData } from './schema.ts'
import { NO_PROCEDURE } from './stand-ins.ts'
import type { FileStep } from './table-shape.ts'

/**
 * Puts the files of a package together as one `Regulation`. Each file has its shape; what the files say about each other is judged
 * afterwards by `crossCheck`.
 */
export function assemble(parts: Parts): Regulation {
  const written = parts.act[0]!.value
  const {
    edition: _period,
    general: _general,
    guarantees: _guarantees,
    reminders: _reminders,
    model: _model,
    opens: _opens,
    ...act
  } = written
  const variants = parts.variant.map(({ value }) => variantOf(parts, value)).toSorted(offeredFirst)
  const all = parts.variant.map(({ value }) => value.id)
  const channels = [...new Set(parts.view.map(({ value }) => value.id))]
  const [notices] = parts.notices.map(({ value }) => value.notices)
  return keep(parts, written, {
    kind: 'regulation',
    ...act,
    ...withModel(parts, inherit(parts, written)),
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

/** A child cites its model like any law, by the items that the model itself declares. */
function withModel({ model: [model], takesAway, places }: Parts, inherited: Inherited): Inherited & Pick<Regulation, 'model'> {
  if (model === undefined) return inherited
  const { id, act, items } = model.value
  const law: CitedLaw = { id, name: act.title, number: act.number, on: act.adoptedOn, items }
  const place = places.get(model.value)
  if (place !== undefined) places.set(law, place)
  return { ...inherited, laws: [...inherited.laws, law], model: { id, name: act.title, ...(takesAway.length > 0 && { takesAway }) } }
}

function variantOf(parts: Parts, variant: FileData<'variant'>): Variant {
  const views = parts.view.filter(({ value }) => value.variant === variant.id || value.variants?.includes(variant.id))
  const procedure = parts.procedure.find(({ value }) => value.variant === variant.id)
  return keep(parts, variant, {
    ...variant,
    views: views.map(({ value }) => viewOf(parts, value, variant)),
    procedure: procedure === undefined ? NO_PROCEDURE : procedureOf(parts, procedure.value, variant),
  })
}

function viewOf(parts: Parts, view: FileData<'view'>, variant: FileData<'variant'>): View {
  const { variant: _one, variants: _shared, ...table } = view
  return keep(parts, view, { ...table, steps: stepsOf(parts, view.steps, variant) })
}

function procedureOf(parts: Parts, procedure: FileData<'procedure'>, variant: FileData<'variant'>): Procedure {
  const { variant: _one, ...table } = procedure
  return keep(parts, procedure, { ...table, steps: stepsOf(parts, procedure.steps, variant) })
}

/** The steps and rows that this variant has of a table that it shares. */
function stepsOf(parts: Parts, steps: readonly FileStep[], { id, term }: FileData<'variant'>): readonly Step[] {
  const isFor = ({ onlyFor }: Pick<FileStep, 'onlyFor'>) => onlyFor === undefined || onlyFor.includes(id)
  return steps.filter(isFor).map((step) => {
    const { takesTerm, onlyFor: _variants, hearing, ...row } = step
    const heard = hearing && { hearing: hearingOf(parts, hearing, step) }
    const next = step.next.filter(isFor).map((each) => {
      const { onlyFor: _some, ...target } = each
      return keep(parts, each, target)
    })
    // A time that takes the variant's whole term cites the term's paragraph.
    return keep(parts, step, { ...row, ...heard, next, ...(takesTerm === true && { time: term }) })
  })
}

/** In the act's own time, else in that of the general law. */
function hearingOf(parts: Parts, { duration, source }: NonNullable<FileStep['hearing']>, step: FileStep): NonNullable<Step['hearing']> {
  if (duration !== undefined) return { duration, source: source ?? step.source }
  const { edition, act } = parts.act[0]!.value
  const general = generalLawOf(parts, parts.act[0]!.value)?.hearing
  // An act from before that law says by itself how long its applicant may object.
  const isBefore = general !== undefined && (edition?.from ?? act.adoptedOn) < general.from
  if (general === undefined || isBefore) return { duration: null, source: source ?? step.source }
  return { duration: general.duration, source: source ?? general.source, inherited: true }
}

/** What people may use comes before what is only transcribed, and among that what gives a first number; otherwise the order of the files. */
function offeredFirst(left: Variant, right: Variant): number {
  const placeOf = ({ offered, results }: Variant) => (offered ? Number(resultActionOf(results.grant) !== 'issues') : 2)
  return placeOf(left) - placeOf(right)
}

/** The finished object keeps the place of the written one. */
function keep<T extends object>(parts: Parts, written: object, finished: T): T {
  const place = parts.places.get(written)
  if (place !== undefined) parts.places.set(finished, place)
  return finished
}
