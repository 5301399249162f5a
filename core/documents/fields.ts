// What a field of a form takes, by its type in the package: one rule for what applicants answer and for what officials write.
import {
  dayOfParts,
  foreignSign,
  formatDate,
  inAll,
  isRefusal,
  isVisible,
  type LocalDate,
  type LocalText,
  parseBIN,
  parseDay,
  parseIIN,
  parseMailAddress,
  parsePhoneNumber,
  parsePrintable,
  type Refusal,
  refusalsOf,
  signFacts,
  tidyLine,
  tidyNumber,
  tidyText,
} from '@ruqsat/foundation'
import { afterSpan, isLocalDate } from '@ruqsat/clock'
import { isOwnContact, isTyped, type Field, type ListType } from '@ruqsat/law'
import { entriesOf, entryName, givenEntries, isBlank, listValue } from './lists.ts'
import texts from './texts.yaml'

export const FIELD_REFUSALS = texts.fields.refusals
/** The codes were released as the portal's, which had these rules first. */
export const refuseField = refusalsOf('portal.', FIELD_REFUSALS)

/** What a person typed, by field id, kept as it was typed; a date as `YYYY-MM-DD` or what they wrote instead. */
export type TypedValues = Readonly<Record<string, string>>

/** A typed value as it is kept: without what nobody sees, on one line where the field is one line, numbers and codes with plain hyphens, a day as `YYYY-MM-DD`. */
export function cleanValue(field: Pick<Field, 'type'>, typed: string): string {
  const { type } = field
  switch (type.kind) {
    case 'text':
      if ((type.lines ?? 1) > 1) return tidyText(typed)
      return type.pattern === undefined || type.pattern === 'email' ? tidyLine(typed) : tidyNumber(typed)
    case 'date': {
      const day = dayOf(typed)
      return isRefusal(day) ? tidyLine(typed) : day
    }
    case 'list':
      return cleanList(type, typed)
    case 'iin':
    case 'bin':
      return tidyNumber(typed).replace(/[ -]/g, '')
    default:
      return tidyNumber(typed)
  }
}

/** A day as the three boxes leave it where it was none: year, month and day between hyphens, or all of it in one of them. */
function dayOf(typed: string): LocalDate | Refusal {
  const [year, month, day, more] = typed.split('-')
  if (year === undefined || month === undefined || day === undefined || more !== undefined) return parseDay(typed)
  const filled = [year, month, day].filter((part) => part !== '')
  return filled.length === 1 ? parseDay(filled[0]!) : dayOfParts({ day, month, year })
}

/** What is wrong with one value, or null. The form's structure and format demands (A3) are the field's type in the package. */
export function fieldFault(field: Field, typed: string, today: LocalDate): Refusal | null {
  const fault = valueFault(field, typed, today)
  // It cannot be corrected here, where it is only shown.
  return fault !== null && isOwnContact(field) ? refuseField('known-contact-wrong', { field: field.id, source: field.source }) : fault
}

/** All of them: a list has several questions. */
export function fieldFaults(field: Field, typed: string, today: LocalDate): readonly Refusal[] {
  if (isList(field)) return listFaults(field, cleanValue(field, typed), today)
  const fault = fieldFault(field, typed, today)
  return fault === null ? [] : [fault]
}

function isList(field: Field): field is Field & { readonly type: ListType } {
  return field.type.kind === 'list'
}

function valueFault(field: Field, typed: string, today: LocalDate): Refusal | null {
  const value = cleanValue(field, typed)
  if (isList(field)) return listFaults(field, value, today)[0] ?? null
  const at = { field: field.id, source: field.source }
  if (!isVisible(value) && !field.required) return null
  if (!isVisible(value)) return refuseField(field.known === undefined ? 'field-empty' : 'known-value-missing', at)
  const type = field.type
  switch (type.kind) {
    case 'text':
      if ([...value].length > type.maxLength)
        return refuseField('text-too-long', { ...at, facts: { max: type.maxLength, length: [...value].length } })
      return (type.pattern === undefined ? null : faultOf(PATTERNS[type.pattern](value), at)) ?? unprintableFault(field, value)
    case 'number': {
      const number = numberOf(value, type.decimals)
      if (number === null)
        return refuseField(type.decimals === 0 ? 'not-a-whole-number' : 'not-a-number', { ...at, facts: { decimals: type.decimals } })
      return number < type.min || number > type.max
        ? refuseField('number-out-of-range', { ...at, facts: { min: type.min, max: type.max } })
        : null
    }
    case 'date': {
      const day = dayOf(value)
      if (isRefusal(day)) return { ...day, ...at }
      if (type.rule === 'notFuture' && day > today) return refuseField('date-in-future', at)
      if (type.rule === 'notPast' && day < today) return refuseField('date-in-past', at)
      return spanFault(type.within, type.rule, day, today, at)
    }
    case 'choice':
      return type.options.some((option) => option.id === value) ? null : refuseField('not-an-option', at)
    case 'yesNo':
      return value === 'yes' || value === 'no' ? null : refuseField('not-an-option', at)
    case 'list':
      return null
    case 'iin':
      return faultOf(parseIIN(value), at)
    case 'bin':
      return faultOf(parseBIN(value), at)
  }
}

type DateType = Field['type'] & { readonly kind: 'date' }

/** The furthest day itself is taken. */
function spanFault(
  within: DateType['within'],
  rule: DateType['rule'],
  day: LocalDate,
  today: LocalDate,
  at: { readonly field: string; readonly source: Field['source'] },
): Refusal | null {
  if (within === undefined) return null
  const isBack = rule === 'notFuture'
  const last = afterSpan(today, within, isBack ? -1 : 1)
  if (isBack ? day >= last : day <= last) return null
  return refuseField(isBack ? 'date-too-early' : 'date-too-late', {
    ...at,
    facts: { day: inAll((language) => formatDate(last, language)) },
  })
}

