import type { RefusalRow } from '@ruqsat/foundation'
import texts from '../texts.yaml'

/** What can be wrong with one value of a form; part of `PORTAL_REFUSALS`. */
export const FIELD_REFUSALS = texts.fieldRefusals satisfies Record<string, RefusalRow>
