import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room that is neither the engine's nor the trust room's. Codes are frozen; `licensing.revocation-unreachable` stays reserved. */
export const refuseLicensing = refusalsOf('', texts.refusals)
