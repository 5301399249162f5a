import { fieldFault, type TypedValues } from './fields.ts'
import type { LocalDate, Refusal } from '@ruqsat/foundation'
import { appliesTo, type ApplicantKind, type Form, type FormSection } from '@ruqsat/law'

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
