import type { CaseState } from '@ruqsat/engine'

/** States of the cases that were touched last: the version decides whether one is still true. A state takes a few kB. */
const CACHE_LIMIT = 256

export type Cache = { get(caseId: string): CaseState | undefined; set(caseId: string, state: CaseState): void; drop(caseId: string): void }

export function openCache(): Cache {
  const states = new Map<string, CaseState>()
  return {
    get: (caseId) => states.get(caseId),
    drop: (caseId) => void states.delete(caseId),
    set: (caseId, state) => {
      states.delete(caseId)
      states.set(caseId, state)
      if (states.size > CACHE_LIMIT) states.delete(states.keys().next().value!)
    },
  }
}
