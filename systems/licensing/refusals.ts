import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room that is neither the engine's nor the trust room's. Codes are frozen. */
export const refusals = texts.refusals satisfies Readonly<Record<string, RefusalRow>>

export type LicensingRefusalCode = keyof typeof refusals

export function refuseLicensing(code: LicensingRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return refuse(refusals, code, details)
}
