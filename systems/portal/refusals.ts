import { isRefusal, type Refusal, refusalsOf } from '@ruqsat/foundation'
import form from './application/texts.yaml'
import texts from './texts.yaml'

const rows = { ...form.fieldRefusals, ...texts.refusals }

/** Every refusal of the portal's own; the public code is `portal.<code>`. Released codes stay as they are. */
export const refusePortal = refusalsOf('portal.', rows)

/** The refusals among values that were read, each at the field that it was read from. */
export function refusalsAt(read: Readonly<Record<string, unknown>>): readonly Refusal[] {
  return Object.entries(read).flatMap(([field, value]) => (isRefusal(value) ? [{ ...value, field }] : []))
}
