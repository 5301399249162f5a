// What the form of an act says to the answers of a scenario, by the very rules that people meet on the pages.
import { toInstant } from '@ruqsat/clock'
import { contradictionsOf, sectionFaults, sectionsFor } from '@ruqsat/documents'
import { readyBy, type DecideContext } from '@ruqsat/engine'
import { refusalsOf, type Refusal } from '@ruqsat/foundation'
import { findVariant, rateFor, zoneOf } from '@ruqsat/law'
import type { Given } from './grammar.ts'
import type { SampleCase } from './sample-case.ts'
import texts from './texts.yaml'

const refuseAnswer = refusalsOf('', texts.formAnswers.refusals)

type Answers = Readonly<Record<string, string>>

/** What is wrong first with one of these answers on the day of the scenario; null where the form takes them. */
export function formFault(values: Answers, asked: readonly string[], given: Given, { edition, tables }: DecideContext): Refusal | null {
  const { regulation } = edition
  const variant = findVariant(regulation, given.variant)!
  const today = given.on!
  const { date, time } = given.registered ?? { date: today, time: '12:00' }
  const promised = readyBy(variant, toInstant(date, time, zoneOf(regulation, tables)), { regulation, tables })
  const sections = sectionsFor(variant.form, given.applicant)
  const fields = sections.flatMap((section) => section.fields.map(({ id }) => id))
  const stranger = asked.find((id) => !fields.includes(id))
  if (stranger !== undefined) return refuseAnswer('scenario.not-asked', { field: stranger })
  const own = (fault: Refusal) => asked.some((id) => fault.field === id || fault.field?.startsWith(`${id}-`))
  const faults = sections.flatMap((section) => sectionFaults(variant, section, values, { today, promised })).filter(own)
  if (faults[0] !== undefined) return faults[0]
  const [certain] = contradictionsOf(variant, given.applicant, values, today).filter(({ field }) => asked.includes(field.id))
  if (certain === undefined) return null
  return refuseAnswer('scenario.answer-means-refusal', { field: certain.field.id, source: certain.requirement.source })
}

/** What who answers so pays. */
export function rateIn({ variant, applicant }: Given, { answers, context }: SampleCase): number | null {
  const { fee } = findVariant(context.edition.regulation, variant)!
  return rateFor(fee, { applicant, answers })?.mciRate ?? null
}
