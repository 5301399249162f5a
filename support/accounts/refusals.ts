import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every no of this room. */
export const refuseAccount = refusalsOf('', texts.refusals)
