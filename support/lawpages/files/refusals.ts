import { refusalsOf } from '@ruqsat/foundation'
import { LIMIT_REFUSALS } from '@ruqsat/documents'
import texts from '../texts.yaml'

export const FILE_REFUSALS = { ...texts.files.refusals, ...LIMIT_REFUSALS }
/** What is wrong with a file. The codes were released as the portal's, which had these rules first. */
export const refuseFile = refusalsOf('portal.', FILE_REFUSALS)
