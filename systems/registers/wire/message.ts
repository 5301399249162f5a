// How this house asks a register where nobody prescribes another format: XML of one element, within the house and between two houses.
import { isLocalDate } from '@ruqsat/clock'
import type { RegisterFacts } from '../contract.ts'
import type { FactsQuery } from '../core/source.ts'
import { childOf, childrenOf, readXml, xmlText, type XmlElement } from '@ruqsat/xml'

export const REGISTER_FORMAT = 'urn:ruqsat:registers:1'

export function questionXml({ about, facts, subject, asOf, lists }: FactsQuery): string {
  const more = Object.entries({ subject, asOf, lists: lists === true ? 'yes' : undefined }).flatMap(([name, value]) =>
    value === undefined ? [] : [element(name, value)],
  )
  const asked = [element('about', about), ...more]
  return root('question', [...asked, ...facts.map((fact) => element('fact', fact))])
}

/** Null where it is no question of this format. */
export function readQuestion(payload: string): FactsQuery | null {
  const question = rootOf(payload, 'question')
  const about = question && childOf(question, 'about', REGISTER_FORMAT)
  if (!question || !about) return null
  const subject = childOf(question, 'subject', REGISTER_FORMAT)?.text
  const asOf = childOf(question, 'asOf', REGISTER_FORMAT)?.text
  if (asOf !== undefined && !isLocalDate(asOf)) return null
  const facts = childrenOf(question, 'fact', REGISTER_FORMAT).map(({ text }) => text)
  const lists = childOf(question, 'lists', REGISTER_FORMAT)?.text === 'yes'
  return {
    about: about.text,
    facts,
    ...(lists && { lists }),
    ...(subject !== undefined && { subject }),
    ...(asOf !== undefined && { asOf }),
  }
}

export function answerXml({ about, facts }: RegisterFacts): string {
  const said = Object.entries(facts).map(([name, value]) => `<fact name="${xmlText(name)}">${xmlText(value)}</fact>`)
  return root('answer', [...(about === null ? [] : [element('about', about)]), ...said])
}

/** Null where it is no answer of this format. */
export function readAnswer(payload: string): RegisterFacts | null {
  const answer = rootOf(payload, 'answer')
  if (answer === null) return null
  const facts = childrenOf(answer, 'fact', REGISTER_FORMAT).map(
    ({ attributes, text }) => [attributes.find(({ name }) => name === 'name')?.value ?? '', text] as const,
  )
  return { about: childOf(answer, 'about', REGISTER_FORMAT)?.text ?? null, facts: Object.fromEntries(facts) }
}

const element = (name: string, text: string) => `<${name}>${xmlText(text)}</${name}>`
const root = (name: string, children: readonly string[]) => `<${name} xmlns="${REGISTER_FORMAT}">${children.join('')}</${name}>`

function rootOf(payload: string, name: string): XmlElement | null {
  const read = readXml(payload)
  return read.kind === 'read' && read.root.namespace === REGISTER_FORMAT && read.root.name === name ? read.root : null
}
