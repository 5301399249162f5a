import type { ViewAction } from './index.ts'

/** The applicant is informed of the reasoned refusal. */
export const noticeRefused: ViewAction = { action: 'noticeRefused', outcome: () => 'done' }
