import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Codes are frozen once released; a retired code stays reserved: `iin-malformed`, `iin-check-digit`, `bin-malformed`, `bin-check-digit` are refused by the types of foundation now. */
export const refuseRegister = refusalsOf('', texts.refusals)
