import type { Step, Variant } from '@ruqsat/law'

// What is left to do once silence has decided is drawn apart: nothing leads back from it into the procedure that silence has ended.

/** Is used where a split would be named: no step of an act has a full stop in its id. */
export const PROCEDURE = 'whole.procedure'

const AFTER_SILENCE = '.after-silence'

/** The id of the step as the act has it. */
export function actStepId(id: string): string {
  return id.endsWith(AFTER_SILENCE) ? id.slice(0, -AFTER_SILENCE.length) : id
}

export const isAfterSilence = (id: string): boolean => id.endsWith(AFTER_SILENCE)

export const afterSilenceId = (id: string): string => `${id}${AFTER_SILENCE}`

/** What is left to do once silence has decided: the steps that `to` leads to, without the outcomes that would open again what is decided. */
export function stepsAfterSilence({ silence }: Variant, procedure: readonly Step[]): readonly Step[] {
  if (silence?.to === undefined || silence.means === 'nothing') return []
  const undone: readonly (string | undefined)[] = [
    'correction',
    'uncorrected',
    'notAccepted',
    ...(silence.means === 'grant' ? ['incomplete'] : []),
  ]
  const bare = procedure.map((step): Step => ({
    ...step,
    next: step.next.filter(({ when }) => !undone.includes(when)),
  }))
  const reached = new Set([silence.to])
  for (const id of reached) {
    const step = bare.find((each) => each.id === id)
    for (const to of [...(step?.next ?? []).map((row) => row.to), step?.returnTo])
      if (to !== undefined && bare.some((each) => each.id === to)) reached.add(to)
  }
  const own = (id: string): string => (reached.has(id) ? afterSilenceId(id) : id)
  return bare
    .filter(({ id }) => reached.has(id))
    .toSorted((one, other) => Number(other.id === silence.to) - Number(one.id === silence.to))
    .map((step) => ({
      ...step,
      id: own(step.id),
      hearing: undefined,
      next: step.next.map((row) => ({ ...row, to: own(row.to) })),
      ...(step.returnTo !== undefined && { returnTo: own(step.returnTo) }),
      ...(step.waitsFor !== undefined && { waitsFor: step.waitsFor.map(own) as unknown as NonNullable<Step['waitsFor']> }),
    }))
}
