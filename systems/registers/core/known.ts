import { isRefusal, parseBIN, parseIIN, type Answer } from '@ruqsat/foundation'
import type { RegisterFacts, Registers } from '../contract.ts'
import type { FactsSource } from './source.ts'

type Names = Readonly<Record<string, string>> | undefined

/** The registers of people and of firms, asked as any other: their facts have the names of the contract, or those that the binding gives them. */
export function personsSource({ person }: Pick<Registers, 'person'>, names: Names): FactsSource {
  return {
    async ask({ about }) {
      const iin = parseIIN(about)
      return isRefusal(iin) ? { kind: 'refused', refusal: iin } : named(await person(iin), about, names)
    },
  }
}

export function firmsSource({ legalEntity }: Pick<Registers, 'legalEntity'>, names: Names): FactsSource {
  return {
    async ask({ about }) {
      const bin = parseBIN(about)
      return isRefusal(bin) ? { kind: 'refused', refusal: bin } : named(await legalEntity(bin), about, names)
    },
  }
}

function named(answer: Answer<object>, about: string, names: Names): Answer<RegisterFacts> {
  if (answer.kind !== 'found') return answer
  const own: Record<string, string> = {}
  for (const [name, value] of Object.entries(answer.value)) own[name] = value === true ? 'yes' : value === false ? 'no' : String(value)
  const facts = Object.entries(names ?? {}).flatMap(([fact, name]) => (own[name] === undefined ? [] : [[fact, own[name]] as const]))
  return { kind: 'found', value: { about, facts: { ...own, ...Object.fromEntries(facts) } } }
}
