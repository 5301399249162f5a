import type { ViewAction } from './action.ts'

/** Does the applicant meet the requirements and grounds? The signed result answers. */
export const checkRequirements: ViewAction = { action: 'checkRequirements', outcome: (decision) => (decision === 'grant' ? 'yes' : 'no') }
