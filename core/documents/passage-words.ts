// A place in an act in the words of a language: "5-тармақтың 3) тармақшасы (лицензия беру)", "приложение 1, таблица 2, графа 4".
import { fillString, readItem, type Item, type Language, type LocalText, type NamedLaw, type Passage } from '@ruqsat/foundation'
import type { Variant } from '@ruqsat/law'
import texts from './texts.yaml'

export type CitationScene = {
  readonly numbering: NamedLaw['numbering']
  readonly parts: NonNullable<NamedLaw['parts']>
  readonly variants: readonly Pick<Variant, 'id' | 'name'>[]
  readonly language: Language
  /** Whether the act's name is in the genitive next to it: Kazakh then says "32-бабы" instead of "32-бап". */
  readonly isOwned: boolean
}

const WORDS = texts.passageWords
const PARTS: Readonly<Record<string, LocalText>> = texts.actParts

/** Whether the place is named by numbers alone, so that the act's name can own it. */
export function isNumbered({ part, annex, table, column, item }: Passage, numbering: NamedLaw['numbering']): boolean {
  const hasNumber = item !== undefined && (readItem(item)?.number ?? null) !== null
  return numbering !== undefined && hasNumber && [part, annex, table, column].every((each) => each === undefined)
}

/** `before` is the place named just before: a table of the annex that was named needs no annex again. */
export function passageWords(passage: Passage, scene: CitationScene, before: Passage = {}): string {
  const { part, annex, table, column, row, item } = passage
  const say = (word: LocalText, number: string | undefined) =>
    number === undefined ? [] : [fillString(word[scene.language], { number: dashed(number) })]
  if (part === 'note' && annex !== undefined) return say(WORDS.noteToAnnex, annex).join()
  if (part === 'note' && item !== undefined) return say(WORDS.noteToItem, item).join()
  if (part === 'resolution' && item !== undefined) return say(WORDS.resolutionItem, item).join()
  const isSameAnnex = table !== undefined && annex === before.annex
  const containers = [
    ...(isSameAnnex ? [] : say(annex?.includes('..') ? WORDS.annexes : WORDS.annex, annex)),
    ...say(WORDS.table, table),
    ...say(WORDS.column, column),
    ...(part === undefined ? [] : [(scene.parts[part] ?? PARTS[part])?.[scene.language] ?? part]),
  ]
  const [rowWords] = say(WORDS.row, row)
  const inner = itemWords(passage, scene)
  if (rowWords === undefined) return [...containers, ...inner].join(', ')
  if (!scene.isOwned) return [...containers, ...inner, rowWords].join(', ')
  return fillString(WORDS.ownedRow[scene.language], { item: inner.join(', '), row: rowWords })
}

function itemWords(passage: Passage, scene: CitationScene): readonly string[] {
  const { item, variant: id } = passage
  const variant = id === undefined ? [] : [scene.variants.find((each) => each.id === id)?.name[scene.language].toLowerCase() ?? id]
  if (item === undefined) return variant
  if (!isNumbered(passage, scene.numbering)) return [...variant, dashed(item)]
  const words = countedWords(readItem(item)!, scene)
  return [variant.length === 0 ? words : `${words} (${variant[0]})`]
}

/** From the outermost to the innermost; what holds another is in the genitive where the language has one. */
function countedWords({ number, paragraph, subs }: Item, { numbering, isOwned, language }: CitationScene): string {
  const outer = WORDS[numbering === 'articles' ? 'article' : 'point'][isOwned ? 'owned' : 'alone']
  const form = (holds: boolean) => (holds ? 'holding' : 'last')
  const say = (word: LocalText, text: string, holder = '') => fillString(word[language], { number: dashed(text), holder })
  const whole = say(outer[form(paragraph !== null || subs !== null)], number!)
  const within = paragraph === null ? whole : say(WORDS.paragraph[form(subs !== null)], paragraph, whole)
  return subs === null ? within : say(/\).*\)/.test(subs) ? WORDS.subpoints : WORDS.subpoint, subs, within)
}

const dashed = (text: string) => text.replaceAll('..', '–')
