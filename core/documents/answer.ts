import { isLocalDate } from '@ruqsat/clock'
import { formatDate, inAll, type Language, type LocalText } from '@ruqsat/foundation'
import type { Field, ListType } from '@ruqsat/law'
import { givenEntries, type ListEntry } from './lists.ts'
import texts from './texts.yaml'

/** An answer of a form as people read it; an em dash where there is none. */
export function valueText({ type }: Pick<Field, 'type'>, value: string, language: Language): string {
  if (value === '') return '—'
  if (type.kind === 'list') return listText(type, value, language) || '—'
  if (type.kind === 'date' && isLocalDate(value)) return formatDate(value, language)
  if (type.kind === 'choice') return type.options.find((option) => option.id === value)?.label[language] ?? value
  if (type.kind === 'yesNo') return texts.answer[value === 'yes' ? 'yes' : 'no'][language]
  if (type.kind === 'number' && type.unit !== undefined) return `${value} ${type.unit[language]}`
  return value
}

/** One entry in a line, numbered, each question with its answer. */
function listText({ fields }: ListType, value: string, language: Language): string {
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
