import type { Source } from '@ruqsat/foundation'

/** Whether two facts stand at one place and are equally sure, so that citing it once tells of both. */
export function isSameSource(one: Source, other: Source): boolean {
  return one.act === other.act && one.item === other.item && one.certainty === other.certainty
}
