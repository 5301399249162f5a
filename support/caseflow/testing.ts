// Doubles for tests of this room and of hosts: stores that fail by name, at every point, both ways.
import type { Store } from './store/model.ts'
import { openStore } from './store/store.ts'

export { openStore }

/** `failAndNotPersist`: the connection breaks before the step reaches the database. `failButPersist`: it is committed, but the answer is lost. */
export type Failure = 'failAndNotPersist' | 'failButPersist' | 'failOnLoad'

export type FailingStore = Store & {
  /** The next call of that kind fails, once. */
  failNext(failure: Failure): void
}

export function failingStore(store: Store): FailingStore {
  let next: Failure | null = null
  const due = (failure: Failure) => {
    if (next !== failure) return false
    next = null
    return true
  }
  return {
    failNext: (failure) => {
      next = failure
    },
    load: async (caseId, knownVersion) => {
      if (due('failOnLoad')) throw new Error('connection lost while loading')
      return store.load(caseId, knownVersion)
    },
    commit: async (step, within) => {
      if (due('failAndNotPersist')) throw new Error('connection lost before the commit')
      const answer = await store.commit(step, within)
      if (due('failButPersist')) throw new Error('connection lost after the commit')
      return answer
    },
  }
}
