import type { Variant } from '@ruqsat/law'
import type { Wish } from '../../driver/index.ts'

/** How an officer refuses on this ground: what the act says of an incomplete set is an outcome of its own, with its own time. */
export function refusalOn({ procedure }: Variant, ground: string): Pick<Wish, 'decision' | 'ground'> {
  const isIncomplete = procedure.steps.some(({ next }) =>
    next.some(({ when, grounds }) => when === 'incomplete' && grounds?.includes(ground)),
  )
  return { decision: isIncomplete ? 'incomplete' : 'refuse', ground }
}
