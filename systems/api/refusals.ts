import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room; what rooms behind it refuse keeps its own code. Codes are frozen. */
export const refuseApi = refusalsOf('api.', texts.refusals)
