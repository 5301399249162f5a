import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** Why a document could not be set in type. Codes are frozen. */
export const refusals = texts.refusals satisfies Record<string, RefusalRow>

export function refuseTypesetting(code: keyof typeof refusals, facts?: Readonly<Record<string, string | number>>): Refusal {
  return refuse(refusals, code, facts && { facts })
}
