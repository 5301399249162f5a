import type { Action, StaffRole, Step, Variant } from '../../package/model.ts'
import { ROLE_NAMES } from '../findings.ts'
import type { Context, Raw, Table } from './context.ts'

// What the act leaves open inside the staff procedure, and what this package added.

export function silence(context: Context): readonly Raw[] {
  return staffSteps(context)
    .filter((step) => step.action === 'approve' && step.silence === undefined && !step.next.some((row) => row.when === 'late'))
    .map((step) => ({ code: 'no-silence-rule', subject: step.id, source: step.source }))
}

/** A return without a place that lets the work be sent back, or with one that is only our reading. */
export function addedReturns(context: Context): readonly Raw[] {
  return staffSteps(context).flatMap(({ id, returnTo, returnSource, source }): Raw[] =>
    returnTo === undefined || (returnSource !== undefined && returnSource.certainty !== 'assumed')
      ? []
      : [{ code: 'return-not-in-act', subject: id, source, facts: { to: returnTo } }],
  )
}

/** Where the act names an outcome and is silent about what follows it: the row that is executed is this package's own. */
export function unstatedOutcomes({ tables }: Context): readonly Raw[] {
  return tables.flatMap((table) =>
    table.steps.flatMap((step) =>
      step.next
        .filter(({ outcome }) => outcome === 'unstated')
        .map(({ when, to }): Raw => ({
          code: 'outcome-unstated',
          subject: `${table.name}/${step.id}${when === undefined ? '' : `/${when}`}`,
          source: step.source,
          facts: { to },
        })),
    ),
  )
}

/** Who may do what inside the provider: an interested body only agrees, nobody but the head assigns and signs. */
const COMPETENT: Readonly<Partial<Record<Action, readonly StaffRole[]>>> = {
  accept: ['clerk', 'operator'],
  assign: ['head'],
  examine: ['officer'],
  approve: ['interestedBody', 'head'],
  conclude: ['officer'],
  signResult: ['head'],
  handOver: ['clerk', 'operator'],
}

export function incompetentUnits(context: Context): readonly Raw[] {
  const { units } = context
  return context.tables.flatMap((table) =>
    table.steps.flatMap((step): Raw[] => {
      const role = units.get(step.unit)?.role ?? null
      if (role === null || (COMPETENT[step.action]?.includes(role) ?? true)) return []
      return [{ code: 'unit-not-competent', subject: `${table.name}/${step.id}`, source: step.source, facts: { role: ROLE_NAMES[role] } }]
    }),
  )
}

function staffSteps(context: Context): readonly Step[] {
  return context.tables.filter((table: Table) => table.of === 'procedure').flatMap((table) => table.steps)
}

const DECIDING: readonly Action[] = ['examine', 'approve', 'conclude', 'signResult']

/** Each step that decides knows no refusal. The head who signs is taken to follow the officers unless the act says more. */
export function withoutRefusal({ regulation }: Context): readonly Raw[] {
  return regulation.variants
    .filter(refusesNowhere)
    .map((variant) => ({ code: 'no-refusal-step', subject: variant.id, source: variant.procedure.source }))
}

function refusesNowhere(variant: Variant): boolean {
  const deciding = variant.procedure.steps.filter((step) => DECIDING.includes(step.action))
  return (
    deciding.some((step) => step.refuses === false) &&
    deciding.every((step) => step.refuses === false || (step.action === 'signResult' && step.refuses === undefined))
  )
}
