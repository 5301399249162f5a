import { findVariant } from '@ruqsat/law'
import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Contact } from '../deps.ts'
import texts from '../texts.yaml'

/** The service that advice was given on; its ids where it is not here any more. */
export function adviceTitle(
  { deps }: Contact,
  { regulation: id, variant: variantId }: { readonly regulation: string | null; readonly variant: string | null },
): LocalText {
  const offer = deps.offers.find(({ regulation }) => regulation === id)
  const regulation = offer && deps.regulations.edition(offer.edition)?.regulation
  const variant = regulation && findVariant(regulation, variantId ?? '')
  if (!regulation || !variant) return inAll(() => `${id} ${variantId}`)
  return inAll((language) => `${texts.services.advice[language]}: ${regulation.service[language]}, ${variant.name[language]}`)
}
