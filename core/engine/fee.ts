import { feeOn, toLocal, type FeeDue } from '@ruqsat/clock'
import type { Instant, Refusal } from '@ruqsat/foundation'
import { findVariant, rateFor, zoneOf, type Payer } from '@ruqsat/law'
import type { DecideContext } from './model.ts'

/**
 * The fee of a payment that this person makes at this instant, by the rate of this edition, which must be the one that was on offer then, and
 * by the index of that day. Null where the variant is free for them or the edition has none.
 */
export function feeAt(paidAt: Instant, variant: string, payer: Payer, { edition, tables }: DecideContext): FeeDue | null | Refusal {
  const rate = rateFor(findVariant(edition.regulation, variant)?.fee ?? null, payer)
  if (rate === null) return null
  const day = toLocal(paidAt, zoneOf(edition.regulation, tables)).date
  return feeOn({ rateMci: rate.mciRate, source: rate.source }, day, tables.mci)
}
