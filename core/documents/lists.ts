// An answer that is a list: like entries, each with the same questions. It is kept as JSON, so that whatever carries answers carries it too.
import { canonicalJson, isVisible, readJson, type Language, type LocalDate, type LocalText, type Refusal, inAll } from '@ruqsat/foundation'
import type { Field, ListType } from '@ruqsat/law'
import { valueText } from './answer.ts'
import { orderFaults } from './days.ts'
import { cleanValue, fieldFault, refuseField } from './fields.ts'

/** What was answered for one of them, by question; a question without an answer is not there. */
export type ListEntry = Readonly<Record<string, string>>

/** More than any list of the language takes, with answers as long as any form has. */
const LIMITS = { maxLength: 500_000, maxDepth: 3, maxValues: 2_000 }

/** The entries as they are on the form, those that nobody has filled in included; none where the value is no list. */
export function entriesOf(value: string): readonly ListEntry[] {
  const read = value === '' ? null : readJson(value, LIMITS)
  if (read?.kind !== 'read' || !Array.isArray(read.value)) return []
  return read.value.map(entryOf)
}

function entryOf(read: unknown): ListEntry {
  if (typeof read !== 'object' || read === null || Array.isArray(read)) return {}
  return Object.fromEntries(Object.entries(read).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
}

/** Those that say something. */
export function givenEntries(value: string): readonly ListEntry[] {
  return entriesOf(value).filter((entry) => !isBlank(entry))
}

/** As an answer is kept; empty where no entry says anything. */
export function listValue(entries: readonly ListEntry[]): string {
  if (entries.every(isBlank)) return ''
  return canonicalJson(entries.map((entry) => Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== ''))))
}

const isBlank = (entry: ListEntry) => Object.values(entry).every((value) => !isVisible(value))

/** As it goes into a request: a list without what nobody has filled in, anything else as it is. */
export function signedValue({ type }: Pick<Field, 'type'>, value: string): string {
  return type.kind === 'list' ? listValue(givenEntries(value)) : value
}

/** The name of one question of one entry: of its input, and in what is wrong with it. `place` counts from 1. */
export function entryName(list: string, place: number, question: string): string {
  return `${list}-${place}-${question}`
}

export function cleanList({ fields }: ListType, typed: string): string {
  return listValue(
    entriesOf(typed).map((entry) => Object.fromEntries(fields.map((field) => [field.id, cleanValue(field, entry[field.id] ?? '')]))),
  )
}

/** Everything that is wrong with a list, each at its question. */
export function listFaults(field: Field & { readonly type: ListType }, value: string, today: LocalDate): readonly Refusal[] {
  const { type, id, source, required } = field
  const given = givenEntries(value)
  const at = { field: id, source }
  if (given.length === 0) return required ? [refuseField('list-empty', at)] : []
  if (given.length < (type.least ?? 1)) return [refuseField('list-too-short', { ...at, facts: { least: type.least ?? 1 } })]
  if (given.length > type.most) return [refuseField('list-too-long', { ...at, facts: { most: type.most, length: given.length } })]
  return entriesOf(value).flatMap((entry, index) => {
    if (isBlank(entry)) return []
    const asked = type.fields.map((each) => ({ ...each, source }))
    const order = orderFaults(asked, entry)
    return asked
      .flatMap((each) => fieldFault(each, entry[each.id] ?? '', today) ?? order.filter((fault) => fault.field === each.id).slice(0, 1))
      .map((fault) => ({ ...fault, field: entryName(id, index + 1, fault.field!) }))
  })
}

/** One entry in a line, numbered, each question with its answer. */
export function listText({ fields }: ListType, value: string, language: Language): string {
  const said = (entry: ListEntry) =>
    fields
      .filter(({ id, required }) => required || entry[id] !== undefined)
      .map((each) => `${each.label[language].replace(/[:?]$/, '')}: ${valueText(each, entry[each.id] ?? '', language)}`)
      .join('; ')
  return givenEntries(value)
    .map((entry, index) => `${index + 1}. ${said(entry)}`)
    .join('\n')
}

/** For a template: each entry by its questions, as people read it. */
export function listRows({ fields }: ListType, value: string): readonly Readonly<Record<string, LocalText>>[] {
  return givenEntries(value).map((entry) =>
    Object.fromEntries(fields.map((each) => [each.id, inAll((language) => valueText(each, entry[each.id] ?? '', language))])),
  )
}
