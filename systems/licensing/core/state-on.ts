// What the history of a number says of a day: the state is read from what was done, whenever it is asked about.
import type { LocalDate } from '@ruqsat/foundation'
import type { AsOf, EntryChange } from '../contract.ts'
import { CHANGE_OF } from './register-change.ts'
import { STATUS_AFTER, statusOn, type ActionOnNumber, type KeptState } from './transitions.ts'

type Done = Pick<EntryChange, 'kind' | 'on' | 'until'>

const ACTION_OF: ReadonlyMap<EntryChange['kind'], ActionOnNumber> = new Map(
  (Object.keys(STATUS_AFTER) as readonly ActionOnNumber[]).map((action) => [CHANGE_OF[action], action]),
)

/** At the end of that day, by what had been done until then; `changes` are oldest first. Before it was given there is no state. */
export function stateOn(changes: readonly Done[], validFrom: LocalDate, day: LocalDate): AsOf {
  const [issued, ...later] = changes.filter(({ on }) => on <= day)
  if (issued === undefined) return { day, status: 'notIssued', validUntil: null }
  const first: KeptState = { status: 'active', validFrom, validUntil: issued.until, suspendedUntil: null }
  const kept = later.reduce(after, first)
  return { day, status: statusOn(kept, day), validUntil: kept.validUntil }
}

function after(kept: KeptState, { kind, until }: Done): KeptState {
  const action = ACTION_OF.get(kind)
  // The end of a suspension by its own day is no act.
  if (action === undefined || action === 'corrects') return kept
  return {
    ...kept,
    status: STATUS_AFTER[action],
    validUntil: action === 'extends' ? until : kept.validUntil,
    suspendedUntil: action === 'suspends' ? until : null,
  }
}
