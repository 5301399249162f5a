import { entryName, listValue, type ListEntry } from '@ruqsat/documents'
import { isRefusal } from '@ruqsat/foundation'
import type { Field, ListType } from '@ruqsat/law'
import { readDay, typedDate, type FormValues } from '@ruqsat/web'

/** Of the hidden field of a list that says how many entries its form shows. */
export const COUNT = '-entries'
/** Of the buttons of a list: `add LIST` and `remove LIST PLACE`. */
export const ENTRY = 'entry'
/** No form of ours shows more. */
const MOST_ENTRIES = 50

/** Whether this field is in the form that was sent. */
export function isInForm({ id, type }: Pick<Field, 'id' | 'type'>, form: FormValues): boolean {
  return form.has(id) || form.has(`${id}-year`) || (type.kind === 'list' && form.has(`${id}${COUNT}`))
}

/** The list to which the person added an entry, or from which they took one; null where they go on. */
export function changedList(form: FormValues): string | null {
  return form.has(ENTRY) ? (form.text(ENTRY).split(' ')[1] ?? '') : null
}

/** What was typed into the input of a field: a date as `YYYY-MM-DD`, or what was typed instead; a list with what its buttons did to it. */
export function typedField({ type }: Pick<Field, 'type'>, form: FormValues, name: string): string {
  if (type.kind === 'list') return listValue(typedEntries(type, form, name))
  if (type.kind === 'iin' || type.kind === 'bin') return form.digits(name)
  if (type.kind !== 'date') return form.text(name)
  const read = readDay(form, name)
  if (!isRefusal(read)) return read ?? ''
  const { day, month, year } = typedDate(form, name)
  return [year, month, day].map((part) => part.replaceAll('-', '–')).join('-')
}

function typedEntries({ fields, most }: ListType, form: FormValues, name: string): readonly ListEntry[] {
  const count = Math.min(Number(form.digits(`${name}${COUNT}`)) || 0, MOST_ENTRIES)
  const entries = Array.from({ length: count }, (_each, index) =>
    Object.fromEntries(fields.map((field) => [field.id, typedField(field, form, entryName(name, index + 1, field.id))])),
  )
  const [act, list, place] = form.text(ENTRY).split(' ')
  if (list !== name) return entries
  if (act === 'remove') return entries.filter((_entry, index) => index + 1 !== Number(place))
  return act === 'add' && entries.length < most ? [...entries, {}] : entries
}
