import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room that is not a host's. Codes are frozen. */
export const refuseContact = refusalsOf('contact.', texts.refusals)
