import { canonicalJson } from '@ruqsat/foundation'

/** A place of a package, by keys and ids, with what each of two packages has there; null where one has nothing. */
export type PackagePlace = { readonly place: string; readonly before: string | null; readonly after: string | null }

/** What explains a package and decides nothing. */
const EXPLAINS = new Set(['source', 'note', 'notes', 'templates'])

/** Longer values are cut: the place is what is looked for. */
const MOST_CHARACTERS = 80

/** Each place in which two packages differ, sources, notes and templates left out. Things of a list are known by their ids where they have them; another order of them is a difference too. */
export function placesThatDiffer(before: unknown, after: unknown, place = ''): readonly PackagePlace[] {
  if (shownOf(before) === shownOf(after)) return []
  const [was, is] = [partsOf(before), partsOf(after)]
  if (was === null || is === null) return [{ place, before: cut(before), after: cut(after) }]
  const order = [was, is].map((parts) => [...parts.keys()].filter((key) => was.has(key) && is.has(key)).join(', ')) as [string, string]
  const moved = Array.isArray(before) && order[0] !== order[1] ? [{ place, before: cut(order[0]), after: cut(order[1]) }] : []
  const parts = [...new Set([...was.keys(), ...is.keys()])]
    .filter((key) => !EXPLAINS.has(key))
    .flatMap((key) => placesThatDiffer(was.get(key), is.get(key), place === '' ? key : `${place}/${key}`))
  return [...parts, ...moved]
}

/** Null where there are no parts: a value, or a text in all languages, which is one. */
function partsOf(value: unknown): ReadonlyMap<string, unknown> | null {
  if (Array.isArray(value)) {
    const key = (each: unknown, at: number) => (isRecord(each) && typeof each['id'] === 'string' ? each['id'] : String(at + 1))
    return new Map(value.map((each, at) => [key(each, at), each]))
  }
  return isRecord(value) ? new Map(Object.entries(value)) : null
}

function cut(value: unknown): string | null {
  const text = shownOf(value)
  return text === null || text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`
}

function shownOf(value: unknown): string | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value : canonicalJson(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
