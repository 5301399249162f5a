import type { PasswordCost } from './passwords.ts'

/** Next to nothing: most tests sign somebody in and are about something else. The real cost is tried in accounts.test.ts. */
export const QUICK_PASSWORDS: PasswordCost = { N: 2 ** 4, r: 8, p: 1 }
