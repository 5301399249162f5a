// What a result does to the register: which number it bears, which one it acts on and whether that may be, and the days that hold then.
import { addDays, afterSpan } from '@ruqsat/clock'
import { daysOver, resultDays } from '@ruqsat/documents'
import type { RegisterChange } from '@ruqsat/engine'
import {
  formatDate,
  inAll,
  isRefusal,
  parseLicenceNumber,
  type BIN,
  type IIN,
  type LicenceNumber,
  type LocalDate,
  type Refusal,
} from '@ruqsat/foundation'
import { resultActionOf, keepsNumber, type Earlier, type Grant, type Regulation, type ResultAction } from '@ruqsat/law'
import type { EntryChange } from '../contract.ts'
import { refuseLicensing } from '../refusals.ts'
import type { Righted } from './corrected-paper.ts'
import { STATUS_AFTER, whyNotOn, type KeptState, type KeptStatus } from './transitions.ts'

export type LicenceHolder = { readonly iin: IIN | null; readonly bin: BIN | null }

/** A number of the register, as far as others may act on it. */
export type Entry = KeptState & {
  readonly number: string
  readonly authority: string
  /** The act under which it was given. */
  readonly regulation: string
  /** The paper that is in force. */
  readonly documentId: string
  readonly holder: LicenceHolder | null
  /** How often what was done to it, by the name that its history has. */
  readonly done?: Readonly<Partial<Record<string, number>>>
}

/** Whose numbers an act may act on: its authority's, and of those its own. */
export type ActingService = { readonly id: string; readonly authority: string; readonly series: readonly string[] }

export function serviceOf({ id, authority, variants }: Pick<Regulation, 'id' | 'authority' | 'variants'>): ActingService {
  return { id, authority: authority.id, series: variants.flatMap(({ results }) => results.grant.registerLetters ?? []) }
}

/** An act that took the place of another goes on with its series. */
function isOfService({ number, regulation }: Entry, { id, series }: ActingService): boolean {
  return regulation === id || series.includes(number.slice(4, 7))
}

/**
 * The change with what it was counted from: where the register says otherwise at the signature, nothing is done. Plans of releases before
 * corrections name no paper.
 */
export type RegisterPlan = {
  readonly change: RegisterChange
  readonly seen: (Pick<Entry, 'number' | 'status' | 'validUntil' | 'suspendedUntil'> & Partial<Pick<Entry, 'documentId'>>) | null
  /** Left out where the paper states what its request states. */
  readonly righted?: readonly Righted[]
}

/** A number as the register writes it; null where it is none of this register's kind. */
export function registerNumber(typed: string): LicenceNumber | null {
  const number = parseLicenceNumber(typed)
  return isRefusal(number) ? null : number
}

/** A whole number of the series that this register gives out itself: one that is not in it does not exist. */
function isOfSeries(typed: string, letters: string | undefined): boolean {
  return registerNumber(typed)?.slice(4, 7) === letters
}

type Asked = {
  readonly grant: Grant
  readonly service: ActingService
  /** Of the form; the number is one of them. */
  readonly answers: Readonly<Record<string, string>>
  readonly entry: Entry | null
  readonly holder: LicenceHolder
  readonly today: LocalDate
}

/** Why the number that the applicant names cannot be acted on; null where it can, or where only an official can judge. */
export function earlierFault({ grant, service, answers, entry, holder, today }: Asked): Refusal | null {
  const { earlier } = grant
  if (earlier === undefined) return null
  const typed = answers[earlier.field] ?? ''
  const about = { field: earlier.field, source: earlier.source, facts: { number: { kind: 'typed', text: typed } } } as const
  const given = entry !== null && isGivenByOthers(earlier, entry, service)
  if (entry === null || (entry.authority !== service.authority && !given)) {
    const isOurs = entry === null && isOfSeries(typed, grant.registerLetters)
    return earlier.elsewhere === true && !isOurs ? null : refuseLicensing('licensing.earlier-not-found', about)
  }
  if (!given && !isOfService(entry, service)) return refuseLicensing('licensing.earlier-of-another-service', about)
  if (!isSameLicenceHolder(entry.holder, holder) && !saysSuccessor(earlier, answers))
    return refuseLicensing('licensing.earlier-of-another', about)
  const action = resultActionOf(grant)
  if (action === 'issues') return null
  const whyNot = whyNotOn(entry, action, { today, isExpiredTaken: earlier.expired === true })
  if (whyNot !== null) return refuseLicensing(whyNot, about)
  if (action === 'extends' && entry.validUntil === null) return refuseLicensing('licensing.earlier-without-term', about)
  return (
    tooOften(earlier, action, entry) ??
    tooEarly(earlier, entry, today) ??
    daysOver({ grant, entry, signedOn: today, answer: (field) => answers[field] ?? '' })
  )
}

