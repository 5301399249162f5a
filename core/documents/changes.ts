// What a request says otherwise than the one before it: for the applicant before the signature, for the official after it, and for the host,
// which takes no change that nobody asked for.
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
