import { rateLimit } from '@ruqsat/web'

// Requests of one address. Generous, because a whole office may share an address; guessing is stopped by the account's own lock-out.

const MINUTE_MS = 60_000
/** Somebody who mistypes and tries again, times an office. */
export const SIGN_IN_LIMIT = rateLimit({ max: 30, windowMs: MINUTE_MS })
/** Each try asks the revocation service and two registers. */
export const REGISTRATION_LIMIT = rateLimit({ max: 20, windowMs: MINUTE_MS })
/** Each may send an SMS. */
export const RESET_LIMIT = rateLimit({ max: 10, windowMs: MINUTE_MS })
/** Nobody copies the register number by number. */
export const VERIFY_LIMIT = rateLimit({ max: 30, windowMs: MINUTE_MS })
/** A signature check of a large file costs seconds of a processor. */
export const VERIFY_FILE_LIMIT = rateLimit({ max: 10, windowMs: MINUTE_MS })
/** The export reads everything that a person has. */
export const EXPORT_LIMIT = rateLimit({ max: 5, windowMs: MINUTE_MS })
/** Setting a diagram in type costs a tenth of a second; a whole act has about thirty files. */
export const DIAGRAM_PDF_LIMIT = rateLimit({ max: 40, windowMs: MINUTE_MS })
