import type { Source } from '@ruqsat/foundation'
import { sha256Hex } from './hash.ts'
import type { Parts } from './load.ts'
import type { Abbreviation, Authority, DecidedReading, Procedure, Regulation, Results, Step, Unit, Variant, View } from './model.ts'

/**
 * Puts the files of a package together as one `Regulation`. It trusts that each file has its schema's shape; what the files say about
 * each other is judged afterwards by `crossCheck`. What a writer may leave out becomes an explicit null here.
 */
export function assemble(parts: Parts): Regulation {
  const act = parts.act[0]!.value as Written<Regulation> & {
    readonly abbreviations: readonly LooseAbbreviation[]
    readonly authority: LooseAuthority
  }
  const units = (parts.units[0]!.value as { readonly units: readonly LooseUnit[] }).units
  const readings = (parts.findings[0]!.value as { readonly readings: readonly DecidedReading[] }).readings
  const regulation: Regulation = {
    kind: 'regulation',
    id: act.id,
    act: act.act,
    service: act.service,
    summary: act.summary,
    authority: authorityOf(act.authority),
    laws: act.laws,
    units: units.map((unit) => keep(parts, unit, { ...unit, role: unit.role ?? null, listedAs: unit.listedAs ?? null })),
    abbreviations: act.abbreviations.map((each) => keep(parts, each, { ...each, covers: each.covers ?? [] })),
    applicants: act.applicants,
    host: act.host,
    conventions: act.conventions,
    complaint: act.complaint,
    variants: parts.variant.map((part) => variantOf(parts, part.value as LooseVariant)).toSorted(offeredFirst),
    templates: parts.templates.map((file) => ({ file: file.path, sha256: sha256Hex(file.text) })),
    readings,
  }
  const root = parts.places.get(act)
  if (root !== undefined) parts.places.set(regulation, root)
  return regulation
}

type Written<T> = { readonly [Key in keyof T]: T[Key] }
type LooseUnit = Omit<Unit, 'role' | 'listedAs'> & Partial<Pick<Unit, 'role' | 'listedAs'>>
type LooseAbbreviation = Omit<Abbreviation, 'covers'> & Partial<Pick<Abbreviation, 'covers'>>
type LooseAuthority = Omit<Authority, 'officeHoursSource' | 'officeHours'> & {
  readonly officeHours: Omit<Authority['officeHours'], 'kind'> & { readonly source: Source }
}
type LooseVariant = Omit<Variant, 'term' | 'fee' | 'views' | 'procedure' | 'results'> &
  Partial<Pick<Variant, 'term' | 'fee'>> & { readonly results: LooseResults }
type Unlabelled<R> = Omit<R, 'labels'> & { readonly labels?: Results['refuse']['labels'] }
type LooseResults = { readonly grant: Unlabelled<Results['grant']>; readonly refuse: Unlabelled<Results['refuse']> }
type LooseStep = Omit<Step, 'time'> & {
  readonly time?: { readonly duration: NonNullable<Step['time']>['duration']; readonly source?: Source }
}
type LooseView = Omit<View, 'steps'> & { readonly variant: string; readonly steps: readonly LooseStep[] }
type LooseProcedure = Omit<Procedure, 'steps'> & { readonly variant: string; readonly steps: readonly LooseStep[] }

function authorityOf(loose: LooseAuthority): Authority {
  return { ...loose, officeHours: { kind: 'officeHours', ...loose.officeHours }, officeHoursSource: loose.officeHours.source }
}

function variantOf(parts: Parts, loose: LooseVariant): Variant {
  const procedure = (parts.procedure.map((part) => part.value) as LooseProcedure[]).find((each) => each.variant === loose.id)
  const views = (parts.view.map((part) => part.value) as LooseView[]).filter((each) => each.variant === loose.id)
  return keep(parts, loose, {
    ...loose,
    results: resultsOf(parts, loose.results),
    term: loose.term ?? null,
    fee: loose.fee ?? null,
    views: views.map((view) => viewOf(parts, view)),
    procedure:
      procedure === undefined
        ? NO_PROCEDURE
        : keep(parts, procedure, { id: procedure.id, steps: procedure.steps.map((step) => stepOf(parts, step)), source: procedure.source }),
  })
}

function resultsOf(parts: Parts, loose: LooseResults): Results {
  const grant = keep(parts, loose.grant, { ...loose.grant, labels: loose.grant.labels ?? {} })
  return { grant, refuse: keep(parts, loose.refuse, { ...loose.refuse, labels: loose.refuse.labels ?? {} }) }
}

/** Stands in until `crossCheck` refuses the package for the missing procedure; it never leaves the loader. */
export const NO_PROCEDURE: Procedure = { id: '', steps: [], source: { act: '', item: '', certainty: 'assumed' } }

function viewOf(parts: Parts, view: LooseView): View {
  return keep(parts, view, {
    id: view.id,
    name: view.name,
    offered: view.offered,
    steps: view.steps.map((step) => stepOf(parts, step)),
    source: view.source,
  })
}

/** What people may use stands before what is only transcribed; otherwise the order of the files. */
function offeredFirst(left: Variant, right: Variant): number {
  return Number(right.offered) - Number(left.offered)
}

/** A step's time cites the step's own paragraph unless it says otherwise. */
function stepOf(parts: Parts, step: LooseStep): Step {
  return keep(parts, step, {
    ...step,
    time: step.time === undefined ? null : { duration: step.time.duration, source: step.time.source ?? step.source },
  })
}

/** The finished object keeps the place of the written one. */
function keep<T extends object>(parts: Parts, written: object, finished: T): T {
  const place = parts.places.get(written)
  if (place !== undefined) parts.places.set(finished, place)
  return finished
}
