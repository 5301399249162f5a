import type { Action, Outcome } from '@ruqsat/law'
import type { Decision } from '../model.ts'

/** An action of a view that the case itself does: how it ends, given what was decided. */
export type ViewAction = { readonly action: Action; outcome(decision: Decision): Outcome }
