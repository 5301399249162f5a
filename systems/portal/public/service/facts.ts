// What a service page is about, and what it says of this legal instant.
import {
  closingAt,
  editionAt,
  findVariant,
  findView,
  payersOf,
  questionsIn,
  rateFor,
  systemName,
  type ApplicantKind,
  type ClosedPart,
  type Edition,
  type Offer,
  type Payer,
  type Regulation,
  type Standing,
  type Variant,
  type View,
} from '@ruqsat/law'
import { formatInstant, type DueDate, type FeeDue } from '@ruqsat/clock'
import { feeAt, totalDue } from '@ruqsat/engine'
import { tengeText } from '@ruqsat/documents'
import { fillText, isRefusal, type Instant, type LocalDate, type LocalText, type Refusal, type Source, inAll } from '@ruqsat/foundation'
import type { Portal, OfferedService } from '../../deps.ts'
import { cannotBePaid } from '../../application/drafts/drafts.ts'
import { openViews } from '../../application/core/open-views.ts'
import { refusePortal } from '../../refusals.ts'
import { complaintActOf } from '../../common/parts/where-to-complain.tsx'
import { actOf, todayFor } from '../acts/found.ts'
import texts from '../texts.yaml'

/** A variant of an act that this installation has, offered or not: the subject of a service page. */
type ShownService = {
  readonly edition: Edition
  readonly regulation: Regulation
  readonly variant: Variant
  /** The offer of this act that holds now; null where there is none. */
  readonly offer: Offer | null
  /** The channel that the page is about: the one that was asked for, else the first that is open; null where none is. */
  readonly view: View | null
  /** The channels that this installation has a door for. */
  readonly channels: readonly string[]
  /** Whether a person can apply for this variant here, now, through this channel. */
  readonly isOpen: boolean
  /** What nobody here answers for: registers that the channel asks, a bank for the fee. Nobody can apply until somebody does. */
  readonly unconnected: readonly Refusal[]
}

/** The variants that a person can apply for here, now. */
export function openVariants({ regulation, offer, channels }: Pick<ShownService, 'regulation' | 'offer' | 'channels'>): readonly Variant[] {
  return offer === null ? [] : regulation.variants.filter((variant) => openViews(variant, regulation, channels).length > 0)
}

/** An act whose numbers this one takes too, by its service and authority. */
export type Giver = { readonly service: LocalText; readonly authority: LocalText; readonly source: Source }

/** With what is to be said of it at this legal instant. */
export type AboutService = ShownService & {
  /** The other acts of which the service takes a number. */
  readonly givers: readonly Giver[]
  /** By which complaints about it are considered today; null where none can be written here. */
  readonly complaints: Regulation | null
  /** The state of the act today. */
  readonly standing: Standing
  /** Null where nobody can apply here: there is no day to count from and nothing to pay. */
  readonly ifToday: IfToday | null
  /** The first day of the offer; null where nobody set one, and where there is no offer. */
  readonly offeredFrom: LocalDate | null
  /** The day from which this installation will offer it; null where it does already, and where no such day is set. */
  readonly offeredLater: LocalDate | null
  /** Where the installation closed what the page is about: since when, and until when where that is known. */
  readonly closed: { readonly since: LocalDate; readonly until: LocalDate | null } | null
}

/** What the clock and the tables give to who applies at this instant. */
export type IfToday = {
  /** What somebody pays who pays; null where nobody does. */
  readonly fee: FeeDue | Refusal | null
  /** What they pay whom no rate of the fee names; null where a rate names each. */
  readonly base: FeeDue | Refusal | null
  /** Of each row of the fee that sets another rate, in their order. */
  readonly rates: readonly (FeeDue | Refusal | null)[]
  readonly feeText: LocalText
  /** Whether answers or the kind of applicant decide what is paid. */
  readonly feeDepends: boolean
  readonly total: DueDate | Refusal
  readonly readyText: LocalText
}

/** The variant in the edition that is offered, or else in the one that the installation has; null where it has no such act or variant. */
export async function aboutService(
  portal: Portal,
  regulationId: string,
  variantId: string,
  channel?: string,
): Promise<AboutService | null> {
  const offered = await portal.offered(regulationId)
  const edition = offered?.edition ?? (await actOf(portal, regulationId))
  const variant = edition && findVariant(edition.regulation, variantId)
  if (edition === null || variant === null) return null
  const { regulation } = edition
  const offer = offered?.offer ?? null
  const { channels, registers, payments } = portal.deps
  const open = openViews(variant, regulation, channels)
  const view = (channel === undefined ? open[0] : findView(variant, channel)) ?? null
  if (channel !== undefined && view === null) return null
  const isOpen = offer !== null && view !== null && open.includes(view)
  const asked = view === null ? [] : regulation.applicants.flatMap(({ kind }) => questionsIn(variant, view, kind))
  const silent = [...new Set(asked.map(({ system }) => system))]
    .filter((system) => !registers.isBound(system))
    .map((system) => refusePortal('register-not-connected', { facts: { register: systemName(system, regulation) } }))
  const unpayable = regulation.applicants.map(({ kind }) => cannotBePaid({ payments }, variant, kind))
  const fee = unpayable.every((each) => each !== null) ? unpayable.slice(0, 1) : []
  const unconnected = [...silent, ...fee.filter((each) => each !== null)]
  const service = { edition, regulation, variant, offer, view, channels, isOpen, unconnected }
  const now = await portal.legalNow()
  const closing = isOpen || offer === null ? null : closingOf(offer, variant.id, view === null ? channels : [view.id], now)
  return {
    ...service,
    givers: await giversOf(portal, variant),
    complaints: complaintActOf(portal.deps, regulation.id, now),
    standing: editionAt(regulation, await todayFor(portal, regulation)).act,
    ifToday: isOpen ? ifToday(portal, service, now) : null,
    offeredFrom: isOpen ? await beginningOf(portal, { regulation, offer }) : null,
    offeredLater: isOpen ? null : await laterBeginning(portal, service, now),
    closed: closing && {
      since: await portal.legalDay(regulation, closing.from),
      until: closing.to && (await portal.legalDay(regulation, closing.to)),
    },
  }
}

