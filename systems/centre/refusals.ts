import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room. Codes are frozen. */
export const refuseCentre = refusalsOf('', texts.refusals)
