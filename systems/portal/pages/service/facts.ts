import { feeOn, formatInstant, type DueDate, type Fee } from '@ruqsat/clock'
import { officeTables, totalDue } from '@ruqsat/engine'
import { tengeText } from '@ruqsat/documents'
import { isRefusal, type Instant, type LocalDate, type LocalText, type Refusal } from '@ruqsat/foundation'
import type { OfferedService, Portal, ServiceView } from '../../deps.ts'

/** What the clock says about a service at this legal instant. */
export type ServiceFacts = {
  readonly now: Instant
  readonly today: LocalDate
  readonly fee: Fee | Refusal | null
  readonly feeText: LocalText
  readonly total: DueDate | Refusal
  readonly isSum: boolean
  readonly readyText: LocalText
  /** The first day of the offer; null where nobody set one. */
  readonly offeredFrom: LocalDate | null
}

export async function factsOf(portal: Portal, service: ServiceView): Promise<ServiceFacts> {
  const { edition, regulation, variant, offer } = service
  const { tables } = portal.deps.regulations
  const now = await portal.legalNow()
  const today = await portal.legalDay(regulation, now)
  const fee = variant.fee === null ? null : feeOn({ rateMci: variant.fee.mciRate, source: variant.fee.source }, today, tables.mci)
  const { total, isSum } = totalDue(variant, now, { edition, tables })
  const zone = officeTables({ edition, tables }).zone
  const none = { kk: '', ru: '', en: '' }
  return {
    now,
    today,
    fee,
    feeText: fee === null || isRefusal(fee) ? none : inAll(tengeText(fee.feeTiyn)),
    total,
    isSum,
    readyText: isRefusal(total)
      ? none
      : { kk: formatInstant(total.due, zone, 'kk'), ru: formatInstant(total.due, zone, 'ru'), en: formatInstant(total.due, zone, 'en') },
    offeredFrom: await beginningOf(portal, { regulation, offer }),
  }
}

/** The day, on the authority's clock, from which this installation offers a service; null where nobody set one. */
export async function beginningOf(
  portal: Portal,
  { regulation, offer }: Pick<OfferedService, 'regulation' | 'offer'>,
): Promise<LocalDate | null> {
  return offer.from === null ? null : portal.legalDay(regulation, offer.from)
}

function inAll(text: string): LocalText {
  return { kk: text, ru: text, en: text }
}
