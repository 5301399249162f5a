// Registers through the e-government gateway: the question leaves with its purpose, which the gateway's journal keeps.
import { randomUUID } from 'node:crypto'
import type { TechnicalClock } from '@ruqsat/database'
import { Fault, type Answer } from '@ruqsat/foundation'
import type { Gateway, HouseService } from '@ruqsat/gateway/contract'
import type { RegisterBinding } from '@ruqsat/law'
import { elementAt, readXml, xmlText, type XmlElement } from '@ruqsat/xml'
import type { RegisterFacts } from '../contract.ts'
import type { JournaledRegister, FactsQuery, FactsSource } from '../core/source.ts'
import { refuseRegister } from '../refusals.ts'
import { answerXml, questionXml, readAnswer, readQuestion } from './message.ts'

/** What this room needs of the gateway's. */
export type RegistersGateway = {
  readonly gateway: Pick<Gateway, 'ask' | 'hasRoute'>
  offer(name: string, service: HouseService): void
}

export type GatewayBinding = Extract<RegisterBinding, { readonly adapter: 'gateway' }>

/** A register of this house as a service that may be asked by its name: from within, and from outside where the gateway's file says so. */
export function registerService(source: FactsSource): HouseService {
  return {
    async answer(payload) {
      const query = readQuestion(payload)
      if (query === null) return { kind: 'refused', refusal: refuseRegister('register-question-unreadable') }
      const answer = await source.ask(query)
      return answer.kind === 'found' ? { kind: 'found', value: answerXml(answer.value) } : answer
    },
    subject: (payload) => {
      const query = readQuestion(payload)
      return query === null ? null : (query.subject ?? query.about)
    },
  }
}

/** By a route or a service of the house. Without a binding, or where it prescribes no question, in the format of this house. */
export function throughGateway(
  { gateway }: Pick<RegistersGateway, 'gateway'>,
  route: string,
  technicalClock: TechnicalClock,
  binding: GatewayBinding | null = null,
): JournaledRegister {
  const format: Format =
    binding?.question === undefined
      ? { knowsDays: true, knowsLists: true, write: questionXml, read: readOwn }
      : {
          knowsDays: binding.question.includes('{asOf}'),
          knowsLists: false,
          write: (query) => filled(binding.question!, query, technicalClock),
          read: (payload) => readForeign(payload, binding),
        }
  return {
    async ask(query, purpose) {
      if (query.lists === true && !format.knowsLists) return { kind: 'refused', refusal: refuseRegister('register-gives-no-lists') }
      if (query.asOf !== undefined && !format.knowsDays) return { kind: 'refused', refusal: refuseRegister('register-keeps-no-history') }
      const question = { route, payload: format.write(query), subject: query.subject ?? query.about, purpose }
      const answer = await gateway.ask(question)
      if (answer.kind === 'found') return format.read(answer.value)
      // What a counterpart says when it refuses is in the journal; to whoever asks it is one refusal.
      return answer.kind === 'refused' && answer.refusal.code === 'gateway.counterpart-refused'
        ? { kind: 'refused', refusal: refuseRegister('register-access-denied') }
        : answer
    },
  }
}

/** Whether a question may be about another day than today, and may ask for a list. */
type Format = {
  readonly knowsDays: boolean
  readonly knowsLists: boolean
  write(query: FactsQuery): string
  read(payload: string): Answer<RegisterFacts>
}

function readOwn(payload: string): Answer<RegisterFacts> {
  const value = readAnswer(payload)
  return value === null ? { kind: 'outage', reason: 'Expected an answer of the register but found other XML' } : { kind: 'found', value }
}

function filled(question: string, { about, asOf = '' }: FactsQuery, technicalClock: TechnicalClock): string {
  const places: Readonly<Record<string, string>> = { about, asOf, messageId: randomUUID(), messageDate: technicalClock.now() }
  return question.trim().replace(/\{(about|asOf|messageId|messageDate)\}/g, (_, name: string) => xmlText(places[name]!))
}

/** A fact that is not where the binding says is left out: whoever asked reports it missing. */
function readForeign(payload: string, { about, facts, absent }: GatewayBinding): Answer<RegisterFacts> {
  const read = readXml(payload)
  if (read.kind === 'unread') throw new Fault(`Expected XML of the register but found ${read.fault}`)
  if (absent !== undefined && (absent.values as readonly string[]).includes(plainAt(read.root, absent.at) ?? '')) return { kind: 'absent' }
  const found = Object.entries(facts).flatMap(([fact, path]) => {
    const value = plainAt(read.root, path)
    return value === undefined ? [] : [[fact, value] as const]
  })
  const value = { about: about === undefined ? null : (plainAt(read.root, about) ?? ''), facts: Object.fromEntries(found) }
  return { kind: 'found', value }
}

/** The text at `Organization.FullNameKz`, by local names; of an element with elements there is none. */
function plainAt(root: XmlElement, path: string): string | undefined {
  const found = elementAt(root, path.replaceAll('.', '/'))
  return found === null || found.children.length > 0 ? undefined : found.text.trim()
}
