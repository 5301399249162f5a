import { formatInstant, type DueDate, type FeeDue } from '@ruqsat/clock'
import { feeAt, totalDue } from '@ruqsat/engine'
import { tengeText } from '@ruqsat/documents'
import { isRefusal, type Instant, type LocalDate, type LocalText, type Refusal, inAll } from '@ruqsat/foundation'
import { editionAt, findVariant, type Standing } from '@ruqsat/law'
import type { OfferedService, Portal } from '../../deps.ts'
import { todayFor } from '../acts/found.ts'
import { hasOpenPortal, type ShownService } from './shown.ts'

/** What a service page says of this legal instant. */
export type ServiceFacts = {
  /** The state of the act today. */
  readonly standing: Standing
  /** Null where nobody can apply here: there is no day to count from and nothing to pay. */
  readonly ifToday: IfToday | null
  /** The first day of the offer; null where nobody set one, and where there is no offer. */
  readonly offeredFrom: LocalDate | null
  /** The day from which this installation will offer it; null where it does already, and where no such day is set. */
  readonly offeredLater: LocalDate | null
}

/** What the clock and the tables give to who applies at this instant. */
export type IfToday = {
  readonly fee: FeeDue | Refusal | null
  readonly feeText: LocalText
  readonly total: DueDate | Refusal
  readonly readyText: LocalText
}

export async function factsOf(portal: Portal, service: ShownService): Promise<ServiceFacts> {
  const { regulation, offer, isOpen } = service
  const now = await portal.legalNow()
  const today = await todayFor(portal, regulation)
  return {
    standing: editionAt(regulation, today).act,
    ifToday: isOpen ? ifToday(portal, service, now) : null,
    offeredFrom: isOpen && offer !== null ? await beginningOf(portal, { regulation, offer }) : null,
    offeredLater: isOpen ? null : await laterBeginning(portal, service, now),
  }
}

function ifToday(portal: Portal, { edition, variant }: ShownService, now: Instant): IfToday {
  const { tables } = portal.deps.regulations
  const fee = feeAt(now, variant.id, { edition, tables })
  const { total } = totalDue(variant, now, { edition, tables })
  const zone = portal.zone(edition.regulation)
  return {
    fee,
    feeText: fee === null || isRefusal(fee) ? NONE : inAll(() => tengeText(fee.feeTiyn)),
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
  return variant !== null && hasOpenPortal(variant)
}

const NONE: LocalText = inAll(() => '')
