import { isRefusal, parseIIN, type IIN, type MobileNumber } from '@ruqsat/foundation'
import type { Purpose, Registers } from '@ruqsat/registers/contract'

// Whose number a telephone number is, by the register of subscribers. Who registers without a certificate is known by their IIN and a telephone
// that the register has under it; without such a register anybody could register as anybody, so there is no such registration.

/** How an installation names it in its file of registers, and the fact that it answers with. */
export const SUBSCRIBERS = { system: 'IS-SUBSCRIBERS', fact: 'iin' } as const

/** An outage says nothing about whose the number is, and passes; a register that does not let us ask says nothing either, and does not pass by itself. */
export type NumberOwner = 'theirs' | 'notTheirs' | 'outage' | 'refused' | 'unbound'

export function knowsSubscribers(registers: Registers): boolean {
  return registers.isBound(SUBSCRIBERS.system)
}

export async function ownerOf(registers: Registers, iin: IIN, phone: MobileNumber, purpose: Purpose): Promise<NumberOwner> {
  if (!knowsSubscribers(registers)) return 'unbound'
  const answer = await registers.ask({ system: SUBSCRIBERS.system, about: phone, facts: [SUBSCRIBERS.fact], subject: iin }, purpose)
  if (answer.kind === 'absent') return 'notTheirs'
  if (answer.kind === 'refused' || answer.kind === 'outage') return answer.kind
  const owner = parseIIN(answer.value.facts[SUBSCRIBERS.fact] ?? '')
  return !isRefusal(owner) && owner === iin ? 'theirs' : 'notTheirs'
}
