import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

export const refuseGateway = refusalsOf('gateway.', texts.refusals)
