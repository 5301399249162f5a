import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room that is not another's. Codes are frozen. */
export const refuseAdministration = refusalsOf('administration.', texts.refusals)
