import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

export const refuseRegional = refusalsOf('regional.', texts.refusals)
