import { sectionsFor } from '@ruqsat/documents'
import { firstDraftStep, type KnownFact } from '@ruqsat/law'
import type { Purpose } from '@ruqsat/registers/contract'
import type { DraftDeps, Draft, DraftPlace } from './model.ts'
import { draftPurpose } from './purpose.ts'
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

/**
 * Facts that the account and the registers give; the person cannot change them in the form. Who heads a firm only the register knows:
 * it is asked where `kept` has no answer yet, and while it does not answer the value stays empty and keeps the form from going on.
 */
export async function knownValues(
  deps: Pick<DraftDeps, 'registers'>,
  { edition, variant }: DraftPlace,
  draftId: string,
  person: Person,
  kept: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {}
  for (const { id, known, source } of sectionsFor(variant.form, person.kind).flatMap((section) => section.fields)) {
    if (known === undefined) continue
    const ask = { registers: deps.registers, purpose: draftPurpose(edition, draftId, person, source) }
    values[id] = await FACTS[known](person, ask, kept[id] ?? '')
  }
  return values
}

/** The same for a draft: by whose contacts it carries, and with what it keeps already. */
export async function knownOf(
  deps: Pick<DraftDeps, 'registers' | 'personOf'>,
  place: DraftPlace,
  draft: Pick<Draft, 'id' | 'accountId' | 'bin' | 'values' | 'corrects'>,
  person: Person,
): Promise<Record<string, string>> {
  const { corrects } = draft
  const contact = await contactOf(deps, draft, person)
  if (corrects === null) return knownValues(deps, place, draft.id, contact, draft.values)
  // What nobody asked about stays as it was signed, though the account may say otherwise now; what was asked about is looked up again.
  const isAsked = (id: string) => corrects.missing.some((item) => item.on === 'field' && item.id === id)
  const { variant } = place
  const sections = variant.form.sections.map((section) => ({ ...section, fields: section.fields.filter(({ id }) => isAsked(id)) }))
  const asked = { ...place, variant: { ...variant, form: { ...variant.form, sections } } }
  const known = await knownValues(deps, asked, draft.id, contact, {})
  // A register that is silent does not keep a correction back, whose time passes.
  return Object.fromEntries(Object.entries(known).map(([id, value]) => [id, value === '' ? (draft.values[id] ?? '') : value]))
}

/** Of what is known of whose draft it is: what these facts are. A register is asked only where the form does not have its answer. */
export async function factsOf(
  deps: Pick<DraftDeps, 'registers' | 'personOf'>,
  { edition, variant, view, draft }: DraftPlace & { readonly draft: Pick<Draft, 'id' | 'accountId' | 'bin' | 'values'> },
  person: Person,
  wanted: readonly KnownFact[],
): Promise<Readonly<Partial<Record<KnownFact, string>>>> {
  const contact = await contactOf(deps, draft, person)
  const fields = sectionsFor(variant.form, contact.kind).flatMap((section) => section.fields)
  const ask = { registers: deps.registers, purpose: draftPurpose(edition, draft.id, contact, firstDraftStep(view).source) }
  const facts = wanted.map(async (name) => {
    const kept = fields.find(({ known }) => known === name)
    return [name, await FACTS[name](contact, ask, (kept && draft.values[kept.id]) ?? '')] as const
  })
  return Object.fromEntries(await Promise.all(facts))
}

type Asking = Pick<DraftDeps, 'registers'> & { readonly purpose: Purpose }
type Fact = (person: Person, asking: Asking, kept: string) => string | Promise<string>

const FACTS: Readonly<Record<KnownFact, Fact>> = {
  'applicant.name': (person) => person.organisation ?? person.name,
  'applicant.identifier': (person) => person.bin ?? person.iin,
  'applicant.address': (person) => person.address,
  'applicant.phone': (person) => person.phone,
  'applicant.email': (person) => person.email,
  'applicant.head': headOf,
}

async function headOf(person: Person, { registers, purpose }: Asking, kept: string): Promise<string> {
  if (person.bin === null) return person.name
  if (kept !== '') return kept
  const answer = await registers.legalEntity(person.bin, purpose)
  return answer.kind === 'found' ? answer.value.headName : ''
}
