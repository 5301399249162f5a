import { refusalsOf } from '@ruqsat/foundation'
import texts from './texts.yaml'

/** What the site itself may say no to, before any page is asked. */
export const refuseSite = refusalsOf('', texts.refusals)

export type SiteRefusalCode = keyof typeof texts.refusals
