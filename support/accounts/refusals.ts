import type { RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every no of this room: what is wrong, and what the person can do. */
export const ACCOUNT_REFUSALS = texts.refusals satisfies Readonly<Record<string, RefusalRow>>

export type AccountRefusalCode = keyof typeof ACCOUNT_REFUSALS
