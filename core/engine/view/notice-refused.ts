import type { ViewAction } from './index.ts'

/** The applicant is told of the reasoned refusal. */
export const noticeRefused: ViewAction = { action: 'noticeRefused', outcome: () => 'done' }
