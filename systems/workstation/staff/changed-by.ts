import type { ChangedBy } from '../contract.ts'

/** Whoever works by the command line of the installation, in place of a person's id. */
export const ADMINISTRATOR = 'administrator'

/** Of a change that the command line made, or the sandbox when it began. */
export const BY_COMMAND: ChangedBy = { id: ADMINISTRATOR, name: 'npx ruqsat', why: '' }
