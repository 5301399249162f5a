// Whether a place that a source names is in the act: each part, number and range against what the act's `items` declare.
import { ACT_PARTS, passageText, readItem, type NamedLaw, type Passage } from '@ruqsat/foundation'
import type { CitedLaw, Regulation } from './model.ts'

/** From the outermost to the innermost; a place may stop at any of them. */
const LEVELS = ['annex', 'table', 'column', 'number', 'paragraph', 'variant', 'sub', 'row'] as const
type Address = Readonly<Partial<Record<(typeof LEVELS)[number] | 'part', string>>>

/** What is declared of a law's places; null where its text is not available. The act itself is no law of its list; a reading has the act's own places. */
export function itemsOfLaw({ items, laws = [], model }: Declared, law: CitedLaw | null): readonly Passage[] | null {
  if (law === null) return items
  // What a model's package reads into its text is inherited with the text.
  return law.numbering === 'own' ? [...items, ...(laws.find(({ id }) => id === model?.id)?.items ?? [])] : (law.items ?? null)
}
type Declared = Pick<Regulation, 'items'> & Partial<Pick<Regulation, 'laws' | 'model'>>

/** Whether the act (`law` null) or the law has this place, as far as the package declares it. */
export function hasPassage(regulation: Declared, law: CitedLaw | null, passage: Passage): boolean {
  if (law !== null && passage.part !== undefined && Object.hasOwn(law.parts ?? {}, passage.part)) return true
  const items = itemsOfLaw(regulation, law)
  return items === null ? fitsForm(passage, law!) : isDeclared(passage, items)
}

/** Whether `items` declare the whole of the passage: each end and middle of its ranges. */
function isDeclared(passage: Passage, items: readonly Passage[]): boolean {
  const declared = items.map(addressOf)
  return eachOf(addressOf(passage)).every((one) => declared.some((each) => covers(each, one)))
}

/** What a source of a law whose text is not available must at least agree with: its numbering, and the parts that are known by name. */
function fitsForm({ part, annex, item }: Passage, { numbering }: NamedLaw): boolean {
  if (part !== undefined && !(ACT_PARTS as readonly string[]).includes(part)) return false
  const read = item === undefined ? null : readItem(item)
  // A law of articles and a page have no annexes unless their `items` say so.
  if (annex !== undefined) return numbering === 'points'
  if (read === null || part !== undefined) return true
  return read.number !== null && numbering !== undefined && (numbering === 'articles' || read.paragraph === null)
}

/** The declared places next to one that is not there, as the writer may name them: of the same annex, part or point; all where none is near. */
export function nearestTo(passage: Passage, items: readonly Passage[]): readonly string[] {
  const wanted = addressOf(passage)
  const near = items.filter((item) => {
    const address = addressOf(item)
    return (['part', 'annex', 'number'] as const).every((level) => contains(address[level], wanted[level]))
  })
  return (near.length > 0 ? near : items).map(passageText)
}

/** The places one level below `whole` that `items` declare by a range or list: its subparagraphs, or the columns of its table. */
export function placesWithin(whole: Passage, items: readonly Passage[]): readonly Passage[] {
  return items
    .filter((item) => item.part === undefined && isChild(addressOf(item), addressOf(whole)))
    .flatMap((item): readonly Passage[] => {
      const { sub, column } = addressOf(item)
      if (column !== undefined) return numbersIn(column).map((each) => ({ ...whole, column: each }))
      return numbersIn(sub!).map((each) => ({ ...whole, item: `${whole.item} ${each})` }))
    })
}

/** The same place, or one of the range, with a subparagraph or a column more. */
function isChild(item: Address, whole: Address): boolean {
  const [level, ...more] = LEVELS.filter((each) => item[each] !== undefined && whole[each] === undefined)
  if (more.length > 0 || (level !== 'sub' && level !== 'column')) return false
  return [...LEVELS, 'part' as const].every((each) => each === level || contains(item[each], whole[each]))
}

function addressOf({ item, ...passage }: Passage): Address {
  const { number, paragraph, subs } = (item !== undefined && readItem(item)) || {}
  return { ...passage, ...(number && { number }), ...(paragraph && { paragraph }), ...(subs && { sub: subs.replaceAll(')', '') }) }
}

function covers(declared: Address, one: Address): boolean {
  const depth = LEVELS.findLastIndex((level) => one[level] !== undefined)
  return declared.part === one.part && LEVELS.slice(0, depth + 1).every((level) => contains(declared[level], one[level]))
}

/** `1..3, 5` contains 2 and 5; an inserted number (`2-1`) is declared by itself. */
function contains(declared: string | undefined, value: string | undefined): boolean {
  if (declared === undefined || value === undefined) return declared === value
  return declared.split(', ').some((range) => {
    const [from, to] = range.split('..')
    return to === undefined ? range === value : /^\d+$/.test(value) && Number(from) <= Number(value) && Number(value) <= Number(to)
  })
}

/** Each place that a passage with ranges and lists names; its shape has seen that no range is endless. */
function eachOf(address: Address): readonly Address[] {
  return Object.entries(address).reduce<readonly Address[]>(
    (all, [level, text]) => all.flatMap((one) => numbersIn(text).map((number) => ({ ...one, [level]: number }))),
    [{}],
  )
}

function numbersIn(text: string): readonly string[] {
  return text.split(', ').flatMap((range) => {
    const [from, to] = range.split('..')
    const count = to === undefined ? 0 : Number(to) - Number(from) + 1
    return count > 0 ? Array.from({ length: count }, (_, step) => String(Number(from) + step)) : [range]
  })
}
