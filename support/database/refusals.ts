import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** What moving legal time can be refused for. */
export const refuseLegalTime = refusalsOf('', texts.refusals)
