import { type Answer, isRefusal, parseBIN, parseIIN } from '@ruqsat/foundation'
import type { PowerOfAttorney, RegisterFacts, Registers } from '../contract.ts'
import { refuseRegister } from '../refusals.ts'
import type { JournaledRegister, FactsSource, RegisterSource } from './source.ts'

type Names = Readonly<Record<string, string>> | undefined

/** The registers of people and of firms, asked as any other: their facts have the names of the contract, or those that the binding gives them. */
export function personsRegister({ person }: Pick<Registers, 'person'>, names: Names): JournaledRegister {
  return {
    async ask({ about, asOf }, purpose) {
      const iin = parseIIN(about)
      return isRefusal(iin) ? { kind: 'refused', refusal: iin } : named(await person(iin, purpose, asOf), about, names)
    },
  }
}

export function firmsRegister({ legalEntity }: Pick<Registers, 'legalEntity'>, names: Names): JournaledRegister {
  return {
    async ask({ about, asOf }, purpose) {
      const bin = parseBIN(about)
      return isRefusal(bin) ? { kind: 'refused', refusal: bin } : named(await legalEntity(bin, purpose, asOf), about, names)
    },
  }
}

/** The other way round: what somebody in this process knows, as facts that travel. `about` is what the answer is about, right or wrong. */
export function factsSources({ person, legalEntity, powerOfAttorney }: RegisterSource): {
  readonly persons: FactsSource
  readonly firms: FactsSource
  readonly powers: FactsSource | null
} {
  return {
    persons: ofToday(({ about }) => ofNumber(parseIIN(about), person, 'iin')),
    firms: ofToday(({ about }) => ofNumber(parseBIN(about), legalEntity, 'bin')),
    powers:
      powerOfAttorney === undefined
        ? null
        : ofToday(async ({ about }) => {
            const answer = await powerOfAttorney(about)
            return answer.kind === 'found' ? named(answer, answer.value.number, {}) : answer
          }),
  }
}

const ofToday = (ask: FactsSource['ask']): FactsSource => ({
  ask: async (query) => {
    if (query.asOf !== undefined) return { kind: 'refused', refusal: refuseRegister('register-keeps-no-history') }
    return query.lists === true ? { kind: 'refused', refusal: refuseRegister('register-gives-no-lists') } : ask(query)
  },
})

async function ofNumber<N extends string, Field extends string, T extends { readonly [Name in Field]: string }>(
  number: N | Parameters<typeof isRefusal>[0],
  ask: (number: N) => Promise<Answer<T>>,
  field: Field,
): Promise<Answer<RegisterFacts>> {
  if (isRefusal(number)) return { kind: 'refused', refusal: number }
  const answer = await ask(number as N)
  return answer.kind === 'found' ? named(answer, answer.value[field], {}) : answer
}

function named(answer: Answer<object>, about: string, names: Names): Answer<RegisterFacts> {
  if (answer.kind !== 'found') return answer
  const own = plainFacts(answer.value)
  const facts = Object.entries(names ?? {}).flatMap(([fact, name]) => (own[name] === undefined ? [] : [[fact, own[name]] as const]))
  return { kind: 'found', value: { about, facts: { ...own, ...Object.fromEntries(facts) } } }
}

/** What is known of somebody, as facts that travel: a representative is written with number and name, one after the other. */
export function plainFacts(value: object): Record<string, string> {
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each)]))
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return (value as PowerOfAttorney['representatives']).map(({ iin, name }) => `${iin} ${name}`).join('; ')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return value === null ? '' : String(value)
}
