import type { ViewAction } from './index.ts'

/** The applicant receives the result. */
export const receiveResult: ViewAction = { action: 'receiveResult', outcome: () => 'done' }
