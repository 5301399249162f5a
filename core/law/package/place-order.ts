// Which of two places of one act comes first, and which place lies inside another, as far as their numbers say it.
import { readItem, type Passage } from '@ruqsat/foundation'

const LEVELS = ['annex', 'table', 'column', 'number', 'paragraph', 'sub', 'row'] as const
type Level = (typeof LEVELS)[number]
type Address = Readonly<Partial<Record<Level, string>>> & Pick<Passage, 'part' | 'variant'>

function addressOf({ item, ...rest }: Passage): Address {
  const { number = null, paragraph = null, subs = null } = (item !== undefined && readItem(item)) || {}
  return { ...rest, ...(number && { number }), ...(paragraph && { paragraph }), ...(subs && { sub: subs.replaceAll(')', '') }) }
}

/** Below zero: the first comes before the second. Zero: neither does, or nothing says which (another part, annex or variant's list; one inside the other). */
export function placeOrder(one: Passage, other: Passage): number {
  const [left, right] = [addressOf(one), addressOf(other)]
  if (left.part !== right.part || left.variant !== right.variant) return 0
  for (const level of LEVELS) {
    const [here, there] = [left[level], right[level]]
    if (here === there) continue
    return here === undefined || there === undefined ? 0 : numberOrder(here, there)
  }
  return 0
}

/** By where each begins: `6..8` by 6; an inserted number (`19-1`) comes after the number that it follows. */
function numberOrder(one: string, other: string): number {
  const [left, right] = [one, other].map((text) =>
    text
      .split(/\.\.|, /)[0]!
      .split(/[-.]/)
      .map(Number),
  ) as [number[], number[]]
  const at = left.findIndex((number, place) => number !== right[place])
  return at < 0 ? left.length - right.length : left[at]! - (right[at] ?? 0)
}

/** Whether a place lies inside another or is the same: paragraph 8 contains `8 3)`, annex 1 contains its table 2. */
export function isInside(inner: Passage, outer: Passage): boolean {
  const [left, right] = [addressOf(inner), addressOf(outer)]
  if (right.part !== undefined && right.part !== left.part) return false
  if (right.variant !== undefined && right.variant !== left.variant) return false
  return LEVELS.every((level) => right[level] === undefined || (left[level] !== undefined && isWithin(left[level], right[level])))
}

function isWithin(inner: string, outer: string): boolean {
  const [from, to] = inner.split('..') as [string, string?]
  return outer.split(', ').some((range) => {
    const [first, last = first] = range.split('..') as [string, string?]
    return range === inner || (numberOrder(first, from) <= 0 && numberOrder(to ?? from, last) <= 0)
  })
}
