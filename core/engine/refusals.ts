import type { RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of the engine. Codes are frozen: a retired one stays reserved. */
export const ENGINE_REFUSALS = texts.refusals satisfies Readonly<Record<string, RefusalRow>>

export type EngineRefusalCode = keyof typeof ENGINE_REFUSALS
