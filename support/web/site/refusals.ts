import type { RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** What the site itself may say no to, before any page is asked. */
export const SITE_REFUSALS = texts.refusals satisfies Readonly<Record<string, RefusalRow>>
