import type { LocalText } from './texts.ts'

/** How sure we are of a fact. `stated`: the act's own text says it. `found`: another source was read. `assumed`: general knowledge ([GK]) or our reading; the screen says so. */
export type Certainty = 'stated' | 'found' | 'assumed'

/** A place in the text of an act. What is absent is not narrowed: `{ annex: '1' }` is the whole annex. `..` joins the ends of a range. */
export type Passage = {
  /** A part without a number: one that every act may have (`ACT_PARTS`), or one that the cited law's `parts` name. */
  readonly part?: string
  readonly annex?: string
  readonly table?: string
  readonly column?: string
  /**
   * Point or article, paragraph of an article, subparagraphs, as the law numbers them: `5`, `8 14)`, `6 6)..8)`, `12 5), 6)`, `25(2)`, `19-1(2) 1)`;
   * `3)` in a list that belongs to no point.
   */
  readonly item?: string
  /** The variant whose section of the point is meant: point 5 of an act may count its subparagraphs again for each variant. */
  readonly variant?: string
  readonly row?: string
}

/** A law as it is cited: its name, and what its numbers count. */
export type NamedLaw = {
  readonly name: LocalText
  /** The name as it follows a number, in the case that the language asks for: "ст. 32 Закона ...", "... Заңның 32-бабы", "art. 32 of the Law ...". */
  readonly ofName?: LocalText
  /** Left out where it has no numbers of its own (a page of a site). `own`: it has the numbers of the act itself, as a reading of the act has. */
  readonly numbering?: 'articles' | 'points' | 'own'
  /** Names of parts that have no number, by id. */
  readonly parts?: Readonly<Record<string, LocalText>>
}

/** A passage and further ones of the same act. */
export type Passages = Passage & { readonly also?: readonly Passage[] }

/**
 * Where a fact comes from. `act` is a regulation id or the id of another law listed in the package's `laws` (`standard-160`, `tax-code`); the
 * passage says where in it, `also` names further places. `law` describes a law that a room cites by itself, for every act's services.
 */
export type Source = Passages & {
  readonly act: string
  readonly certainty: Certainty
  readonly note?: string
  readonly law?: NamedLaw
}

/** Parts without a number that any act may have. `act` is the resolution with its regulation, `regulation` what it approves; `note` is a note to the place named with it. */
export const ACT_PARTS = [
  ...['act', 'regulation', 'resolution', 'title', 'heading', 'note', 'titleNote', 'regulationNote'],
  ...[
    'nextAction',
    'workingHours',
    'yearIndex',
    'entryIntoForce',
    'units',
    'terms',
    'term',
    'requirements',
    'documents',
    'form',
    'grounds',
  ],
  ...['result', 'complaint', 'portal', 'desk', 'centre', 'procedure'],
] as const

const NUMBER = String.raw`[1-9]\d*(?:-[1-9]\d*)?`
const RANGE = String.raw`${NUMBER}(?:\.\.${NUMBER})?`
const SUBS = String.raw`${NUMBER}\)(?:(?:\.\.|, )${NUMBER}\))*`
const PART = '[a-z][A-Za-z0-9-]*'

/** How each part of a passage is written. */
export const PASSAGE_FORMS = {
  part: `^${PART}$`,
  annex: `^${RANGE}$`,
  table: `^${RANGE}$`,
  column: `^${RANGE}$`,
  item: String.raw`^(?:(${SUBS})|(${RANGE})(?:\((${NUMBER})\))?(?: (${SUBS}))?)$`,
  variant: '^[A-Za-z][A-Za-z0-9-]*$',
  row: String.raw`^\d+(?:\.\d+)*$`,
} as const satisfies Record<keyof Passage, string>
export const PASSAGE_KEYS = Object.keys(PASSAGE_FORMS) as readonly (keyof Passage)[]

/** An item in its parts: `19-1(2) 1)..3)` is article 19-1, paragraph 2, subparagraphs `1)..3)`. */
export type Item = { readonly number: string | null; readonly paragraph: string | null; readonly subs: string | null }

/** Null where the text is no item as acts number them. */
export function readItem(item: string): Item | null {
  const [whole, alone = null, number = null, paragraph = null, subs = alone] = ITEM.exec(item) ?? []
  return whole === undefined ? null : { number, paragraph, subs }
}
const ITEM = new RegExp(PASSAGE_FORMS.item)

/** Every place that a source names; none where it cites the law as a whole. */
export function passagesOf({ also = [], ...carrier }: Passages): readonly Passage[] {
  const first = passageOf(carrier)
  return Object.keys(first).length === 0 ? also : [first, ...also]
}

/** The passage alone of whatever carries one. */
export function passageOf(carrier: Passage): Passage {
  return Object.fromEntries(PASSAGE_KEYS.flatMap((key) => (carrier[key] === undefined ? [] : [[key, carrier[key]]])))
}

/** A passage in one line of any language, as tables, reports and scenarios write it: `5, issue, 3)`, `annex 1, table 2, column 4`. */
export function passageText({ part, annex, table, column, item, variant, row }: Passage): string {
  const read = item === undefined || variant === undefined ? null : readItem(item)
  const counted =
    read === null
      ? [item, variant]
      : [`${read.number ?? ''}${read.paragraph === null ? '' : `(${read.paragraph})`}`, variant, read.subs ?? '']
  const containers = Object.entries({ annex, table, column }).map(([name, number]) => number && `${name} ${number}`)
  const words = annex === undefined ? [part, ...containers, ...counted] : [...containers, part, ...counted]
  return [...words, row && `row ${row}`].filter((word) => word !== undefined && word !== '').join(', ')
}

/** All places of a source in one line. */
export function sourceText(source: Passages): string {
  return passagesOf(source).map(passageText).join('; ')
}

/** Whether two facts have one place and are equally sure, so that one citation is enough. */
export function isSameSource(one: Source, other: Source): boolean {
  return one.act === other.act && one.certainty === other.certainty && sourceText(one) === sourceText(other)
}
