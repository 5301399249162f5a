import { refusalsOf, type Answer, type BIN, type IIN, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { expectedSigner, type PowerShown } from './request.ts'
import texts from './texts.yaml'

export const refusePower = refusalsOf('', texts.power.refusals)

/** What a power of attorney must say to be judged; a register may know more. */
export type PowerInRegister = PowerShown & {
  readonly principal: string
  readonly representatives: readonly { readonly iin: string }[]
  readonly givenOn: LocalDate
  readonly revokedOn: LocalDate | null
}

export type PowerFault = 'of-another' | 'revoked' | 'over'

/** Why this power does not let this person act for this applicant today; null where it does. One rule for every channel. */
export function faultOfPower(
  power: PowerInRegister,
  { principal, representative }: { readonly principal: BIN | IIN | null; readonly representative: string },
  today: LocalDate,
): PowerFault | null {
  const isTheirs = power.representatives.some(({ iin }) => iin === representative)
  if (power.principal !== principal || !isTheirs) return 'of-another'
  if (power.revokedOn !== null && power.revokedOn <= today) return 'revoked'
  return power.givenOn > today || (power.validUntil !== null && power.validUntil < today) ? 'over' : null
}

/** The same of what the register answered; `later` where it is silent, which is no answer. */
export function judgedPower(
  answer: Answer<PowerInRegister>,
  number: string,
  who: Parameters<typeof faultOfPower>[1],
  today: LocalDate,
): Refusal | 'later' | null {
  if (answer.kind === 'outage') return 'later'
  if (answer.kind === 'refused') return refusePower('documents.power-refused')
  const fault = answer.kind === 'absent' ? 'unknown' : faultOfPower(answer.value, who, today)
  return fault === null ? null : refusePower(`documents.power-${fault}`, { facts: { number } })
}

/** Whose certificate may sign: the representative's own, as a person; without one, who `expectedSigner` says. */
export function expectedSignerOf(representative: { readonly iin: IIN } | undefined, party: Parameters<typeof expectedSigner>[0]) {
  return expectedSigner(representative === undefined ? party : { iin: representative.iin, bin: null })
}
