import {
  inAll,
  isRefusal,
  parsePrintable,
  tidyLine,
  tidyNumber,
  type Instant,
  type LocalDate,
  type LocalText,
  type Refusal,
} from '@ruqsat/foundation'
import { fieldFault, numberOf, type TypedValues, valueText, contradicted } from '@ruqsat/documents'
import type { Field, RegisterFact, RegisterQuestion, Requirement } from '@ruqsat/law'
import { refusePortal } from '../../refusals.ts'

/** What a register said to one question, as a draft keeps it. */
export type RegisterAnswer = {
  readonly system: string
  /** What it was asked about. */
  readonly about: string
  readonly kind: 'found' | 'absent'
  readonly facts: Readonly<Record<string, string>>
  readonly askedAt: Instant
}

/** What facts are compared with. */
export type Compared = {
  readonly requirements: readonly Requirement[]
  readonly values: TypedValues
  readonly known: (name: NonNullable<Field['known']>) => string
  readonly today: LocalDate
}

/** Everything that the register said with which a request would certainly be refused, in the order of the package. */
export function answerRefusals(
  question: RegisterQuestion,
  answer: RegisterAnswer,
  register: LocalText,
  compared: Compared,
): readonly Refusal[] {
  if (answer.kind === 'absent') return absentRefusals(question, answer, register, compared)
  return question.answers.flatMap((fact) => factRefusal(fact, answer.facts[fact.id] ?? '', register, compared) ?? [])
}

/** Where the package says what absence means, it is that requirement that is not met; whether it stops the person is the table's matter otherwise. */
function absentRefusals(
  { absent }: RegisterQuestion,
  { about }: RegisterAnswer,
  register: LocalText,
  { requirements }: Compared,
): readonly Refusal[] {
  const requirement = requirements.find(({ id }) => id === absent?.requirement)
  if (requirement === undefined) return []
  const facts = { register, about: asTyped(about), requirement: requirement.text }
  return [refusePortal('register-knows-nothing-of-it', { source: requirement.source, facts })]
}

/** Null where this fact keeps nobody from going on; one that the register leaves empty decides nothing. */
export function factRefusal(fact: RegisterFact, value: string, register: LocalText, compared: Compared): Refusal | null {
  if (value === '') return null
  const id =
    (fact.contradicts ?? []).find((each) => contradicted(fact, each, value, compared.today))?.requirement ?? unequal(fact, value, compared)
  const requirement = compared.requirements.find((each) => each.id === id)
  if (requirement === undefined) return null
  const said = inAll((language) => `${fact.label[language]}: ${valueText(fact, value, language)}`)
  return refusePortal('register-fact-means-refusal', {
    source: requirement.source,
    facts: { register, fact: { kind: 'typed', text: said }, requirement: requirement.text },
  })
}

function unequal({ equals, type }: RegisterFact, value: string, { values, known }: Compared): string | null {
  if (equals === undefined) return null
  const other = equals.field === undefined ? (equals.known === undefined ? '' : known(equals.known)) : (values[equals.field] ?? '')
  return other.trim() === '' || isSame(type, value, other) ? null : equals.requirement
}

/** Numbers by what they are worth, all else by its letters and digits: registers and people put spaces and hyphens as they like. */
function isSame(type: RegisterFact['type'], one: string, other: string): boolean {
  if (type.kind === 'number') return numberOf(one, type.decimals) === numberOf(other, 6)
  const plain = (text: string) =>
    tidyLine(text)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
  return plain(one) === plain(other)
}

/** A fact as the house keeps it; null where it is nothing that the package's type can be. */
export function cleanFact(fact: RegisterFact, value: string, today: LocalDate): string | null {
  const clean = fact.type.kind === 'text' ? tidyLine(value) : tidyNumber(value)
  if (clean === '') return ''
  const field: Field = { ...fact, required: false, source: NO_SOURCE }
  return fieldFault(field, clean, today) !== null || isRefusal(parsePrintable(clean)) ? null : clean
}

const NO_SOURCE = { act: '', certainty: 'assumed' } as const

const asTyped = (text: string) => ({ kind: 'typed', text: inAll(() => text) }) as const
