import type { Source } from '@ruqsat/foundation'
import type { TimedOutcome } from '@ruqsat/law'

/**
 * The outcome that the case goes on from, where what follows is to be given by a moment counted from receipt. `due`: that moment came before
 * the step's own time, so the task is due then, by this source.
 */
export type GivenWay = { readonly stepId: string; readonly outcome: TimedOutcome; readonly due?: Source }

/** The way alone, as it is carried on: by when it is due is said of each task again. */
export function bareWay({ stepId, outcome }: GivenWay): GivenWay {
  return { stepId, outcome }
}
