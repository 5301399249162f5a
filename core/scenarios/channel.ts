// A scenario may begin before the request is registered: then it walks the channel's own table, row by row, as the portal,
// the desk or the centre leads a person. No clock and no staff take part in it.
import { registrationStep } from '@ruqsat/engine'
import { Fault } from '@ruqsat/foundation'
import { findVariant, findView, nextStep, type Outcome, type Regulation, type Step, type View } from '@ruqsat/law'
import { said, type Difference } from './difference.ts'

/** Where a person is in a channel; null: the channel has ended. */
export type ChannelWalk = { readonly view: View; readonly at: Step | null }

/** Begins at the first step of the channel. Throws a Fault where the regulation has no such variant or channel. */
export function enterChannel(regulation: Regulation, variantId: string, viewId: string): ChannelWalk {
  const variant = findVariant(regulation, variantId)
  const view = variant === null ? null : findView(variant, viewId)
  if (view === null) throw new Fault(`Expected the channel '${viewId}' of '${variantId}' in ${regulation.id} but it has none`)
  return { view, at: view.steps[0] ?? null }
}

/**
 * The next place, or what was wrong with the row that was named: not where the channel is, or another kind of row. The walk goes as far
 * as registration: what follows there is decided by the staff, so a scenario of a registered request covers it.
 */
export function walkOn(walk: ChannelWalk, stepId: string, outcome: Outcome): ChannelWalk | Difference {
  const { view, at } = walk
  if (at?.id !== stepId) return { expected: said('channelAt', stepId), found: at === null ? said('channelEnd') : said('is', at.id) }
  if (at === registrationStep(walk)) return { expected: said('beginsRegistered'), found: said('registersAt', stepId) }
  const isQuestion = at.shape === 'condition'
  if (isQuestion !== (outcome !== 'done')) return { expected: said(isQuestion ? 'answer' : 'done'), found: said('is', outcome) }
  return { view, at: nextStep(view.steps, at, outcome) }
}
