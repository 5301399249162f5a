import { fillText as fill, type LocalDate, type LocalText, inAll } from '@ruqsat/foundation'
import { editionAt, type NoteOnDay, PHASES, type Standing } from './editions.ts'
import { boundsText, capital, dayText, itemName, noteName, standingText, whyText } from './edition-words.ts'
import type { ItemChange } from '../package/model.ts'
import type { Regulation } from '../package/model.ts'
import texts from '../texts.yaml'

// The difference between two days of one act: which notes passed from one phase to another, which items they touch, what is not known.

/** A note that moved between the two days, or may have: `mayHave` where it is unknown on both. */
export type NoteDifference = {
  readonly before: NoteOnDay
  readonly after: NoteOnDay
  readonly kind: 'adopted' | 'took' | 'mayHaveTaken'
}

export type EditionDifference = {
  readonly from: LocalDate
  readonly to: LocalDate
  /** The act's own standing on the two days; null where it stays the same for certain. */
  readonly act: { readonly before: Standing; readonly after: Standing } | null
  readonly notes: readonly NoteDifference[]
}

/** The earlier day always comes first. */
export function differenceOf(regulation: Regulation, one: LocalDate, other: LocalDate): EditionDifference {
  const [from, to] = one <= other ? [one, other] : [other, one]
  const [before, after] = [editionAt(regulation, from), editionAt(regulation, to)]
  const notes = before.notes.flatMap((each, at): NoteDifference[] => {
    const then = after.notes[at]!
    const kind = kindOf(each, then)
    return kind === null ? [] : [{ before: each, after: then, kind }]
  })
  const moved = before.act.kind !== after.act.kind || before.act.kind === 'unknownBetween'
  return { from, to, act: moved ? { before: before.act, after: after.act } : null, notes }
}

function kindOf(before: NoteOnDay, after: NoteOnDay): NoteDifference['kind'] | null {
  const [was, is] = [PHASES.indexOf(before.phase), PHASES.indexOf(after.phase)]
  if (before.phase === 'inEffect' || is < PHASES.indexOf('pending')) return null
  if (after.phase === 'unknown') return 'mayHaveTaken'
  if (after.phase === 'inEffect') return before.phase === 'unknown' ? 'mayHaveTaken' : 'took'
  return is > was ? 'adopted' : null
}

const TEXTS = texts.editionDifference

export type DifferenceLine = { readonly text: LocalText; readonly items: readonly LocalText[] }

/** The difference in words: each note with its items, what each said before, from when or between which days, and why that is not known. */
export function differenceLines(difference: EditionDifference): readonly DifferenceLine[] {
  const { from, to, act, notes } = difference
  const standing = act && { from: dayText(from), to: dayText(to), before: standingText(act.before), after: standingText(act.after) }
  const lines = [
    ...(standing === null ? [] : [{ text: fill(TEXTS.act, standing), items: [] }]),
    ...notes.map((each) => ({ text: noteLine(each, to), items: itemLines(each) })),
  ]
  return lines.length > 0 ? lines : [{ text: TEXTS.same, items: [] }]
}

function noteLine({ after, kind }: NoteDifference, to: LocalDate): LocalText {
  const text = fill(TEXTS[kind], {
    note: noteName(after.note),
    to: dayText(to),
    bounds: boundsText(after.effect),
    why: whyText(after.effect),
  })
  return inAll((language) => capital(text[language]))
}

function itemLines({ after: { note } }: NoteDifference): readonly LocalText[] {
  if (note.changes.length === 0) return note.items.map((item) => fill(TEXTS.repealOnly, { item: itemName(item) }))
  return note.changes.map(changeLine)
}

function changeLine(change: ItemChange): LocalText {
  const text = fill(TEXTS[change.operation], { item: itemName(change), text: change.text })
  const before = beforeLine(change.before)
  return before === null ? text : inAll((language) => `${text[language]} ${before[language]}`)
}

function beforeLine(before: ItemChange['before']): LocalText | null {
  if (before === 'absent') return null
  return before === 'unknown' ? TEXTS.beforeUnknown : fill(TEXTS.before, { before })
}
