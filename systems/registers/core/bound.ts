import type { RegisterBinding } from '@ruqsat/law'
import type { Registers } from '../contract.ts'
import { httpSource } from './http.ts'
import { firmsSource, personsSource } from './known.ts'
import type { FactsSource } from './source.ts'

/** Which adapter answers for each register; the key of one that has an address is in the hands of the caller. */
export type BoundRegisters = Readonly<Record<string, { readonly binding: RegisterBinding; readonly key: string | null }>>

type Known = Pick<Registers, 'person' | 'legalEntity'>

/** One source for each register that the installation binds. */
export function sourcesOf(
  bound: BoundRegisters,
  known: Known,
  twin: (system: string) => FactsSource,
  timeoutMs: number,
): Readonly<Record<string, FactsSource>> {
  return Object.fromEntries(
    Object.entries(bound).map(([system, { binding, key }]) => [system, sourceOf(system, binding, key, known, twin, timeoutMs)]),
  )
}

function sourceOf(
  system: string,
  binding: RegisterBinding,
  key: string | null,
  known: Known,
  twin: (system: string) => FactsSource,
  timeoutMs: number,
): FactsSource {
  switch (binding.adapter) {
    case 'sandbox':
      return twin(system)
    case 'persons':
      return personsSource(known, binding.facts)
    case 'firms':
      return firmsSource(known, binding.facts)
    case 'http':
      return httpSource(binding, key, timeoutMs)
  }
}