/** What the paper cannot print is said where it is typed; what came from a register is for the register to fix. */
function unprintableFault(field: Field, value: string): Refusal | null {
  const read = parsePrintable(value)
  if (!isRefusal(read)) return null
  const at = { field: field.id, source: field.source }
  return isTyped(field) ? { ...read, ...at } : refuseField('known-value-not-printable', { ...at, facts: read.facts ?? {} })
}

/** A value that one of the house's types takes has no fault; what the type refuses is refused at the field. */
function faultOf(read: string | Refusal, at: { readonly field: string; readonly source: Field['source'] }): Refusal | null {
  return isRefusal(read) ? { ...read, ...at } : null
}

/** What each pattern of the regulation language takes: the value, or why not. */
const PATTERNS: Readonly<Record<NonNullable<(Field['type'] & { kind: 'text' })['pattern']>, (value: string) => string | Refusal>> = {
  cadastral: parseCadastral,
  phone: parsePhoneNumber,
  email: parseMailAddress,
  documentNumber: parseDocumentNumber,
}

/** Groups of digits between colons, hyphens or spaces ([GK]: no source gives the format). */
function parseCadastral(value: string): string | Refusal {
  const foreign = foreignSign(value, /^[\d: -]$/)
  if (foreign !== null) return refuseField('cadastral-number-sign', { facts: signFacts(foreign) })
  const plain = value.replace(/ *([:-]) */g, '$1')
  return /^\d{2}([: -]\d{3}){2}[: -]\d{3,4}([: -]\d+)*$/.test(plain) ? value : refuseField('not-a-cadastral-number')
}

/** Letters, digits and the signs that numbers of documents carry, a note in brackets too ([GK]: no source gives the formats). */
function parseDocumentNumber(value: string): string | Refusal {
  const foreign = foreignSign(value, /^[\p{L}\p{M}\p{N}№#()[\]«»"'’“”.,:;&+*_/\\ -]$/u)
  if (foreign !== null) return refuseField('document-number-sign', { facts: signFacts(foreign) })
  return /[\p{L}\p{N}]/u.test(value) ? value : refuseField('not-a-document-number')
}

/** Accepts a comma or a point and spaces between groups; null where it is no number of at most `decimals` places. */
export function numberOf(value: string, decimals: number): number | null {
  const plain = tidyNumber(value).replaceAll(' ', '').replace(',', '.')
  if (!/^-?\d{1,15}(\.\d+)?$/.test(plain)) return null
  const places = plain.split('.')[1]?.length ?? 0
  return places > decimals ? null : Number(plain)
}

function cleanList({ fields }: ListType, typed: string): string {
  return listValue(
    entriesOf(typed).map((entry) => Object.fromEntries(fields.map((field) => [field.id, cleanValue(field, entry[field.id] ?? '')]))),
  )
}

/** Everything that is wrong with a list, each at its question. */
function listFaults(field: Field & { readonly type: ListType }, value: string, today: LocalDate): readonly Refusal[] {
  const { type, id, source, required } = field
  const given = givenEntries(value)
  const at = { field: id, source }
  if (given.length === 0) return required ? [refuseField('list-empty', at)] : []
  const { least = 1, most } = type
  const counted = [
    ...(given.length < least ? [refuseField('list-too-short', { ...at, facts: { least } })] : []),
    ...(given.length > most ? [refuseField('list-too-long', { ...at, facts: { most, length: given.length } })] : []),
  ]
  const entered = entriesOf(value).flatMap((entry, index) => {
    if (isBlank(entry)) return []
    const asked = type.fields.map((each) => ({ ...each, source }))
    const order = orderFaults(asked, entry)
    return asked
      .flatMap((each) => fieldFault(each, entry[each.id] ?? '', today) ?? order.filter((fault) => fault.field === each.id).slice(0, 1))
      .map((fault) => ({ ...fault, field: entryName(id, index + 1, fault.field!) }))
  })
  return [...counted, ...entered]
}

/** What the order of two days needs of a field. */
type Dated = Pick<Field, 'id' | 'label' | 'type' | 'source'>

/** Days that follow each other in the wrong order: `notBefore` of a date names another of the same questions. It is said at the later one, or at the earlier one where only that may be changed. */
export function orderFaults(
  fields: readonly Dated[],
  values: TypedValues,
  mayChange: (field: string) => boolean = () => true,
): readonly Refusal[] {
  return fields.flatMap((later): readonly Refusal[] => {
    const earlier = later.type.kind === 'date' ? fields.find(({ id }) => id === notBefore(later)) : undefined
    const [first, then] = [earlier === undefined ? null : dayIn(earlier, values), dayIn(later, values)]
    if (earlier === undefined || first === null || then === null || then >= first) return []
    const { source } = later
    if (mayChange(later.id))
      return [refuseField('date-before-other', { field: later.id, source, facts: { ...shownDay(first), other: earlier.label } })]
    return mayChange(earlier.id)
      ? [refuseField('date-after-other', { field: earlier.id, source, facts: { ...shownDay(then), other: later.label } })]
      : []
  })
}

const notBefore = ({ type }: Dated) => (type.kind === 'date' ? type.notBefore : undefined)
export const shownDay = (day: LocalDate): { readonly day: LocalText } => ({ day: inAll((language) => formatDate(day, language)) })

export function dayIn(field: Dated, values: TypedValues): LocalDate | null {
  const day = cleanValue(field, values[field.id] ?? '')
  return isLocalDate(day) ? day : null
}
