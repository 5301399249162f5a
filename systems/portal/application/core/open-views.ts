// Where a person can apply for a variant.
import { findView, isElectronic, type Regulation, type Variant, type View } from '@ruqsat/law'

/** The channels in which a package holds the variant out and this installation has a door for it, the main one first. */
export function openViews(variant: Variant, regulation: Regulation, channels: readonly string[]): readonly View[] {
  return variant.offered
    ? channels.flatMap((id) => findView(variant, id) ?? []).filter((view) => view.offered && isElectronic(view, regulation))
    : []
}
