import {
  fillText,
  formatDate,
  formFor,
  inAll,
  passageText,
  readItem,
  type LocalDate,
  type LocalText,
  type Passage,
} from '@ruqsat/foundation'
import {
  type Bounds,
  isSamePassage,
  isWhole,
  type EditionEvent,
  type EditionOnDay,
  type Effect,
  type ItemOnDay,
  type NoteOnDay,
  type Standing,
} from './editions.ts'
import type { Force, HistoryNote, ItemChange } from '../package/model.ts'
import type { Regulation } from '../package/model.ts'
import roomTexts from '../texts.yaml'

// What law in time says in words.

/** A day in words. */
export function dayText(day: LocalDate | 'unknown'): LocalText {
  return day === 'unknown' ? UNKNOWN : inAll((language) => formatDate(day, language))
}

function join(texts: readonly LocalText[], between = ' '): LocalText {
  return inAll((language) => texts.map((text) => text[language]).join(between))
}

/** Points, annexes and what names everything are said in each language; anything else is written as in tables. */
export function itemName(passage: Passage): LocalText {
  const { part, annex, item } = passage
  const words = roomTexts.editionWords
  if (part === 'regulation') return words.theWholeTextOfThe
  if (isWhole(passage)) return words.theWholeTextOfThe2
  const text = passageText(passage)
  if (text === `annex ${annex}`) return fillText(words.annex, { annex: annex! })
  const { number, subs } = (text === item && readItem(item)) || { number: null, subs: null }
  return number === null ? inAll(() => text) : fillText(words.point, { number, rest: subs === null ? '' : ` ${subs}` })
}

const UNKNOWN = roomTexts.editionWords.unknown

/** `2014 жылғы 17 қыркүйектегі № 328 акт`, `акт от 17 сентября 2014 г. № 328`, `act No 328 of 17 September 2014`. */
export function noteName(note: HistoryNote): LocalText {
  const day = inAll((language) => formatDate(note.on, language))
  return fillText(roomTexts.editionWords.note, { day, number: note.number })
}

const RULES: Readonly<Record<Force['rule'], LocalText>> = roomTexts.editionWords.rules

const REASONS: Readonly<Partial<Record<Force['rule'], LocalText>>> = roomTexts.editionWords.reasons

/** The rule of entry into force, and why it gives no day where the bounds differ. */
export function whyText({ force, bounds }: Effect): LocalText {
  const days = force.days ?? 0
  const rule = fillText(RULES[force.rule], { days, daysOf: inAll((language) => formFor(days, roomTexts.editionWords.daysOf, language)) })
  const reason = bounds.from === bounds.to && bounds.to !== 'unknown' ? undefined : REASONS[force.rule]
  return reason === undefined ? rule : join([rule, reason], '; ')
}

const FIRST_DAY = roomTexts.editionWords.firstDay
const ASSUMED = roomTexts.editionWords.assumed

/** Between which days the first day lies; bounds that are only our reading are marked. */
export function boundsText({ bounds, force }: Effect): LocalText {
  const words = fillText(FIRST_DAY[boundsKind(bounds)], {
    day: knownDay(bounds.to),
    from: knownDay(bounds.from),
    to: knownDay(bounds.to),
  })
  return force.source.certainty === 'assumed' ? inAll((language) => `${words[language]} (${ASSUMED[language]})`) : words
}

/** The sentences of an unknown bound do not name it. */
function knownDay(day: LocalDate | 'unknown'): LocalText {
  return inAll((language) => (day === 'unknown' ? '' : formatDate(day, language)))
}

function boundsKind({ from, to }: Bounds): keyof typeof FIRST_DAY {
  if (from === 'unknown') return to === 'unknown' ? 'unknown' : 'notAfter'
  if (to === 'unknown') return 'notBefore'
  return from === to ? 'known' : 'between'
}

const STANDING = roomTexts.editionWords.standing satisfies Record<Standing['kind'], LocalText>

/** Between two dates both known: the words that name both. */
const UNKNOWN_BETWEEN = roomTexts.editionWords.unknownBetween

/** Its state and since when, or between which days and why it is not known. */
export function standingText({ kind, effect }: Standing): LocalText {
  const bothKnown = boundsKind(effect.bounds) === 'between'
  return fillText(kind === 'unknownBetween' && bothKnown ? UNKNOWN_BETWEEN : STANDING[kind], valuesOf(effect))
}

const TWO_NOTIONS = roomTexts.editionWords.twoNotions

