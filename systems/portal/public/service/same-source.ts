import type { Source } from '@ruqsat/foundation'

/** Whether two facts are at one place and are equally sure, so that one citation serves both. */
export function isSameSource(one: Source, other: Source): boolean {
  return one.act === other.act && one.item === other.item && one.certainty === other.certainty
}
