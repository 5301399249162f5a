// Answers for every type of field, for forms and steps that are walked without a person.
import { addDays } from '@ruqsat/clock'
import { contradicted, fieldFault, listValue } from '@ruqsat/documents'
import type { LocalDate } from '@ruqsat/foundation'
import type { Field, RegisterFact } from '@ruqsat/law'

/** An answer that this field takes by its type; the first that was tried where it takes none. */
export function sampleAnswer(field: Field, today: LocalDate): string {
  const answers = answersTo({ ...field, required: true }, today)
  return answers.find((value) => fieldFault(field, value, today) === null) ?? answers[0]!
}

/** What a register may say of this fact so that nobody is stopped by it; empty where each answer would stop somebody. */
export function sampleFact({ type, contradicts = [] }: Pick<RegisterFact, 'type' | 'contradicts'>, today: LocalDate): string {
  const isWelcome = (value: string) => contradicts.every((each) => !contradicted({ type }, each, value, today))
  return answersTo({ type, required: true, contradicts: [...contradicts] }, today).find(isWelcome) ?? ''
}

/** Answers on each side of everything that the field and its contradictions draw a line at. */
export function answersTo(
  { type, required, contradicts = [] }: Pick<Field, 'type' | 'required' | 'contradicts'>,
  today: LocalDate,
): readonly string[] {
  const left = required ? [] : ['']
  switch (type.kind) {
    case 'text':
      return [...left, ...(type.pattern === undefined ? ['Ү', 'Үлгі'] : PATTERNED[type.pattern])]
    case 'number': {
      const step = 10 ** -type.decimals
      const bounds = contradicts.flatMap(({ below, above }) => [below, above].filter((bound) => bound !== undefined))
      const numbers = [type.min, type.max, (type.min + type.max) / 2, ...bounds].flatMap((number) => [
        Math.floor(number / step) * step,
        Math.ceil(number / step) * step,
      ])
      return [...left, ...numbers.map((number) => number.toFixed(type.decimals))]
    }
    case 'date': {
      const years = contradicts.flatMap(({ youngerThanYears = 0 }) => youngerThanYears)
      const born = [0, ...years].map((each) => addDays(today, -Math.ceil((each + 1) * 365.25)))
      return [...left, today, addDays(today, 1), addDays(today, -1), ...born]
    }
    case 'choice':
      return [...left, ...type.options.map(({ id }) => id)]
    case 'yesNo':
      return [...left, 'yes', 'no']
    case 'list': {
      const source = { act: 'sample', certainty: 'assumed' } as const
      const entry = Object.fromEntries(type.fields.map((each) => [each.id, sampleAnswer({ ...each, source }, today)]))
      return [...left, listValue(Array.from({ length: type.least ?? 1 }, () => entry))]
    }
    case 'iin':
      return [...left, SAMPLE_IIN]
    case 'bin':
      return [...left, SAMPLE_BIN]
  }
}

export const SAMPLE_IIN = '850412400012'
export const SAMPLE_BIN = '080340001111'
const PATTERNED = {
  cadastral: ['02-036-001-123'],
  phone: ['+7 701 000 00 00'],
  email: ['a@example.kz'],
  documentNumber: ['№ 1', '1'],
}
