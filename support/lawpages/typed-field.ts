import { isRefusal } from '@ruqsat/foundation'
import type { Field } from '@ruqsat/law'
import { readDay, typedDate, type FormValues } from '@ruqsat/web'

/** What was typed into the input of a field: a date as `YYYY-MM-DD`, or what was typed instead. */
export function typedField({ type }: Pick<Field, 'type'>, form: FormValues, name: string): string {
  if (type.kind === 'iin' || type.kind === 'bin') return form.digits(name)
  if (type.kind !== 'date') return form.text(name)
  const read = readDay(form, name)
  if (!isRefusal(read)) return read ?? ''
  const { day, month, year } = typedDate(form, name)
  return [year, month, day].map((part) => part.replaceAll('-', '–')).join('-')
}