/** A number of another act that this one names, of the authority that it names. */
function isGivenByOthers({ givenBy = [] }: Earlier, entry: Entry, service: ActingService): boolean {
  return givenBy.some(({ act, authority }) => act === entry.regulation && (authority ?? service.authority) === entry.authority)
}

function tooOften({ field, most, source }: Earlier, action: Exclude<ResultAction, 'issues'>, { number, done = {} }: Entry): Refusal | null {
  const times = done[CHANGE_OF[action]] ?? 0
  if (most === undefined || times < most.times) return null
  const facts = { number: { kind: 'typed', text: number }, times, most: most.times } as const
  return refuseLicensing('licensing.earlier-too-often', { field, source: most.source ?? source, facts })
}

/** The first day on which it may be asked for is so long before the last day of the term. */
function tooEarly({ field, notEarlier, source }: Earlier, { number, validUntil }: Entry, today: LocalDate): Refusal | null {
  if (notEarlier === undefined || validUntil === null) return null
  const first = afterSpan(validUntil, notEarlier, -1)
  if (today >= first) return null
  const facts = { number: { kind: 'typed', text: number }, day: inAll((language) => formatDate(first, language)) } as const
  return refuseLicensing('licensing.earlier-too-early', { field, source: notEarlier.source ?? source, facts })
}

/** Who says that the right passed to them is believed until an official has looked at the proof. */
function saysSuccessor({ successor }: Earlier, answers: Readonly<Record<string, string>>): boolean {
  return successor !== undefined && successor.answers.includes((answers[successor.field] ?? '').trim())
}

/** A firm's licence is the firm's, whoever applies for it; the data of an erased holder are nobody's. */
function isSameLicenceHolder(held: LicenceHolder | null, asking: LicenceHolder): boolean {
  if (held === null) return false
  return held.bin === asking.bin && (held.bin !== null || held.iin === asking.iin)
}

/** Whether the result bears the number that it acts on. What was given outside the register gets a number of the register's own. */
export function bearsEarlier(grant: Grant, entry: Entry | null): entry is Entry {
  return keepsNumber(grant) && entry !== null
}

type Planned = {
  readonly grant: Grant
  /** Of the result; null for a notice. */
  readonly number: string | null
  readonly typed: string | null
  readonly entry: Entry | null
  /** The number of another authority that the result takes the place of: its days are followed, and its row is that authority's. */
  readonly others?: Entry | null
  readonly signedOn: LocalDate
  /** An answer of the form. */
  answer(field: string): string
}

/** Null where the result only gives a number, for ever. */
export function registerPlan({ grant, number, typed, entry, others = null, signedOn, answer }: Planned): RegisterPlan | null {
  const does = resultActionOf(grant)
  if (does === 'issues' && grant.validity === undefined) return null
  const days = resultDays({ grant, entry: entry ?? others, signedOn, answer })
  const seen = entry && {
    number: entry.number,
    status: entry.status,
    validUntil: entry.validUntil,
    suspendedUntil: entry.suspendedUntil,
    documentId: entry.documentId,
  }
  return { change: { does, number, earlier: entry?.number ?? typed, ...days }, seen }
}

/** How the register's history calls what became of a number. */
export const CHANGE_OF = {
  issues: 'issued',
  extends: 'extended',
  replaces: 'replaced',
  duplicates: 'duplicated',
  corrects: 'corrected',
  suspends: 'suspended',
  resumes: 'resumed',
  ends: 'ended',
} as const satisfies Record<ResultAction, string>

/** With a line for each suspension that ended by itself: its last day passed before anything else was done to the number. */
export function withSuspensionsOver(changes: readonly EntryChange[], today: LocalDate): readonly EntryChange[] {
  return changes.flatMap((change, place) => {
    if (change.kind !== 'suspended' || change.until === null) return [change]
    const on = addDays(change.until, 1)
    const next = changes[place + 1]?.on ?? today
    return on <= next ? [change, { ...change, kind: 'suspensionOver', on, until: null }] : [change]
  })
}

/** The row of the number acted on, as it is afterwards. */
export function rowAfter({ change, seen }: RegisterPlan & { readonly seen: NonNullable<RegisterPlan['seen']> }): {
  readonly status: KeptStatus
  readonly validUntil: LocalDate | null
  readonly suspendedUntil: LocalDate | null
} {
  const { does, until } = change
  return {
    status: (does === 'issues' ? null : STATUS_AFTER[does]) ?? seen.status,
    validUntil: does === 'extends' ? until : seen.validUntil,
    suspendedUntil: does === 'suspends' ? until : does === 'corrects' ? seen.suspendedUntil : null,
  }
}
