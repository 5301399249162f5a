import { refusalsOf, type Facts, type Instant, type Refusal } from '@ruqsat/foundation'
import type { Actor, DoneTask } from './model.ts'
import texts from './texts.yaml'

/** Every "no" of the engine. Codes are frozen: a retired one stays reserved. */
export const refuseEngine = refusalsOf('', texts.refusals)

export type EngineRefusalCode = keyof typeof texts.refusals

/** Somebody was first: who, and when. */
export function byWhomAndWhen({ by, at }: { readonly by: Pick<Actor, 'id'>; readonly at: Instant }): Facts {
  return { by: { kind: 'official', id: by.id }, at: { kind: 'instant', at } }
}

export function refuseDone(done: Pick<DoneTask, 'by' | 'at' | 'withdrawn'>): Refusal {
  return refuseEngine(codeOf(done.withdrawn), { facts: byWhomAndWhen(done) })
}

function codeOf(withdrawn: DoneTask['withdrawn']): EngineRefusalCode {
  if (withdrawn === undefined) return 'task-done'
  return withdrawn === 'notAwaited' || withdrawn === 'procedureEnded' ? 'task-not-awaited' : 'task-withdrawn'
}
