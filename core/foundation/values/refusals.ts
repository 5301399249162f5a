import { refusalsOf } from '../refusals.ts'
import texts from './texts.yaml'

/** What can be wrong with a value of one of the house's types, whichever door it comes through. */
export const refuseValue = /* @__PURE__ */ refusalsOf('value.', texts.refusals)
