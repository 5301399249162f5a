import type { ViewAction } from './action.ts'

/** The request has its number; the staff procedure runs while the view is here. */
export const registerRequest: ViewAction = { action: 'registerRequest', outcome: () => 'done' }
