import type { RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** What moving legal time can be refused for. */
export const refusals = texts.refusals satisfies Record<string, RefusalRow>
