// What cases of a population are made of, for this process and for the threads that think them out.
import type { Instant } from '@ruqsat/foundation'
import { zoneOf } from '@ruqsat/law'
import { journalNumberOrder, requestNumberOrder } from '@ruqsat/licensing'
import type { Regulations } from '@ruqsat/regulations'
import type { PopulationNeed, PopulationStaff } from '@ruqsat/sandbox'

/** Survives a structured copy to another thread. */
export type PopulationOrder = {
  readonly seed: number
  readonly people: number
  readonly now: Instant
  /** Hashes of the editions on offer. */
  readonly offered: readonly string[]
  readonly staff: readonly PopulationStaff[]
}

export function populationNeed({ offered, ...order }: PopulationOrder, { editions, tables, edition }: Regulations): PopulationNeed {
  const contexts = offered.map((hash) => ({ edition: edition(hash)!, tables }))
  return {
    ...order,
    editions: contexts,
    requestNumber: (each, at) => requestNumberOrder(each, editions, at, zoneOf(each.regulation, tables)),
    journalNumber: (at) => journalNumberOrder(at, zoneOf(contexts[0]!.edition.regulation, tables)),
  }
}
