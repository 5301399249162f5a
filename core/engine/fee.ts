import { feeOn, toLocal, type FeeDue } from '@ruqsat/clock'
import type { Instant, Refusal } from '@ruqsat/foundation'
import { findVariant, zoneOf } from '@ruqsat/law'
import type { DecideContext } from './model.ts'

/**
 * The fee of a payment made at this instant, by the rate of this edition, which must be the one that was on offer then, and by the index of
 * that day. Null where the variant is free or the edition has none.
 */
export function feeAt(paidAt: Instant, variant: string, { edition, tables }: DecideContext): FeeDue | null | Refusal {
  const fee = findVariant(edition.regulation, variant)?.fee ?? null
  if (fee === null) return null
  const day = toLocal(paidAt, zoneOf(edition.regulation, tables)).date
  return feeOn({ rateMci: fee.mciRate, source: fee.source }, day, tables.mci)
}
