import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Why a document could not be set in type. Codes are frozen. */
export const refuseTypesetting = refusalsOf('', texts.refusals)
