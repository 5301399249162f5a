import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Codes are frozen once released; a retired code stays reserved. */
export const refusePayment = refusalsOf('', texts.refusals.page)
