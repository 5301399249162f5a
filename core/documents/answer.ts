import { isLocalDate } from '@ruqsat/clock'
import { formatDate, type Language } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'
import { listText } from './lists.ts'
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
