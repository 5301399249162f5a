import { inAll, type LocalText } from '@ruqsat/foundation'
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
