import { findVariant, type Edition, type Field } from '@ruqsat/law'
import { sectionsFor } from '../core/form.ts'
import type { DraftDeps } from './deps.ts'
import type { Draft } from './model.ts'
import type { Person } from '../../registration/people/person.ts'

/**
 * Whose contacts a draft carries: an individual's own; of a firm's, those of who answers for the draft, whoever of the firm looks at it.
 * Where that person's registration for the firm has ended, of who asks.
 */
export async function contactOf(
  deps: Pick<DraftDeps, 'personOf'>,
  draft: Pick<Draft, 'accountId' | 'bin'>,
  person: Person,
): Promise<Person> {
  if (draft.bin === null || draft.accountId === person.accountId) return person
  const contact = await deps.personOf(draft.accountId)
  return contact !== null && contact.standing === 'current' ? contact : person
}

type KnownFact = NonNullable<Field['known']>

/**
 * Facts that the account and the registers give; the person cannot change them in the form. Who heads a firm only the register knows:
 * it is asked where `kept` has no answer yet, and while it does not answer the value stays empty and keeps the form from going on.
 */
export async function knownValues(
  deps: Pick<DraftDeps, 'registers'>,
  edition: Edition,
  variantId: string,
  person: Person,
  kept: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const variant = findVariant(edition.regulation, variantId)
  if (variant === null) return {}
  const fields = sectionsFor(variant.form, person.kind).flatMap((section) => section.fields)
  const known = fields.filter((field): field is Field & { readonly known: KnownFact } => field.known !== undefined)
  const values: Record<string, string> = {}
  for (const field of known) {
    values[field.id] = field.known === 'applicant.head' ? await headOf(deps, person, kept[field.id] ?? '') : ofAccount(person)[field.known]
  }
  return values
}

function ofAccount(person: Person): Readonly<Record<Exclude<KnownFact, 'applicant.head'>, string>> {
  return {
    'applicant.name': person.organisation ?? person.name,
    'applicant.identifier': person.bin ?? person.iin,
    'applicant.address': person.address,
    'applicant.phone': person.phone,
    'applicant.email': person.email,
  }
}

async function headOf(deps: Pick<DraftDeps, 'registers'>, person: Person, kept: string): Promise<string> {
  if (person.bin === null) return person.name
  if (kept !== '') return kept
  const answer = await deps.registers.legalEntity(person.bin)
  return answer.kind === 'found' ? answer.value.headName : ''
}
