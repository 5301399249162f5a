import { binFault, iinFault, type Language, type LocalDate, type Refusal } from '@ruqsat/foundation'
import { isLocalDate } from '@ruqsat/clock'
import { appliesTo, type ApplicantKind, type Field, type Form, type FormSection } from '@ruqsat/law'
import { refusePortal } from '../refusals.ts'

/** What a person typed, by field id, kept as it was typed; a date as `YYYY-MM-DD` or what they wrote instead. */
export type TypedValues = Readonly<Record<string, string>>

/** Sections with at least one field for this kind of applicant, each with those fields only. */
export function sectionsFor(form: Form, applicant: ApplicantKind): readonly FormSection[] {
  return form.sections
    .map((section) => ({ ...section, fields: section.fields.filter((field) => appliesTo(field, applicant)) }))
    .filter((section) => section.fields.length > 0)
}

/** Every fault of a section's values, in the order of its fields. `today` is the legal day in the authority's zone. */
export function sectionFaults(section: FormSection, values: TypedValues, today: LocalDate): readonly Refusal[] {
  return section.fields.map((field) => fieldFault(field, values[field.id] ?? '', today)).filter((fault) => fault !== null)
}

/** Signs that no person types: they would hide text from who reads the request, or be refused by the database. */
// oxlint-disable-next-line no-control-regex -- these signs are what is looked for
const INVISIBLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u0080-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** A typed value as it is kept: without invisible signs, with one kind of line end, on one line where the field is one line. */
export function cleanValue(field: Field, typed: string): string {
  const lines = typed.normalize('NFC').replace(/\r\n?/g, '\n').replace(INVISIBLE, '')
  const isOneLine = field.type.kind !== 'text' || (field.type.lines ?? 1) === 1
  return (isOneLine ? lines.replace(/[\n\t]+/g, ' ') : lines).trim()
}

/** What is wrong with one value, or null. The form's structure and format demands (A3) are the field's type in the package. */
export function fieldFault(field: Field, typed: string, today: LocalDate): Refusal | null {
  const value = typed.trim()
  const at = { field: field.id, source: field.source }
  if (value === '' && !field.required) return null
  if (value === '') return refusePortal(field.known === undefined ? 'field-empty' : 'known-value-missing', at)
  const type = field.type
  switch (type.kind) {
    case 'text':
      if ([...value].length > type.maxLength)
        return refusePortal('text-too-long', { ...at, facts: { max: type.maxLength, length: [...value].length } })
      return type.pattern === undefined || PATTERNS[type.pattern].test(value)
        ? null
        : refusePortal(`not-a-${PATTERN_NAMES[type.pattern]}`, at)
    case 'number': {
      const number = numberOf(value, type.decimals)
      if (number === null)
        return refusePortal(type.decimals === 0 ? 'not-a-whole-number' : 'not-a-number', { ...at, facts: { decimals: type.decimals } })
      return number < type.min || number > type.max
        ? refusePortal('number-out-of-range', { ...at, facts: { min: type.min, max: type.max } })
        : null
    }
    case 'date':
      if (!isLocalDate(value)) return refusePortal('not-a-date', at)
      if (type.rule === 'notFuture' && value > today) return refusePortal('date-in-future', at)
      return type.rule === 'notPast' && value < today ? refusePortal('date-in-past', at) : null
    case 'choice':
      return type.options.some((option) => option.id === value) ? null : refusePortal('not-an-option', at)
    case 'yesNo':
      return value === 'yes' || value === 'no' ? null : refusePortal('not-an-option', at)
    case 'iin':
      return identifierRefusal(iinFault(value), 'iin', at)
    case 'bin':
      return identifierRefusal(binFault(value), 'bin', at)
  }
}

/** A value as the frozen request shows it, in the language of the form. */
export function valueText(
  field: Field,
  value: string,
  language: Language,
  formatDate: (date: LocalDate, language: Language) => string,
): string {
  const type = field.type
  if (value === '') return '—'
  if (type.kind === 'date' && isLocalDate(value)) return formatDate(value, language)
  if (type.kind === 'choice') return type.options.find((option) => option.id === value)?.label[language] ?? value
  if (type.kind === 'yesNo') return YES_NO[value === 'yes' ? 'yes' : 'no'][language]
  if (type.kind === 'number' && type.unit !== undefined) return `${value} ${type.unit[language]}`
  return value
}

const YES_NO = { yes: { kk: 'Иә', ru: 'Да', en: 'Yes' }, no: { kk: 'Жоқ', ru: 'Нет', en: 'No' } }

/** A cadastral number is groups of digits between colons or hyphens; a document number is letters, digits and joining signs ([GK]: no source gives the formats). */
const PATTERNS = {
  cadastral: /^\d{2}([:-]\d{3}){2}[:-]\d{3,4}([:-]\d+)*$/,
  phone: /^\+?[78][\s\u00a0-]?\(?7?\d{2,4}\)?[\d\s\u00a0-]{5,10}$/,
  email: /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/,
  documentNumber: /^[\p{L}\p{N}№ ./-]{1,60}$/u,
} as const

const PATTERN_NAMES = { cadastral: 'cadastral-number', phone: 'phone', email: 'email', documentNumber: 'document-number' } as const

/** Accepts a comma or a point and spaces between groups; null where it is no number of at most `decimals` places. */
export function numberOf(value: string, decimals: number): number | null {
  const plain = value.replace(/[\s\u00a0]/g, '').replace(',', '.')
  if (!/^-?\d{1,15}(\.\d+)?$/.test(plain)) return null
  const places = plain.split('.')[1]?.length ?? 0
  return places > decimals ? null : Number(plain)
}

function identifierRefusal(
  fault: ReturnType<typeof iinFault>,
  which: 'iin' | 'bin',
  at: { readonly field: string; readonly source: Field['source'] },
): Refusal | null {
  if (fault === null) return null
  return refusePortal(fault === 'not-12-digits' ? 'identifier-not-12-digits' : `${which}-wrong`, at)
}
