import { type Refusal, type RefusalRow, refuse } from '../errors.ts'
import texts from '../texts.yaml'

/** What can be wrong with a value of one of the house's types, whichever door it comes through. Their public codes are `value.<code>`. */
export const VALUE_REFUSALS = texts.refusals satisfies Record<string, RefusalRow>

export type ValueRefusalCode = keyof typeof VALUE_REFUSALS

export function refuseValue(code: ValueRefusalCode, details: Parameters<typeof refuse>[2] = {}): Refusal {
  return { ...refuse(VALUE_REFUSALS, code, details), code: `value.${code}` }
}
