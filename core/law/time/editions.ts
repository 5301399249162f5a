import { addDays } from '@ruqsat/clock'
import { passageOf, passageText, type LocalDate, type Passage } from '@ruqsat/foundation'
import type { ActIdentity, Force, HistoryNote, ItemChange } from '../package/model.ts'
import type { Regulation } from '../package/model.ts'

// Law in time: what was in force on a day, as far as the texts say. A first day in force is rarely known (no text gives the day of
// publication), so
// everything here is reckoned with bounds: before the first nothing is in force, from the last on it is, between them it is unknown.

/** Whether it names everything: a change of it touches every item. The act is the resolution with its regulation, which may be replaced alone. */
export function isWhole({ part }: Passage): boolean {
  return part === 'act' || part === 'regulation'
}

/** Bounds (both included) of the first day on which something has effect; equal bounds are a known day. */
export type Bounds = { readonly from: LocalDate | 'unknown'; readonly to: LocalDate | 'unknown' }

/** Something that takes effect: the act itself (`note` null) or a note of its history. `bounds` are as narrow as its rule allows. */
export type Effect = {
  readonly note: HistoryNote | null
  readonly adoptedOn: LocalDate | 'unknown'
  readonly force: Force
  readonly bounds: Bounds
}

/** The state of an effect on a day. In this order it passes through them; it never goes back. */
export const PHASES = ['notAdopted', 'pending', 'unknown', 'inEffect'] as const
export type Phase = (typeof PHASES)[number]

/** The state of an act or an item on a day. In this order it passes through them; an item that a later note brings back begins again. */
export const STANDINGS = ['notAdopted', 'notYetInForce', 'unknownBetween', 'inForce', 'repealUnknown', 'repealed'] as const
export type StandingKind = (typeof STANDINGS)[number]

/** `effect` is what decides: an entry into force up to `inForce`, a repeal after it. */
export type Standing = { readonly kind: StandingKind; readonly effect: Effect }

/**
 * Which words an item has on a day. `held`: those that this package was read from. `before`: those before a change that has no effect yet;
 * they are unknown unless the package gives them. `uncertain`: it is not known whether the change had effect.
 */
export type Wording =
  | { readonly kind: 'held' }
  | { readonly kind: 'before' | 'uncertain'; readonly before: ItemChange['before']; readonly effect: Effect }

export type NoteOnDay = { readonly note: HistoryNote; readonly effect: Effect; readonly phase: Phase }
export type ItemOnDay = {
  readonly passage: Passage
  readonly standing: Standing
  readonly wording: Wording
  readonly changes: readonly ItemChange[]
}

/**
 * An act on a day: the act, every note of its history, every item that a note changes. Items that no note names are in the state of the
 * act.
 */
export type EditionOnDay = {
  readonly day: LocalDate
  readonly act: Standing
  /** Whether it has entered into force, where the act says so apart from when it takes effect; `act` is about the latter. */
  readonly legalForce: { readonly effect: Effect; readonly phase: Phase } | null
  /** Of the whole text: `before` where a note gave the whole act a new text later. */
  readonly wording: Wording
  readonly notes: readonly NoteOnDay[]
  readonly items: readonly ItemOnDay[]
}

/** What is known of the act on that day, and what is not. */
export function editionAt(regulation: Regulation, day: LocalDate): EditionOnDay {
  const { act } = regulation
  const notes = act.history.toSorted(byAdoption).map((note) => {
    const effect = effectOf(note)
    return { note, effect, phase: phaseOf(effect, day) }
  })
  const standing = actStanding(act, notes, day)
  const changed = itemsOf(act)
  return {
    day,
    act: standing,
    legalForce: legalForceOn(act, day),
    wording: wordingOf(null, notes),
    notes,
    items: changed.map((passage) => itemOnDay(passage, standing, entryOf(act), notes)),
  }
}

function legalForceOn(act: ActIdentity, day: LocalDate): EditionOnDay['legalForce'] {
  if (act.legalForce === undefined) return null
  const effect = entryOf({ ...act, force: act.legalForce })
  return { effect, phase: phaseOf(effect, day) }
}

function byAdoption(one: HistoryNote, other: HistoryNote): number {
  return one.on < other.on ? -1 : one.on > other.on ? 1 : 0
}

