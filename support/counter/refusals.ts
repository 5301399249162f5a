import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of a counter that is not the host's. Codes are frozen. */
export const refuseCounter = refusalsOf('', texts.refusals)
