import type { Language } from '@ruqsat/foundation'
import type { Regulation, Step, Unit, Variant, View } from '@ruqsat/law'

// Who takes part in a collaboration: a pool for the applicant, for each system and each outside body; one for the provider, with a lane per unit.
// A system that is only named (a step happens in it, a register is asked) has an empty pool.

export type BpmnLane = { readonly id: string; readonly name: string }
export type Pool = { readonly id: string; readonly name: string; readonly lanes: readonly BpmnLane[]; readonly isBlackBox: boolean }

export type Cast = {
  readonly pools: readonly Pool[]
  poolOf(unit: string): string
  /** The pool of an information system by its id in the acts; null where nobody here has that name. */
  poolOfSystem(system: string): string | null
  unit(id: string): Unit | null
  /** The unit who applies; null where it does nothing here. */
  readonly applicant: string | null
}

const PROVIDER = 'pool_provider'

export function castOf(regulation: Regulation, variant: Variant, view: View, language: Language): Cast {
  const steps = [...view.steps, ...variant.procedure.steps]
  const used = regulation.units.filter((unit) => steps.some((step) => step.unit === unit.id))
  const staff = used.filter((unit) => unit.kind === 'provider')
  const others = used.filter((unit) => unit.kind !== 'provider')
  const named: readonly string[] = [...new Set(steps.flatMap((step) => [step.system ?? [], step.asks ?? []].flat()))].filter(
    (system) => unitOfSystem(system, used, steps) === null,
  )
  const provider: Pool = {
    id: PROVIDER,
    name: regulation.authority.name[language],
    lanes: staff.map((unit) => ({ id: `lane_${unit.id}`, name: unit.name[language] })),
    isBlackBox: false,
  }
  const own = (unit: Unit): Pool => ({ id: `pool_${unit.id}`, name: unit.name[language], lanes: [], isBlackBox: false })
  const blackBox = (system: string): Pool => ({
    id: `pool_${system}`,
    name: systemName(regulation, system, language),
    lanes: [],
    isBlackBox: true,
  })
  const of = (kind: Unit['kind']): readonly Pool[] => others.filter((unit) => unit.kind === kind).map(own)
  return {
    pools: [...of('applicant'), ...of('system'), ...(staff.length > 0 ? [provider] : []), ...of('outside'), ...named.map(blackBox)],
    poolOf: (id) => (staff.some((unit) => unit.id === id) ? PROVIDER : `pool_${id}`),
    poolOfSystem: (system) => {
      const unit = unitOfSystem(system, used, steps)
      if (unit !== null) return `pool_${unit.id}`
      return named.includes(system) ? `pool_${system}` : null
    },
    unit: (id) => used.find((unit) => unit.id === id) ?? null,
    applicant: used.find(({ kind }) => kind === 'applicant')?.id ?? null,
  }
}

/** The unit that says it is that system, or else the one system unit that works in it. */
function unitOfSystem(system: string, units: readonly Unit[], steps: readonly Step[]): Unit | null {
  const systems = units.filter((unit) => unit.kind === 'system')
  const said = systems.find((unit) => unit.system === system)
  if (said !== undefined) return said
  const works = systems.filter((unit) => unit.system === null && steps.some((step) => step.unit === unit.id && step.system === system))
  return works.length === 1 ? works[0]! : null
}

/** By the unit or the abbreviation that says which system it is; by its id where none does. */
function systemName(regulation: Regulation, system: string, language: Language): string {
  const unit = regulation.units.find((each) => each.system === system)
  const short = regulation.abbreviations.find((each) => each.system === system)
  return unit?.name[language] ?? short?.text[language] ?? system
}
