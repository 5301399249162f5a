import { isRefusal, type Refusal, refusalsOf } from '@ruqsat/foundation'
import { FIELD_REFUSALS } from '@ruqsat/documents'
import { FILE_REFUSALS } from '@ruqsat/lawpages'
import texts from './texts.yaml'

const rows = { ...FIELD_REFUSALS, ...FILE_REFUSALS, ...texts.refusals }

/** Every refusal of the portal's own; the public code is `portal.<code>`. Released codes stay as they are. */
export const refusePortal = refusalsOf('portal.', rows)

/** The refusals among values that were read, each at the field that it was read from. */
export function refusalsAt(read: Readonly<Record<string, unknown>>): readonly Refusal[] {
  return Object.entries(read).flatMap(([field, value]) => (isRefusal(value) ? [{ ...value, field }] : []))
}
