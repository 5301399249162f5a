import { type Answer, isRefusal, parseBIN, parseIIN, type Refusal } from '@ruqsat/foundation'
import type { RegisterFacts, RegisterQuery, Registers } from '../contract.ts'
import { refuseRegister } from '../refusals.ts'
import type { JournaledRegister, KnownRegisters } from './source.ts'

/** A number that cannot exist is not asked for; an answer about another number is an outage, never a person. */
export function careful(registers: KnownRegisters, timeoutMs: number): KnownRegisters {
  return {
    person: (iin, ...why) => guarded('iin', parseIIN(iin), () => registers.person(iin, ...why), timeoutMs),
    legalEntity: (bin, ...why) => guarded('bin', parseBIN(bin), () => registers.legalEntity(bin, ...why), timeoutMs),
    powerOfAttorney: async (query, ...why) =>
      sameKey(query.number) === '' ? { kind: 'absent' } : inTime(() => registers.powerOfAttorney(query, ...why), timeoutMs),
    powersOf: (...asked) => inTime(() => registers.powersOf(...asked), timeoutMs),
  }
}

async function guarded<T>(field: string, number: string | Refusal, ask: () => Promise<Answer<T>>, timeoutMs: number): Promise<Answer<T>> {
  return isRefusal(number) ? { kind: 'refused', refusal: { ...number, field } } : inTime(ask, timeoutMs)
}

/** The same for any register that is bound: an answer about something else, or without a fact that was asked for, is an outage. */
export function carefulFacts(sources: Readonly<Record<string, JournaledRegister>>, timeoutMs: number): Pick<Registers, 'ask' | 'isBound'> {
  const sourceOf = (system: string) => (Object.hasOwn(sources, system) ? sources[system]! : null)
  return {
    isBound: (system) => sourceOf(system) !== null,
    async ask({ system, ...query }, purpose) {
      const source = sourceOf(system)
      if (source === null) return { kind: 'refused', refusal: refuseRegister('register-not-bound', { facts: { register: system } }) }
      // Nothing, or signs alone: no register knows anything of it, and `..` in an address would lead to another page of the register.
      if (sameKey(query.about) === '') return { kind: 'absent' }
      const answer = await inTime(() => source.ask(query, purpose), timeoutMs)
      return answer.kind === 'found' ? whole(answer.value, query) : answer
    },
  }
}

function whole({ about, facts }: RegisterFacts, query: Omit<RegisterQuery, 'system'>): Answer<RegisterFacts> {
  if (about !== null && sameKey(about) !== sameKey(query.about)) return outage('about what was asked for but it answered about another')
  const missing = query.facts.filter((fact) => !Object.hasOwn(facts, fact))
  return missing.length > 0 ? outage(`with ${missing.join(', ')} but it has none`) : { kind: 'found', value: { about, facts } }
}

/** Numbers of plots and documents are written with spaces, hyphens and colons; letters and digits make the same number. */
export function sameKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

async function inTime<T>(ask: () => Promise<Answer<T>>, timeoutMs: number): Promise<Answer<T>> {
  const late = Promise.withResolvers<Answer<T>>()
  const timer = setTimeout(late.resolve, timeoutMs, outage(`within ${timeoutMs} ms but none came`))
  const answer = await Promise.race([(async () => ask())(), late.promise]).catch((error: Error) =>
    outage(`but the question failed: ${error.name}`),
  )
  clearTimeout(timer)
  return answer
}

const outage = (what: string) => ({ kind: 'outage', reason: `Expected an answer of the register ${what}` }) as const
