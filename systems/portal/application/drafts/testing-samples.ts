// What people type and attach in tests.
import { listValue } from '@ruqsat/documents'
import type { Field } from '@ruqsat/law'

/** A value that the field's own type accepts. */
export function goodValue({ type }: Pick<Field, 'type'>): string {
  switch (type.kind) {
    case 'text':
      if (type.pattern === 'cadastral') return '02-036-001-123'
      return type.pattern === undefined ? 'Мәтін' : type.pattern === 'documentNumber' ? 'AB-12/3' : 'x@example.kz'
    case 'number':
      return String(type.min)
    case 'date':
      return type.rule === 'notPast' ? '2030-01-01' : '2014-01-01'
    case 'choice':
      return type.options[0]!.id
    case 'yesNo':
      return 'yes'
    case 'list':
      return listValue([Object.fromEntries(type.fields.map((field) => [field.id, goodValue(field)]))])
    case 'iin':
      return '850412400012'
    case 'bin':
      return '080340001111'
  }
}
