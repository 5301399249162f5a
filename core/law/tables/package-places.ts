// Where two packages of one act differ, by keys and ids: the whole of it, down to single values.
import { canonicalJson } from '@ruqsat/foundation'

/** A place of a package, by keys and ids, with what each of two packages has there; null where one has nothing. `isOrder`: the same things in another order. */
export type PackagePlace = {
  readonly path: readonly string[]
  readonly before: string | null
  readonly after: string | null
  readonly isOrder?: true
}

/** Longer values are cut: the place is what is looked for. */
const MOST_CHARACTERS = 80
/** What is shown before the first character that differs. */
const CHARACTERS_BEFORE = 20

/** Each place in which two packages differ. Things of a list are known by their ids where all have one; another order of them is a difference too. */
export function placesThatDiffer(before: unknown, after: unknown, path: readonly string[] = []): readonly PackagePlace[] {
  if (shownOf(before) === shownOf(after)) return []
  const parts = isOtherType(before, after, path) ? null : partsOf(before, after)
  if (parts === null) return [{ path, ...cut(shownOf(before), shownOf(after)) }]
  const [was, is] = parts
  const order = [was, is].map((each) => [...each.keys()].filter((key) => was.has(key) && is.has(key)).join(', ')) as [string, string]
  const moved = Array.isArray(before) && order[0] !== order[1] ? [{ path, ...cut(...order), isOrder: true as const }] : []
  const keys = [...new Set([...was.keys(), ...is.keys()])]
  return [...keys.flatMap((key) => placesThatDiffer(was.get(key), is.get(key), [...path, key])), ...moved]
}

/** The first value with what the second has at this place, and nothing else of it. */
export function withPlaceOf(before: unknown, after: unknown, place: Pick<PackagePlace, 'path' | 'isOrder'>): unknown {
  const [key, ...path] = place.path
  if (key === undefined && place.isOrder !== true) return after
  const [was, is] = partsOf(before, after)!
  if (key === undefined) {
    const kept = [...is.keys()].filter((each) => was.has(each))
    return [...kept.map((each) => was.get(each)), ...[...was.keys()].filter((each) => !is.has(each)).map((each) => was.get(each))]
  }
  const changed = new Map(was)
  const value = withPlaceOf(was.get(key), is.get(key), { ...place, path })
  if (value === undefined) changed.delete(key)
  else changed.set(key, value)
  return Array.isArray(before) ? [...changed.values()] : Object.fromEntries(changed)
}

/** A question of another kind takes other things: it is one difference. */
function isOtherType(before: unknown, after: unknown, path: readonly string[]): boolean {
  const kindOf = (value: unknown) => (isRecord(value) ? value['kind'] : undefined)
  return path.at(-1) === 'type' && kindOf(before) !== kindOf(after)
}

type Parts = ReadonlyMap<string, unknown>

/** Null where one of the two has no parts. */
function partsOf(before: unknown, after: unknown): readonly [Parts, Parts] | null {
  if (Array.isArray(before) && Array.isArray(after)) {
    const haveIds = [before, after].every(({ length }, at) => new Set(idsIn(at === 0 ? before : after)).size === length)
    const parts = (list: readonly unknown[]) => new Map(list.map((each, at) => [haveIds ? idOf(each)! : String(at + 1), each]))
    return [parts(before), parts(after)]
  }
  return isRecord(before) && isRecord(after) && !Array.isArray(before) && !Array.isArray(after)
    ? [new Map(Object.entries(before)), new Map(Object.entries(after))]
    : null
}

const idOf = (each: unknown): string | null => (isRecord(each) && typeof each['id'] === 'string' ? each['id'] : null)
const idsIn = (list: readonly unknown[]) => list.flatMap((each) => idOf(each) ?? [])

/** Both from a little before the first character that differs. */
function cut(before: string | null, after: string | null): { readonly before: string | null; readonly after: string | null } {
  let same = 0
  while (before !== null && after !== null && same < before.length && before[same] === after[same]) same += 1
  const isLong = [before, after].some((text) => (text ?? '').length > MOST_CHARACTERS)
  const from = isLong && same > MOST_CHARACTERS - CHARACTERS_BEFORE ? same - CHARACTERS_BEFORE : 0
  const shown = (text: string | null) => {
    if (text === null) return null
    const rest = text.slice(from)
    return `${from > 0 ? '…' : ''}${rest.length > MOST_CHARACTERS ? `${rest.slice(0, MOST_CHARACTERS)}…` : rest}`
  }
  return { before: shown(before), after: shown(after) }
}

function shownOf(value: unknown): string | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value : canonicalJson(value)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
