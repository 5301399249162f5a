// Events of cases and kept editions of before structured citations hold a place as one English-like text: `5, issue, 3)`, `annex 1, table 2; 7 5)`.
import { readItem, type Passage } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'

const NAMED = /^(annex|table|column|row)(?:es)? ([\d.-]+)$/

/** The places of such a text; null where the passage is none. Words that are no part of the notation are kept as they are. */
export function passagesOnceWritten({ item }: Passage, variants: readonly Pick<Variant, 'id'>[]): readonly Passage[] | null {
  if (item === undefined || readItem(item) !== null) return null
  return item.split('; ').map((place) =>
    place.split(/(?<!\)), |, (?!\d)/).reduce<Passage>((passage, word) => {
      const [, name, number = ''] = NAMED.exec(word) ?? []
      if (name !== undefined) return { ...passage, [name]: number.replace('-', '..') }
      if (variants.some(({ id }) => id === word)) return { ...passage, variant: word }
      const [, part = word, inner] = /^(resolution|note)(?: to)? (\d+)$/.exec(word) ?? []
      if (inner !== undefined) return { ...passage, part, item: inner }
      const more = word.replace(')-', ')..')
      return readItem(more) === null ? { ...passage, part } : { ...passage, item: [passage.item, more].filter(Boolean).join(' ') }
    }, {}),
  )
}
