import type { Action, Step, Variant } from '../model.ts'
import type { Context, Raw, Table } from './context.ts'

// What the act leaves open inside the staff procedure, and what this package added.

export function silence(context: Context): readonly Raw[] {
  return staffSteps(context)
    .filter((step) => step.action === 'approve' && !step.next.some((row) => row.when === 'late'))
    .map((step) => ({ code: 'no-silence-rule', subject: step.id, source: step.source }))
}

export function addedReturns(context: Context): readonly Raw[] {
  return staffSteps(context).flatMap((step): Raw[] =>
    step.returnTo === undefined ? [] : [{ code: 'return-not-in-act', subject: step.id, source: step.source, facts: { to: step.returnTo } }],
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
