import type { Action, Step } from '@ruqsat/law'

/** What the acts describe before they begin to count: registration at the portal, taking the application. */
const UNCOUNTED: readonly Action[] = ['registerAccount', 'takeApplication']

/** Numbers as the acts count them: processes and conditions apart, in the order of the table. An uncounted step is not in the map. */
export function numbersOf(steps: readonly Step[]): ReadonlyMap<string, number> {
  const counted = steps.filter((step) => !UNCOUNTED.includes(step.action))
  const of = (shape: Step['shape']) => counted.filter((step) => step.shape === shape)
  return new Map([...of('process'), ...of('condition')].map((step) => [step.id, of(step.shape).indexOf(step) + 1]))
}
