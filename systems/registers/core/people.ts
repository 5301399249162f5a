// The registers of people, of firms and of powers of attorney: registers like any other, whose facts have the names of the contract.
import { Fault, isRefusal, orFault, parseBIN, parseIIN, type Answer, type BIN, type IIN, type LocalDate } from '@ruqsat/foundation'
import { isLocalDate } from '@ruqsat/clock'
import { MOST_LISTED, type LegalEntity, type PowerOfAttorney, type Purpose, type RegisterFacts, type RegisterPerson } from '../contract.ts'
import { refuseRegister } from '../refusals.ts'
import { sameKey } from './ask.ts'
import type { FactsQuery, JournaledRegister, KnownRegisters } from './source.ts'

/** Which declared register is that of people, which that of firms, which holds powers of attorney; null where no package declares one. */
export type PeopleSystems = {
  readonly individual: string | null
  readonly legalEntity: string | null
  readonly powersOfAttorney: string | null
}

const OF_PERSON = ['surname', 'givenName', 'bornOn', 'address'] as const
const OF_FIRM = ['name', 'registeredOn', 'address', 'headIin', 'headName'] as const
const OF_POWER = ['representatives', 'principal', 'scope', 'givenOn', 'validUntil', 'revokedOn', 'notarised'] as const

/** A register that is bound to nothing refuses by its name, where somebody is looked up. Throws for an answer that is no person, firm or power. */
export function peopleRegisters(registerOf: (system: string) => JournaledRegister | null, systems: PeopleSystems): KnownRegisters {
  const ask = async <T>(system: string | null, query: FactsQuery, purpose: Purpose, read: (fact: Facts) => T): Promise<Answer<T>> => {
    const register = system === null ? null : registerOf(system)
    if (register === null) return { kind: 'refused', refusal: refuseRegister('register-not-bound', { facts: { register: system ?? '' } }) }
    const answer = await register.ask(query, purpose)
    if (answer.kind !== 'found') return answer
    const { about: of } = answer.value
    if (of !== null && sameKey(of) !== sameKey(query.about))
      return { kind: 'outage', reason: 'Expected an answer about the number that was asked for but it is about another' }
    return { kind: 'found', value: read(factIn(answer.value)) }
  }
  return {
    person: (iin, purpose, asOf) =>
      ask(systems.individual, { about: iin, facts: OF_PERSON, ...on(asOf) }, purpose, (fact) => personOf(iin, fact)),
    legalEntity: (bin, purpose, asOf) =>
      ask(systems.legalEntity, { about: bin, facts: OF_FIRM, ...on(asOf) }, purpose, (fact) => firmOf(bin, fact)),
    powerOfAttorney({ number, principal }, purpose, asOf) {
      const query = { about: number, facts: OF_POWER, ...(principal !== null && { subject: principal }), ...on(asOf) }
      return ask(systems.powersOfAttorney, query, purpose, (fact) => powerOf(number, fact))
    },
    async powersOf(named, purpose) {
      const answer = await ask(systems.powersOfAttorney, { about: named, facts: OF_POWER, lists: true }, purpose, powersIn)
      // A list may be empty; who knows no such number has not understood that a list was asked for.
      return answer.kind === 'absent' ? { kind: 'refused', refusal: refuseRegister('register-gives-no-lists') } : answer
    },
  }
}

type Facts = (name: string, otherwise?: string) => string

function personOf(iin: IIN, fact: Facts): RegisterPerson {
  return {
    iin,
    surname: fact('surname'),
    givenName: fact('givenName'),
    patronymic: fact('patronymic', ''),
    bornOn: dayIn(fact('bornOn')),
    address: fact('address'),
    entrepreneur: ['yes', 'true'].includes(fact('entrepreneur', 'no')),
  }
}

function firmOf(bin: BIN, fact: Facts): LegalEntity {
  return {
    bin,
    name: fact('name'),
    registeredOn: dayIn(fact('registeredOn')),
    address: fact('address'),
    headIin: orFault(parseIIN(fact('headIin'))),
    headName: fact('headName'),
  }
}

function powerOf(number: string, fact: Facts): PowerOfAttorney {
  return {
    number,
    representatives: representativesIn(fact),
    principal: numberOf(fact('principal')),
    scope: fact('scope'),
    givenOn: dayIn(fact('givenOn')),
    validUntil: dayOrNone(fact('validUntil', '')),
    revokedOn: dayOrNone(fact('revokedOn', '')),
    notarised: ['yes', 'true', ''].includes(fact('notarised', 'yes')),
  }
}

/** Of a list, each with its place before the name of the fact. */
function powersIn(fact: Facts): readonly PowerOfAttorney[] {
  const count = Number(fact('count'))
  if (!Number.isSafeInteger(count) || count < 0 || count > MOST_LISTED)
    throw new Fault(`Expected at most ${MOST_LISTED} powers of attorney in the answer of the register but it says another number`)
  return Array.from({ length: count }, (_, place) => {
    const own: Facts = (name, otherwise) => fact(`${place + 1}.${name}`, otherwise)
    return powerOf(own('number'), own)
  })
}

const on = (asOf: LocalDate | undefined) => (asOf === undefined ? {} : { asOf })

/** Number and name, several parted by semicolons; a register that knows one alone may say it in two facts. */
function representativesIn(fact: Facts): PowerOfAttorney['representatives'] {
  const one = fact('representativeIin', '')
  if (one !== '') return [{ iin: orFault(parseIIN(one)), name: fact('representativeName') }]
  return fact('representatives')
    .split(';')
    .map((each) => each.trim())
    .map((each) => ({ iin: orFault(parseIIN(each.slice(0, 12))), name: each.slice(12).trim() }))
}

/** IIN or BIN: one digit of the number says which. */
function numberOf(text: string): IIN | BIN {
  const iin = parseIIN(text)
  return isRefusal(iin) ? orFault(parseBIN(text)) : iin
}

function factIn({ facts }: RegisterFacts): Facts {
  return (name, otherwise) => {
    const found = Object.hasOwn(facts, name) ? facts[name] : otherwise
    if (found === undefined) throw new Fault(`Expected ${name} in the answer of the register but it has none`)
    return found
  }
}

const dayOrNone = (text: string) => (text === '' ? null : dayIn(text))

function dayIn(text: string): LocalDate {
  const day = text.slice(0, 10)
  if (!isLocalDate(day)) throw new Fault('Expected a day like 2026-12-01 in the answer of the register but found another')
  return day
}