/** A folder is checked as a whole, so each act that is named is there. */
async function giversOf(portal: Portal, { results: { grant } }: Variant): Promise<readonly Giver[]> {
  const { givenBy = [], source } = grant.earlier ?? {}
  const acts = await Promise.all(givenBy.map(async (each) => ({ each, act: await actOf(portal, each.act) })))
  return acts.flatMap(({ each, act }) =>
    act === null ? [] : [{ service: act.regulation.service, authority: act.regulation.authority.name, source: each.source ?? source! }],
  )
}

/** Of the channels that the page could be about the first that is closed. */
function closingOf(offer: Offer, variant: string, channels: readonly string[], now: Instant): ClosedPart | null {
  return channels.map((view) => closingAt(offer, { variant, view }, now)).find((each) => each !== null) ?? null
}

/** Somebody who pays what the fee says of everybody: named by no rate, exempted by no answer. Null where there is nobody such. */
export function basePayer({ applicants }: Regulation, variant: Variant): Payer | null {
  const { fee } = variant
  const isBase = (payer: Payer) => {
    const rate = rateFor(fee, payer)
    return fee !== null && rate !== null && rate.mciRate === fee.mciRate && rate.source === fee.source
  }
  return applicants.flatMap(({ kind }) => payersOf(variant, kind)).find(isBase) ?? null
}

function ifToday(portal: Portal, { edition, variant }: ShownService, now: Instant): IfToday {
  const { tables } = portal.deps.regulations
  const { applicants } = edition.regulation
  const of = (payer: Payer) => feeAt(now, variant.id, payer, { edition, tables })
  const possible = applicants.map(({ kind }) => ({ kind, fees: payersOf(variant, kind).map(of) }))
  const rates = (variant.fee?.rates ?? []).map(({ onlyFor, field, answers: [answer] = [] }) =>
    of({ applicant: onlyFor ?? applicants[0]!.kind, answers: field === undefined || answer === undefined ? {} : { [field]: answer } }),
  )
  const fee = possible.flatMap(({ fees }) => fees).find((each) => each !== null) ?? null
  const base = basePayer(edition.regulation, variant)
  const { total } = totalDue(variant, now, { edition, tables })
  const zone = portal.zone(edition.regulation)
  return {
    fee,
    base: base && of(base),
    rates,
    feeText: feeTextOf(possible),
    feeDepends: new Set(possible.flatMap((each) => each.fees.map((one) => (one === null || isRefusal(one) ? null : one.feeTiyn)))).size > 1,
    total,
    readyText: isRefusal(total) ? NONE : inAll((language) => formatInstant(total.due, zone, language)),
  }
}

/** The day, on the authority's clock, from which this installation offers a service; null where nobody set one. */
export async function beginningOf(
  portal: Portal,
  { regulation, offer }: Pick<OfferedService, 'regulation' | 'offer'>,
): Promise<LocalDate | null> {
  return offer.from === null ? null : portal.legalDay(regulation, offer.from)
}

async function laterBeginning(portal: Portal, { regulation, variant }: ShownService, now: Instant): Promise<LocalDate | null> {
  const [first] = portal.deps.offers
    .filter((offer) => offer.regulation === regulation.id && offersVariant(portal, offer.edition, variant.id))
    .flatMap(({ from }) => (from !== null && from > now ? [from] : []))
    .toSorted()
  return first === undefined ? null : portal.legalDay(regulation, first)
}

function offersVariant(portal: Portal, editionHash: string, variantId: string): boolean {
  const edition = portal.editionOf(editionHash)
  const variant = edition && findVariant(edition.regulation, variantId)
  return edition !== null && variant !== null && openViews(variant, edition.regulation, portal.deps.channels).length > 0
}

type PossibleFees = { readonly kind: ApplicantKind; readonly fees: readonly IfToday['fee'][] }

/** One sum where all pay the same; else each kind of applicant with theirs. */
function feeTextOf(possible: readonly PossibleFees[]): LocalText {
  const sums = possible.map(({ kind, fees }) => ({ kind: texts.fee.payers[kind], sum: sumOf(fees) }))
  const [first, ...others] = sums
  if (first === undefined) return NONE
  if (others.every(({ sum }) => sum.en === first.sum.en)) return first.sum
  return inAll((language) => sums.map(({ kind, sum }) => `${kind[language]}: ${sum[language]}`).join('; '))
}

/** The smallest sum that answers of the form may lead to, called so where another answer costs more. */
function sumOf(fees: PossibleFees['fees']): LocalText {
  const owed = fees.filter((fee) => fee !== null)
  if (owed.length === 0) return texts.fee.nothing
  const sums = owed.flatMap((fee) => (isRefusal(fee) ? [] : [fee.feeTiyn]))
  if (sums.length < owed.length) return NONE
  const least = Math.min(...sums)
  const said = { sum: tengeText(least) }
  const sum = sums.some((each) => each > least) ? fillText(texts.fee.from, said) : inAll(() => said.sum)
  return owed.length === fees.length ? sum : fillText(texts.fee.orNothing, { sum })
}

const NONE: LocalText = inAll(() => '')
