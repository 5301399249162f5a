// Lists that are read onward by a key: one row more than a page holds says whether another follows.
import { isInstant } from '@ruqsat/foundation'

export type Page<T> = { readonly rows: readonly T[]; readonly hasMore: boolean }

/** Of what was read with one row more than a page holds. */
export function pageOf<T>(read: readonly T[], size: number): Page<T> {
  return { rows: read.slice(0, size), hasMore: read.length > size }
}

/** Where a page begins, as its address says it: `key~id`. */
export type ListPlace = { readonly key: string; readonly id: string }

const DAY_LENGTH = '2026-11-30'.length

export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Null where the address says none, or what is no place: that is the beginning. */
export function readPlace(typed: unknown, key: RegExp, id: RegExp = /^.{1,300}$/): ListPlace | null {
  const [, first = '', rest = ''] = /^([^~]+)~(.+)$/.exec(typeof typed === 'string' ? typed : '') ?? []
  return key.test(first) && isInstant(first.length === DAY_LENGTH ? `${first}T00:00:00.000Z` : first) && id.test(rest)
    ? { key: first, id: rest }
    : null
}

export function placeText({ key, id }: ListPlace): string {
  return `${key}~${id}`
}
