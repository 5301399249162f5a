import type { ViewAction } from './index.ts'

/** The request has its number; the staff procedure runs while the view is here. */
export const registerRequest: ViewAction = { action: 'registerRequest', outcome: () => 'done' }
