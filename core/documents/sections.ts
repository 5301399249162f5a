import { daysFaults, type ReadyDays } from './days.ts'
import { fieldFaults, type TypedValues } from './fields.ts'
import type { Refusal } from '@ruqsat/foundation'
import { appliesTo, type ApplicantKind, type Form, type FormSection, type Variant } from '@ruqsat/law'

/** Sections with at least one field for this kind of applicant, each with those fields only. */
export function sectionsFor(form: Form, applicant: ApplicantKind): readonly FormSection[] {
  return form.sections
    .map((section) => ({ ...section, fields: section.fields.filter((field) => appliesTo(field, applicant)) }))
    .filter((section) => section.fields.length > 0)
}

/**
 * Every fault of a section's values, in the order of its fields, with those of days that follow each other in the wrong order, or are over before the
 * result is there. `ready.today` is the legal day in the authority's zone; a field that may not be changed has no fault, because nobody could correct it.
 */
export function sectionFaults(
  variant: Pick<Variant, 'form' | 'results'>,
  section: FormSection,
  values: TypedValues,
  ready: ReadyDays,
  mayChange: (field: string) => boolean = () => true,
): readonly Refusal[] {
  const days = daysFaults(variant, values, mayChange, ready)
  return section.fields
    .filter(({ id }) => mayChange(id))
    .flatMap((field) => {
      const own = fieldFaults(field, values[field.id] ?? '', ready.today)
      return own.length > 0 ? own : days.filter((day) => day.field === field.id).slice(0, 1)
    })
}