/** The items that the act's notes change, in the order in which they are first named. */
export function itemsOf(act: ActIdentity): readonly Passage[] {
  const named = act.history.flatMap((note) => note.changes.map(passageOf)).filter((passage) => !isWhole(passage))
  return named.filter((passage, index) => named.findIndex((other) => isSamePassage(other, passage)) === index)
}

export function isSamePassage(one: Passage, other: Passage): boolean {
  return passageText(one) === passageText(other)
}

/** When the act itself takes effect. */
export function entryOf(act: ActIdentity): Effect {
  const { force, adoptedOn } = act
  const exact = exactDay(act)
  const floor = latest([adoptedOn, act.registeredOn, earliestByRule(force, latest([adoptedOn, act.registeredOn]))])
  return { note: null, adoptedOn, force, bounds: boundsOf(force, exact, floor) }
}

/** When a note of the history takes effect: not before its own adoption, and by its rule a term later. */
export function effectOf(note: HistoryNote): Effect {
  return {
    note,
    adoptedOn: note.on,
    force: note.force,
    bounds: boundsOf(note.force, null, latest([note.on, earliestByRule(note.force, note.on)])),
  }
}

/** The stated bounds win; a day that follows from known facts is exact; else the rule gives the earliest day and nothing the latest. */
function boundsOf(force: Force, exact: LocalDate | null, floor: LocalDate | 'unknown'): Bounds {
  if (force.notBefore === 'unknown' && force.notAfter === 'unknown' && exact !== null) return { from: exact, to: exact }
  return { from: force.notBefore === 'unknown' ? floor : force.notBefore, to: force.notAfter }
}

/** The day that the rule gives where the act's own dates are known. */
function exactDay(act: ActIdentity): LocalDate | null {
  const { force, publishedOn, registeredOn } = act
  if (force.rule === 'onRegistration') return registeredOn === 'unknown' ? null : registeredOn
  if (publishedOn === 'unknown') return null
  if (force.rule === 'onPublication') return publishedOn
  return passed(force, publishedOn)
}

/** The first day once N days have passed: day N + 1 where the next day is the first to count, day N where publication's own is. */
function passed({ rule, days }: Force, since: LocalDate): LocalDate | null {
  if (rule === 'afterPublication') return addDays(since, (days ?? 0) + 1)
  return rule === 'fromPublication' ? addDays(since, days ?? 0) : null
}

/** Publication is not before adoption. */
function earliestByRule(force: Force, since: LocalDate | 'unknown'): LocalDate | 'unknown' {
  if (since === 'unknown') return 'unknown'
  return passed(force, since) ?? since
}

/** The latest of the known days. */
function latest(days: readonly (LocalDate | 'unknown')[]): LocalDate | 'unknown' {
  return (
    days
      .filter((day) => day !== 'unknown')
      .toSorted()
      .at(-1) ?? 'unknown'
  )
}

/** Days of one form compare as text. */
export function phaseOf({ adoptedOn, bounds }: Effect, day: LocalDate): Phase {
  if (bounds.to !== 'unknown' && day >= bounds.to) return 'inEffect'
  if (adoptedOn !== 'unknown' && day < adoptedOn) return 'notAdopted'
  return bounds.from !== 'unknown' && day < bounds.from ? 'pending' : 'unknown'
}

const ENTERING = {
  notAdopted: 'notAdopted',
  pending: 'notYetInForce',
  unknown: 'unknownBetween',
  inEffect: 'inForce',
} as const satisfies Record<Phase, StandingKind>

function actStanding(act: ActIdentity, notes: readonly NoteOnDay[], day: LocalDate): Standing {
  const entry = entryOf(act)
  const phase = phaseOf(entry, day)
  const repeals = notes.filter(({ note }) => note.kind === 'repeal')
  const done = repeals.find((each) => each.phase === 'inEffect')
  if (done !== undefined) return { kind: 'repealed', effect: done.effect }
  const doubtful = repeals.find((each) => each.phase === 'unknown')
  if (phase === 'inEffect' && doubtful !== undefined) return { kind: 'repealUnknown', effect: doubtful.effect }
  return { kind: ENTERING[phase], effect: entry }
}

function itemOnDay(passage: Passage, act: Standing, entry: Effect, notes: readonly NoteOnDay[]): ItemOnDay {
  const touching = notes.flatMap((each) =>
    each.note.changes.filter((change) => isSamePassage(change, passage)).map((change) => ({ ...each, change })),
  )
  return {
    passage,
    standing: lesser(act, ownStanding(touching, entry)),
    wording: wordingOf(passage, notes),
    changes: touching.map(({ change }) => change),
  }
}

