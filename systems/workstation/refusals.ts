import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room that is not the host's. Codes are frozen. */
export const refuseWorkstation = refusalsOf('', texts.refusals)
