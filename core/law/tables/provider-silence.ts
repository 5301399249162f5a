import { inAll, type LocalText } from '@ruqsat/foundation'
import type { Regulation } from '../package/model.ts'
import type { ProviderSilence } from '../package/variant-shape.ts'
import texts from '../texts.yaml'

/** What it means that nobody decides within the term: a sentence for whoever applies. */
export function providerSilenceText({ means }: Pick<ProviderSilence, 'means'>): LocalText {
  return texts.providerSilence[means]
}

/** The same with the ground and the step that it leads to, by their ids. */
export function providerSilenceRule(silence: Pick<ProviderSilence, 'means' | 'ground' | 'to'>): LocalText {
  const { ground, to } = silence
  const led = [...(ground === undefined ? [] : [`(${ground})`]), ...(to === undefined ? [] : [`→ ${to}`])]
  return inAll((language) => [providerSilenceText(silence)[language], ...led].join(' '))
}

/** The guarantee that speaks of the provider's silence, by its id in the general law. */
const ABOUT_SILENCE = 'silence'

/** What everybody has in this procedure; of silence the variant alone speaks where it does, or the two would contradict each other. */
export function guaranteesOf(
  { guarantees = [] }: Pick<Regulation, 'guarantees'>,
  { silence }: { readonly silence?: ProviderSilence },
): NonNullable<Regulation['guarantees']> {
  return silence === undefined ? guarantees : guarantees.filter(({ id }) => id !== ABOUT_SILENCE)
}
