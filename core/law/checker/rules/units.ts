import type { LocalText } from '@ruqsat/foundation'
import type { UnitList } from '../../package/model.ts'
import type { Unit } from '../../package/model.ts'
import { registersAsked, systemsNamed } from './asked.ts'
import { systemWithId, type Context, type Raw } from './context.ts'

// Units against the steps that they do, and against the act's own list of them.

export function misplacedUnits({ regulation }: Context): readonly Raw[] {
  return regulation.units
    .filter((unit) => unit.kind === 'outside' && unit.listedAs === 'provider')
    .map((unit) => ({ code: 'outside-body-listed-as-provider', subject: unit.id, source: unit.source, facts: { unit: unit.name } }))
}

/**
 * A unit takes part by doing a step, by doing a written row, or by being the system in which one happens or that is asked. Of an act without
 * any available steps nothing can be said.
 */
export function unusedUnits(context: Context): readonly Raw[] {
  const { regulation } = context
  if (context.tables.length === 0 && regulation.transcripts.length === 0) return []
  const acting = new Set([
    ...context.tables.flatMap((table) => table.steps.map((step) => step.unit)),
    ...regulation.transcripts.flatMap((transcript) => transcript.rows.map((row) => row.unit)),
    // Of the acts that have this complaint it does steps; of the package none.
    ...regulation.variants.flatMap(({ complains }) => complains?.elsewhere?.unit ?? []),
  ])
  const systems = systemsNamed(context)
  return regulation.units
    .filter((unit) => !acting.has(unit.id) && !(unit.system !== null && systems.has(unit.system)))
    .map((unit) => ({ code: 'unit-not-used', subject: unit.id, source: unit.source, facts: { unit: unit.name } }))
}

type Part = {
  readonly id: string
  readonly name: string | LocalText
  readonly kind: UnitList['kinds'][number]
  readonly source: Raw['source']
}

export function unlistedUnits(context: Context): readonly Raw[] {
  const list = context.regulation.act.unitList
  if (list === null) return []
  const parts = [...actingParts(context), ...askedParts(context)]
  return parts
    .filter((part, index) => parts.findIndex((each) => each.id === part.id) === index)
    .filter((part) => list.kinds.includes(part.kind) && !isListed(part.id, list, context))
    .map((part) => ({ code: 'unit-not-listed', subject: part.id, source: part.source, facts: { unit: part.name } }))
}

/**
 * Who acts by the act's own words: what the package assumes is left out. An applicant counts only where the act writes a row of a
 * table for the applicant: prose speaks of applicants without making units of them.
 */
function actingParts(context: Context): readonly Part[] {
  const steps = context.tables.flatMap((table) => table.steps.filter((step) => step.source.certainty === 'stated'))
  const rows = context.regulation.transcripts.flatMap((transcript) => transcript.rows.map((row) => ({ row, kind: transcript.kind })))
  return [
    ...rows.flatMap(({ row, kind }) =>
      partOf(row.unit, row.source, context).filter((part) => kind === 'table' || !isApplicant(part, context)),
    ),
    ...steps.flatMap((step) => partOf(step.unit, step.source, context).filter((part) => !isApplicant(part, context))),
  ]
}

function partOf(id: string | null, source: Raw['source'], context: Context): readonly Part[] {
  const unit = id === null ? undefined : context.units.get(id)
  return unit === undefined ? [] : [{ id: unit.id, name: unit.name, kind: unit.kind === 'system' ? 'systems' : 'people', source }]
}

function askedParts(context: Context): readonly Part[] {
  return registersAsked(context).map(({ system, source }) => {
    const unit = context.regulation.units.find((each) => each.system === system)
    return { id: unit?.id ?? system, name: unit?.name ?? system, kind: 'systems', source }
  })
}

function isApplicant(part: Part, context: Context): boolean {
  return context.units.get(part.id)?.kind === 'applicant'
}

/** The provider as a whole stands for its people, and its people for the whole. */
function isListed(id: string, list: UnitList, context: Context): boolean {
  if (list.units.includes(id)) return true
  const unit = context.units.get(id)
  if (unit?.kind !== 'provider') return false
  const listed = list.units.flatMap((each) => context.units.get(each) ?? []).filter((each) => each.kind === 'provider')
  return isWhole(unit) ? listed.length > 0 : listed.some(isWhole)
}

function isWhole(unit: Unit): boolean {
  return unit.kind === 'provider' && unit.role === null
}

/** A system that acts does so in itself, and the people of a procedure work in one system: another one is decided. */
export function otherSystems(context: Context): readonly Raw[] {
  return context.tables.flatMap((table) => {
    const people = table.of === 'procedure' ? usual(table.steps.map(({ system }) => system ?? null)) : undefined
    return table.steps.flatMap(({ id, unit, system, source }): readonly Raw[] => {
      const own = context.units.get(unit)?.system ?? null
      const due = table.of === 'procedure' ? people : (own ?? undefined)
      if (due === undefined || due === (system ?? null) || (table.of !== 'procedure' && system === undefined)) return []
      const facts = {
        here: system === undefined ? '–' : systemWithId(system, context),
        there: due === null ? '–' : systemWithId(due, context),
      }
      return [{ code: 'system-differs', subject: `${table.name}/${id}`, source, facts }]
    })
  })
}

/** What most of them have; undefined where nothing is most. */
function usual<T>(all: readonly T[]): T | undefined {
  const counted = [...Map.groupBy(all, (each) => each)].toSorted(([, one], [, other]) => other.length - one.length)
  return counted[0] !== undefined && counted[0][1].length * 2 > all.length ? counted[0][0] : undefined
}
