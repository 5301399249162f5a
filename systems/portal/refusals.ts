import { refusalsOf } from '@ruqsat/foundation'
import form from './application/texts.yaml'
import texts from './texts.yaml'

const rows = { ...form.fieldRefusals, ...texts.refusals }

/** Every refusal of the portal's own; the public code is `portal.<code>`. Released codes stay as they are. */
export const refusePortal = refusalsOf('portal.', rows)

export type PortalRefusalCode = keyof typeof rows