/** Of the act: two answers where it says apart when it takes effect and when it enters into force. */
export function actText({ act, legalForce }: EditionOnDay): LocalText {
  const { notYetInForce, unknownBetween, inForce, entered } = TWO_NOTIONS
  const words = { notYetInForce, unknownBetween, inForce }[act.kind as 'inForce'] as LocalText | undefined
  if (legalForce === null || words === undefined) return standingText(act)
  const phase = legalForce.phase === 'notAdopted' ? 'pending' : legalForce.phase
  return join([fillText(entered[phase], valuesOf(legalForce.effect)), fillText(words, valuesOf(act.effect))])
}

function valuesOf(effect: Effect): Readonly<Record<string, LocalText | string>> {
  return {
    adopted: dayText(effect.adoptedOn),
    bounds: boundsText(effect),
    why: whyText(effect),
    ...(effect.note !== null && { note: noteName(effect.note) }),
  }
}

const SHORT: Readonly<Record<Standing['kind'], LocalText>> = roomTexts.editionWords.short

/** One or two words for a mark next to an item. */
export function standingWord(kind: Standing['kind']): LocalText {
  return SHORT[kind]
}

const PHASE = roomTexts.editionWords.phase satisfies Record<NoteOnDay['phase'], LocalText>

/** A note of the history on a day: which act, and whether it has effect. */
export function noteText({ note, effect, phase }: NoteOnDay): LocalText {
  const name = noteName(note)
  const state = fillText(PHASE[phase], valuesOf(effect))
  return inAll((language) => `${capital(name[language])} — ${state[language]}. ${note.text[language]}`)
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const WORDING = roomTexts.editionWords.wording
const BEFORE_UNKNOWN = roomTexts.editionWords.beforeUnknown

/** Which words applied, where they differ from the available ones; null where they are, or where there was nothing before. */
export function wordingText({ wording }: Pick<ItemOnDay, 'wording'>): LocalText | null {
  if (wording.kind === 'held' || wording.before === 'absent') return null
  const { note } = wording.effect
  return fillText(WORDING[wording.kind], { note: note === null ? '' : noteName(note), before: beforeText(wording.before) })
}

function beforeText(before: ItemChange['before']): LocalText {
  return before === 'unknown' || before === 'absent' ? BEFORE_UNKNOWN : before
}

const PUBLISHED = roomTexts.editionWords.published
const NOT_REGISTERED = roomTexts.editionWords.notRegistered
const REST = roomTexts.editionWords.rest

/** The day in words: the act, its publication, each note, each item that a note names. `depth` is for a terminal's indent. */
export type EditionLine = { readonly depth: 0 | 1; readonly text: LocalText }

export function editionLines(regulation: Regulation, edition: EditionOnDay): readonly EditionLine[] {
  const { act } = regulation
  const lines: EditionLine[] = [{ depth: 0, text: actText(edition) }]
  if (edition.act.kind === 'notAdopted') return lines
  if (edition.act.kind === 'notYetInForce' && act.registeredOn !== 'unknown' && edition.day < act.registeredOn) {
    lines.push({ depth: 0, text: fillText(NOT_REGISTERED, { day: dayText(act.registeredOn) }) })
  }
  lines.push({ depth: 0, text: fillText(PUBLISHED, { day: dayText(act.publishedOn) }) })
  const whole = wordingText(edition)
  if (whole !== null) lines.push({ depth: 0, text: inAll((language) => `${REST[language]}: ${whole[language]}`) })
  for (const each of edition.notes) {
    if (each.phase === 'notAdopted') continue
    const isSaid = edition.act.effect.note === each.note
    lines.push({ depth: 0, text: isSaid ? each.note.text : noteText(each) })
    const items = edition.items.filter(({ passage }) => each.note.changes.some((change) => isSamePassage(change, passage)))
    lines.push(...itemLines(items).map((text) => ({ depth: 1, text }) as const))
  }
  return lines
}

/** Items of which the same is to be said share one line. */
function itemLines(items: readonly ItemOnDay[]): readonly LocalText[] {
  const groups = Map.groupBy(items, (item) => itemState(item).en)
  return [...groups.values()].map((group) => {
    const names = join(
      group.map(({ passage }) => itemName(passage)),
      ', ',
    )
    const state = itemState(group[0]!)
    return inAll((language) => `${names[language]}: ${state[language]}`)
  })
}

/** The state of an item on that day, and which words applied. */
export function itemState(each: ItemOnDay): LocalText {
  return join([standingText(each.standing), ...[wordingText(each) ?? []].flat()])
}

const EVENTS = roomTexts.editionWords.events satisfies Record<EditionEvent['kind'], LocalText>
const THE_ACT = roomTexts.editionWords.theAct

export function eventText({ kind, effect }: EditionEvent): LocalText {
  const name = effect.note === null ? THE_ACT : inAll((language) => capital(noteName(effect.note!)[language]))
  return fillText(EVENTS[kind], { act: name })
}
