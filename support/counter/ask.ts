// The registers, asked by the act's table: found, absent and out of reach are three answers.
import { isRefusal, parseBIN, parseIIN, type Answer, type Instant, type LocalDate, type Refusal } from '@ruqsat/foundation'
import type { PowerShown } from '@ruqsat/documents'
import { refuseCounter } from './refusals.ts'
import { askedFor, type OpenEntry, type RegisterSaid } from './model.ts'
import { askPower } from './power.ts'
import type { CounterPurpose, CounterRegisters } from './registers.ts'
import { factOf, holderOf } from './rules.ts'

/** Who asks, and in which role. */
export type CounterAsker = { readonly id: string; readonly role: string }

export type AskedAtCounter =
  | { readonly kind: 'found'; readonly said: readonly RegisterSaid[]; readonly power: PowerShown | null }
  /** Something is not there, or is not good: the table's own notice. */
  | { readonly kind: 'noData'; readonly said: readonly RegisterSaid[]; readonly why: Refusal }
  /** Nothing is known yet: ask again. */
  | { readonly kind: 'outOfReach'; readonly system: string }
  /** The register answers that this house may not ask it: asking again helps nobody. */
  | { readonly kind: 'refused'; readonly system: string }

export async function askAll(
  registers: CounterRegisters,
  open: OpenEntry,
  { actor, now, today }: { readonly actor: CounterAsker; readonly now: Instant; readonly today: LocalDate },
): Promise<AskedAtCounter> {
  const purpose: CounterPurpose = {
    authority: open.edition.regulation.authority.id,
    asker: actor.id,
    role: actor.role,
    caseId: open.entry.id,
    source: open.step.source,
  }
  const { known, powers } = askedFor(open)
  const about = factOf(open, 'applicant.identifier')
  const said: RegisterSaid[] = []
  for (const { system, by } of known) {
    const answer = by === 'iin' ? await person(registers, about, purpose) : await firm(registers, about, purpose)
    if (answer.kind !== 'found' && answer.kind !== 'absent') return notAnswered(answer, system)
    said.push({ system, about, kind: answer.kind, facts: answer.kind === 'found' ? answer.value : {}, askedAt: now })
    if (answer.kind === 'absent')
      return { kind: 'noData', said, why: refuseCounter('counter.not-in-register', { facts: { number: about } }) }
  }
  const { representative } = open.entry.content
  if (!representative.comes) return { kind: 'found', said, power: null }
  for (const system of powers) {
    const { iin, bin } = holderOf(open)
    const brought = { number: representative.power, principal: bin ?? iin, representative: representative.iin }
    const asked = await askPower(registers, brought, { purpose, today })
    if (asked.kind === 'wrong') return { kind: 'noData', said, why: asked.why }
    if (asked.kind !== 'holds') return notAnswered(asked, system)
    const { number, scope, validUntil } = asked.power
    return { kind: 'found', said, power: { number, scope, validUntil } }
  }
  return { kind: 'noData', said, why: refuseCounter('counter.power-unknown', { facts: { number: representative.power } }) }
}

const notAnswered = ({ kind }: { readonly kind: 'refused' | 'outage' }, system: string) =>
  ({ kind: kind === 'refused' ? 'refused' : 'outOfReach', system }) as const

async function person({ person: ask }: CounterRegisters, about: string, purpose: CounterPurpose): Promise<Answer<RegisterSaid['facts']>> {
  const iin = parseIIN(about)
  if (isRefusal(iin)) return { kind: 'absent' }
  const answer = await ask(iin, purpose)
  if (answer.kind !== 'found') return answer
  const { surname, givenName, patronymic, address } = answer.value
  return { kind: 'found', value: { name: `${surname} ${givenName} ${patronymic}`.trim(), address } }
}

async function firm({ legalEntity }: CounterRegisters, about: string, purpose: CounterPurpose): Promise<Answer<RegisterSaid['facts']>> {
  const bin = parseBIN(about)
  if (isRefusal(bin)) return { kind: 'absent' }
  const answer = await legalEntity(bin, purpose)
  if (answer.kind !== 'found') return answer
  const { name, address, headName } = answer.value
  return { kind: 'found', value: { name, address, head: headName } }
}