type Touch = NoteOnDay & { readonly change: ItemChange }

/** Of the item alone, as if the act were in force: in from the beginning unless a note brought it, out when a note took it. */
function ownStanding(touching: readonly Touch[], entry: Effect): Standing {
  const comings = touching.filter(({ change }) => change.operation === 'insert' || change.operation === 'repeal')
  const begun = comings.filter(({ phase }) => phase === 'inEffect' || phase === 'unknown')
  const sure = begun.findLastIndex(({ phase }) => phase === 'inEffect')
  // What surely took effect is not put in doubt by a later note that does the same.
  const isRepeated = begun.slice(sure + 1).every(({ change }) => change.operation === begun[sure]?.change.operation)
  const reached = begun.at(isRepeated ? sure : -1)
  if (reached !== undefined) {
    const { phase, effect, change } = reached
    if (change.operation === 'insert') return { kind: phase === 'inEffect' ? 'inForce' : 'unknownBetween', effect }
    return { kind: phase === 'inEffect' ? 'repealed' : 'repealUnknown', effect }
  }
  const first = comings[0]
  if (first?.change.operation === 'insert')
    return { kind: first.phase === 'notAdopted' ? 'notAdopted' : 'notYetInForce', effect: first.effect }
  return { kind: 'inForce', effect: entry }
}

/** An item is in force when both it and its act are: before that the one that is behind decides, after it the one that is ahead. */
function lesser(act: Standing, own: Standing): Standing {
  const rank = (standing: Standing): number => STANDINGS.indexOf(standing.kind)
  const force = STANDINGS.indexOf('inForce')
  if (rank(act) > force || rank(own) > force) return rank(act) >= rank(own) ? act : own
  return rank(act) < rank(own) || (rank(act) === rank(own) && rank(act) === force && own.effect.note === null) ? act : own
}

/** The words that are held are those after all changes; of the changes after the last one in effect, the first decides. A new text of the whole act changes each item. */
function wordingOf(passage: Passage | null, notes: readonly NoteOnDay[]): Wording {
  const touching = notes.flatMap(({ note, effect, phase }) => {
    const change = note.changes.find(
      (each) => ((passage !== null && isSamePassage(each, passage)) || isWhole(each)) && each.operation !== 'repeal',
    )
    return change === undefined || note.kind === 'repeal' ? [] : [{ change, effect, phase }]
  })
  const ahead = touching.slice(touching.findLastIndex(({ phase }) => phase === 'inEffect') + 1)
  const deciding = ahead.find(({ phase }) => phase === 'unknown') ?? ahead[0]
  if (deciding === undefined) return { kind: 'held' }
  const { change, effect, phase } = deciding
  return { kind: phase === 'unknown' ? 'uncertain' : 'before', before: change.before, effect }
}

/** The days at which something changes or becomes uncertain, in order, each with what happens on it. */
export type EditionDay = { readonly day: LocalDate; readonly events: readonly EditionEvent[] }
export type EditionEvent = {
  readonly kind: 'adopted' | 'registered' | 'published' | 'earliest' | 'latest' | 'effective'
  readonly effect: Effect
}

export function editionDays(regulation: Regulation): readonly EditionDay[] {
  const { act } = regulation
  const entry = entryOf(act)
  const events: (EditionEvent & { readonly day: LocalDate | 'unknown' })[] = [
    { kind: 'registered', effect: entry, day: act.registeredOn },
    { kind: 'published', effect: entry, day: act.publishedOn },
    ...[entry, ...act.history.map(effectOf)].flatMap(eventsOf),
  ]
  const known = events.filter((event) => event.day !== 'unknown')
  const days = [...new Set(known.map(({ day }) => day))].toSorted()
  return days.map((day) => ({ day, events: known.filter((event) => event.day === day).map(({ kind, effect }) => ({ kind, effect })) }))
}

function eventsOf(effect: Effect): readonly (EditionEvent & { readonly day: LocalDate | 'unknown' })[] {
  const { adoptedOn, bounds } = effect
  const adopted = { kind: 'adopted', effect, day: adoptedOn } as const
  if (bounds.from === bounds.to) return [adopted, { kind: 'effective', effect, day: bounds.to }]
  return [adopted, { kind: 'earliest', effect, day: bounds.from }, { kind: 'latest', effect, day: bounds.to }]
}
