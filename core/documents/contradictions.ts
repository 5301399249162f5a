import type { LocalDate } from '@ruqsat/foundation'
import { isLocalDate } from '@ruqsat/clock'
import type { ApplicantKind, Contradiction, Field, Requirement, Variant } from '@ruqsat/law'
import { numberOf, type TypedValues } from './fields.ts'
import { sectionsFor } from './sections.ts'

/** An answer with which a requirement is certainly not met, and where it was given. */
export type Contradicted = { readonly sectionId: string; readonly field: Field; readonly value: string; readonly requirement: Requirement }

/** Every answer that makes a refusal certain, by the package alone. `today` is the legal day in the authority's zone. */
export function contradictionsOf(
  variant: Pick<Variant, 'form' | 'requirements'>,
  applicant: ApplicantKind,
  values: TypedValues,
  today: LocalDate,
): readonly Contradicted[] {
  return sectionsFor(variant.form, applicant).flatMap((section) =>
    section.fields.flatMap((field) => {
      const value = (values[field.id] ?? '').trim()
      const met = (field.contradicts ?? []).filter((each) => value !== '' && contradicted(field, each, value, today))
      return met.flatMap(({ requirement: id }) => {
        const requirement = variant.requirements.find((each) => each.id === id)
        return requirement === undefined ? [] : [{ sectionId: section.id, field, value, requirement }]
      })
    }),
  )
}

/** A value that its own field refuses contradicts nothing: it is corrected first. */
export function contradicted({ type }: Pick<Field, 'type'>, condition: Contradiction, value: string, today: LocalDate): boolean {
  const { answers, below, above, youngerThanYears } = condition
  if (answers !== undefined) return answers.includes(value)
  if (youngerThanYears !== undefined) return isLocalDate(value) && yearsLater(value, youngerThanYears) > today
  const number = type.kind === 'number' ? numberOf(value, type.decimals) : null
  if (number === null) return false
  return (below !== undefined && number < below) || (above !== undefined && number > above)
}

/** Compared as text, the 29th of February of a common year lies between the 28th and the 1st of March: the age is reached on the latter. */
function yearsLater(day: LocalDate, years: number): string {
  return `${String(Number(day.slice(0, 4)) + years).padStart(4, '0')}${day.slice(4)}`
}
