import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Every "no" of this room that is not the host's. Codes are frozen. */
export const WORKSTATION_REFUSALS = texts.refusals satisfies Readonly<Record<string, RefusalRow>>

export type WorkstationRefusalCode = keyof typeof WORKSTATION_REFUSALS

export function refuseWorkstation(code: WorkstationRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return refuse(WORKSTATION_REFUSALS, code, details)
}
