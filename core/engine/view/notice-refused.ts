import type { ViewAction } from './action.ts'

/** The applicant is informed of the reasoned refusal. */
export const noticeRefused: ViewAction = { action: 'noticeRefused', outcome: () => 'done' }
