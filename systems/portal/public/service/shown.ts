import { findVariant, findView, type Edition, type Offer, type Regulation, type Variant } from '@ruqsat/law'
import type { Portal } from '../../deps.ts'
import { actOf } from '../acts/found.ts'

/** A variant of an act that this installation has, offered or not: the subject of a service page. */
export type ShownService = {
  readonly edition: Edition
  readonly regulation: Regulation
  readonly variant: Variant
  /** The offer of this act that holds now; null where there is none. */
  readonly offer: Offer | null
  /** Whether a person can apply for this variant here, now. */
  readonly isOpen: boolean
}

/** The variant in the edition that is offered, or else in the one that the installation has; null where it has no such act or variant. */
export async function shownService(portal: Portal, regulationId: string, variantId: string): Promise<ShownService | null> {
  const offered = await portal.offered(regulationId)
  const edition = offered?.edition ?? (await actOf(portal, regulationId))
  const variant = edition && findVariant(edition.regulation, variantId)
  if (edition === null || variant === null) return null
  const offer = offered?.offer ?? null
  return { edition, regulation: edition.regulation, variant, offer, isOpen: offer !== null && hasOpenPortal(variant) }
}

/** The variants that a person can apply for here, now. */
export function openVariants({ regulation, offer }: Pick<ShownService, 'regulation' | 'offer'>): readonly Variant[] {
  return offer === null ? [] : regulation.variants.filter(hasOpenPortal)
}

/** Whether a package holds the variant out to be carried through on the portal. */
export function hasOpenPortal(variant: Variant): boolean {
  return variant.offered && findView(variant, 'portal')?.offered === true
}
