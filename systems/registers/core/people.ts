// The registers of people and of firms in a real installation: registers like any other, whose facts have the names of the contract.
import { Fault, orFault, parseIIN, type Answer, type LocalDate } from '@ruqsat/foundation'
import { isLocalDate } from '@ruqsat/clock'
import type { LegalEntity, RegisterFacts, RegisterPerson } from '../contract.ts'
import { refuseRegister } from '../refusals.ts'
import { sameKey } from './ask.ts'
import type { FactsSource, RegisterSource } from './source.ts'

/** Which declared register is that of people, and which that of firms; null where no package declares one. */
export type PeopleSystems = { readonly individual: string | null; readonly legalEntity: string | null }

const OF_PERSON = ['surname', 'givenName', 'bornOn', 'address'] as const
const OF_FIRM = ['name', 'registeredOn', 'address', 'headIin', 'headName'] as const

/** A register that is bound to nothing refuses by its name, where somebody is looked up. Throws for an answer that is no person or firm. */
export function peopleSource(sources: Readonly<Record<string, FactsSource>>, systems: PeopleSystems): RegisterSource {
  const ask = async <T>(system: string | null, about: string, names: readonly string[], read: (fact: Facts) => T): Promise<Answer<T>> => {
    const source = system !== null && Object.hasOwn(sources, system) ? sources[system]! : null
    if (source === null) return { kind: 'refused', refusal: refuseRegister('register-not-bound', { facts: { register: system ?? '' } }) }
    const answer = await source.ask({ about, facts: names })
    if (answer.kind !== 'found') return answer
    const { about: of } = answer.value
    if (of !== null && sameKey(of) !== sameKey(about))
      return { kind: 'outage', reason: 'Expected an answer about the number that was asked for but it is about another' }
    return { kind: 'found', value: read(factIn(answer.value)) }
  }
  return {
    person: (iin) =>
      ask(systems.individual, iin, OF_PERSON, (fact): RegisterPerson => ({
        iin,
        surname: fact('surname'),
        givenName: fact('givenName'),
        patronymic: fact('patronymic', ''),
        bornOn: dayIn(fact('bornOn')),
        address: fact('address'),
        entrepreneur: ['yes', 'true'].includes(fact('entrepreneur', 'no')),
      })),
    legalEntity: (bin) =>
      ask(systems.legalEntity, bin, OF_FIRM, (fact): LegalEntity => ({
        bin,
        name: fact('name'),
        registeredOn: dayIn(fact('registeredOn')),
        address: fact('address'),
        headIin: orFault(parseIIN(fact('headIin'))),
        headName: fact('headName'),
      })),
  }
}

type Facts = (name: string, otherwise?: string) => string

function factIn({ facts }: RegisterFacts): Facts {
  return (name, otherwise) => {
    const found = Object.hasOwn(facts, name) ? facts[name] : otherwise
    if (found === undefined) throw new Fault(`Expected ${name} in the answer of the register but it has none`)
    return found
  }
}

function dayIn(text: string): LocalDate {
  const day = text.slice(0, 10)
  if (!isLocalDate(day)) throw new Fault('Expected a day like 2026-12-01 in the answer of the register but found another')
  return day
}
