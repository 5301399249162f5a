// What a request says otherwise than the one before it: for the applicant before the signature, for the official after it, and for the host,
// which takes no change that nobody asked for.
import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import { valueText } from './answer.ts'
import type { SignedRequest } from './request.ts'

/** `id` of the field or of the document slot; texts as they were shown when each was signed, empty where there was nothing. */
export type RequestChange = {
  readonly on: 'field' | 'document'
  readonly id: string
  readonly label: string
  readonly before: string
  readonly after: string
}

type Compared = Pick<SignedRequest, 'sections' | 'attachments'>

/** What a register said is not the applicant's: it is asked again for each request, and may have changed with nobody's doing. */
export function requestChanges(before: Compared, after: Compared): readonly RequestChange[] {
  return [...fieldChanges(before, after), ...documentChanges(before, after)]
}

/** Of what was asked, the fields and documents that the later request has as they were; what was asked in words cannot be compared. */
export function leftAsItWas<T extends { readonly on: string; readonly id?: string }>(
  asked: readonly T[],
  before: Compared,
  after: Compared,
): readonly T[] {
  const changes = requestChanges(before, after)
  return asked.filter(({ on, id }) => on !== 'other' && !changes.some((change) => change.on === on && change.id === id))
}

export type ReadChange = { readonly label: LocalText; readonly before: LocalText; readonly after: LocalText }

/**
 * The same for whoever reads it, in their own language whatever language each request was signed in; empty texts where there was nothing.
 * What the form of the variant does not have is read as it was signed.
 */
export function readChanges(
  before: Compared,
  after: Compared,
  { form, documents }: Pick<Variant, 'form' | 'documents'>,
): readonly ReadChange[] {
  const fields = form.sections.flatMap((section) => section.fields)
  return requestChanges(before, after).map((change): ReadChange => {
    const signed = { label: inAll(() => change.label), before: inAll(() => change.before), after: inAll(() => change.after) }
    if (change.on === 'document') return { ...signed, label: documents.find(({ id }) => id === change.id)?.name ?? signed.label }
    const field = fields.find(({ id }) => id === change.id)
    if (field === undefined) return signed
    const said = ({ sections }: Compared) => {
      const value = sections.flatMap((section) => section.fields).find(({ id }) => id === change.id)?.value ?? ''
      return inAll((language) => (value === '' ? '' : valueText(field, value, language)))
    }
    return { label: field.label, before: said(before), after: said(after) }
  })
}

function fieldChanges(before: Compared, after: Compared): readonly RequestChange[] {
  const [old, now] = [before, after].map(
    ({ sections }) =>
      new Map(
        sections
          .filter(({ register }) => register === undefined)
          .flatMap(({ fields }) => fields.map((field) => [field.id, field] as const)),
      ),
  )
  return [...new Set([...old!.keys(), ...now!.keys()])].flatMap((id): RequestChange[] => {
    const [was, is] = [old!.get(id), now!.get(id)]
    if (was?.value === is?.value) return []
    return [{ on: 'field', id, label: (is ?? was)!.label, before: was?.valueText ?? '', after: is?.valueText ?? '' }]
  })
}

function documentChanges(before: Compared, after: Compared): readonly RequestChange[] {
  const [old, now] = [before, after].map(({ attachments }) => Map.groupBy(attachments, ({ slot }) => slot))
  return [...new Set([...old!.keys(), ...now!.keys()])].flatMap((id): RequestChange[] => {
    const [was, is] = [old!.get(id) ?? [], now!.get(id) ?? []]
    const bytes = (files: typeof was) =>
      files
        .map(({ name, sha256 }) => `${name} ${sha256}`)
        .toSorted()
        .join('\n')
    if (bytes(was) === bytes(is)) return []
    const names = (files: typeof was) => files.map(({ name }) => name).join(', ')
    return [{ on: 'document', id, label: (is[0] ?? was[0])!.label, before: names(was), after: names(is) }]
  })
}
