// What a message of late steps is about, and whether it still holds when the message leaves.
import type { Caseflow } from '@ruqsat/caseflow'

const PREFIX = 'licensing'

export function aboutStep(caseId: string, stepId: string): string {
  return `${PREFIX}/${caseId}/${stepId}`
}

/** Of these, those that are done meanwhile, or whose term was counted again: what somebody else wrote is not judged. */
export async function overAmong({ read }: Pick<Caseflow, 'read'>, abouts: readonly string[]): Promise<ReadonlySet<string>> {
  const over = new Set<string>()
  const byCase = Map.groupBy(
    abouts.filter((about) => about.startsWith(`${PREFIX}/`)),
    (about) => about.split('/')[1]!,
  )
  for (const [caseId, own] of byCase) {
    const tasks = (await read(caseId))?.state.tasks ?? []
    const late = new Set(tasks.filter((task) => task.late).map(({ stepId }) => aboutStep(caseId, stepId)))
    for (const about of own) if (!late.has(about)) over.add(about)
  }
  return over
}
