import type { TaskSummary } from '@ruqsat/caseflow'
import type { ZoneRules } from '@ruqsat/clock'
import { Fault, type LocalText } from '@ruqsat/foundation'
import { zoneOf, type Edition, type Regulation, type Step, type Variant } from '@ruqsat/law'
import type { Staff } from '../contract.ts'
import type { WorkstationDeps } from '../deps.ts'

export type LawOfTask = { readonly regulation: Regulation; readonly variant: Variant; readonly step: Step }

/**
 * The step of the act behind a line of the work list. The line carries names only, so they are looked up among the editions of this installation;
 * where two editions name the step alike and cite different paragraphs, none is said rather than a wrong one.
 */
export function lawOfTask(deps: Pick<WorkstationDeps, 'regulations'>, task: TaskSummary): LawOfTask | null {
  const found = deps.regulations.editions.flatMap(({ regulation }) =>
    same(regulation.service, task.service) ? stepsNamed(regulation, task) : [],
  )
  const [first] = found
  const isOne = found.every(({ step }) => step.source.item === first!.step.source.item && step.source.act === first!.step.source.act)
  return first !== undefined && isOne ? first : null
}

function stepsNamed(regulation: Regulation, task: TaskSummary): readonly LawOfTask[] {
  return regulation.variants
    .filter(({ name }) => same(name, task.variant))
    .flatMap((variant) =>
      variant.procedure.steps
        .filter((step) => step.action === task.action && same(step.name, task.step))
        .map((step) => ({ regulation, variant, step })),
    )
}

function same(one: LocalText, other: LocalText): boolean {
  return one.kk === other.kk && one.ru === other.ru && one.en === other.en
}

/** The wall clock by which this person works: that of the authority, or of the act that names their body. */
export function zoneOfStaff(deps: Pick<WorkstationDeps, 'regulations'>, staff: Staff): ZoneRules {
  return zoneOf(editionOfStaff(deps, staff).regulation, deps.regulations.tables)
}

function editionOfStaff({ regulations }: Pick<WorkstationDeps, 'regulations'>, { authority }: Staff): Edition {
  const edition =
    regulations.editions.find(({ regulation }) => regulation.authority.id === authority) ??
    regulations.editions.find(({ regulation }) => regulation.units.some(({ id }) => id === authority)) ??
    regulations.editions.find(({ regulation }) => regulation.variants.length > 0)
  if (edition === undefined) throw new Fault('Expected at least one edition of a regulation but this installation has none')
  return edition
}

/** The authority's or the outside body's name, where an act of this installation gives one. */
export function authorityName({ regulations }: Pick<WorkstationDeps, 'regulations'>, authority: string): LocalText {
  const all = regulations.editions.map(({ regulation }) => regulation)
  const own = all.find((regulation) => regulation.authority.id === authority)?.authority.name
  const outside = all.flatMap(({ units }) => units).find(({ id }) => id === authority)?.name
  return own ?? outside ?? { kk: authority, ru: authority, en: authority }
}
