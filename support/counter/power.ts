// Whether a power of attorney that somebody brings to a counter lets them act: asked of the notaries' register, and judged by the one rule of all
// channels. The same where they apply for another and where they take another's result away.
import { faultOfPower, type PowerFault, type PowerInRegister } from '@ruqsat/documents'
import type { BIN, IIN, LocalDate, Refusal } from '@ruqsat/foundation'
import type { CounterPurpose, CounterRegisters } from './registers.ts'
import { refuseCounter } from './refusals.ts'

export type PowerBrought = {
  readonly number: string
  /** Whose power it must be, and who brings it. */
  readonly principal: BIN | IIN | null
  readonly representative: string
}

export type PowerAsked =
  | { readonly kind: 'holds'; readonly power: PowerInRegister }
  | { readonly kind: 'wrong'; readonly why: Refusal }
  /** The register is silent, or does not let us ask. */
  | { readonly kind: 'outage' | 'refused' }

export async function askPower(
  { powerOfAttorney }: Pick<CounterRegisters, 'powerOfAttorney'>,
  { number, principal, representative }: PowerBrought,
  { purpose, today }: { readonly purpose: CounterPurpose; readonly today: LocalDate },
): Promise<PowerAsked> {
  const answer = await powerOfAttorney({ number, principal }, purpose)
  if (answer.kind === 'outage' || answer.kind === 'refused') return { kind: answer.kind }
  const wrong = (fault: PowerFault | 'unknown') =>
    ({ kind: 'wrong', why: refuseCounter(`counter.power-${fault}`, { field: 'power', facts: { number } }) }) as const
  if (answer.kind === 'absent') return wrong('unknown')
  const fault = faultOfPower(answer.value, { principal, representative }, today)
  return fault === null ? { kind: 'holds', power: answer.value } : wrong(fault)
}
