import { refuse, type Refusal, type RefusalRow } from '@ruqsat/foundation'
import { FIELD_REFUSALS } from './application/core/field-refusals.ts'
import texts from './texts.yaml'

/** Every refusal of the portal's own. Released codes stay as they are. */
export const PORTAL_REFUSALS = { ...FIELD_REFUSALS, ...texts.refusals } satisfies Record<string, RefusalRow>

export type PortalRefusalCode = keyof typeof PORTAL_REFUSALS

/** A refusal of the portal; its public code is `portal.<code>`. */
export function refusePortal(code: PortalRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return { ...refuse(PORTAL_REFUSALS, code, details), code: `portal.${code}` }
}
