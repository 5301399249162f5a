import type { ViewAction } from './action.ts'

/** The applicant receives the result. */
export const receiveResult: ViewAction = { action: 'receiveResult', outcome: () => 'done' }
