// Who thinks the cases of a population out: this process where they are few, else one thread for each core.
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { SentStep } from '@ruqsat/caseflow'
import { Fault } from '@ruqsat/foundation'
import type { Regulations } from '@ruqsat/regulations'
import { openCases, type Thinkers } from '@ruqsat/sandbox'
import { populationNeed, type PopulationOrder } from './populate-need.ts'
import type { ThinkerData, ThinkerJob } from './populate-thinker.ts'

/** Below this a thread would spend more time on reading the acts than on cases. */
export const FEW_CASES = 2_000

/** What a case leaves behind is young: with little room for it a tenth of the time goes into clearing up. */
const THREAD = { maxYoungGenerationSizeMb: 64 }

export function thinkHere(order: PopulationOrder, regulations: Regulations): Thinkers {
  const caseAt = openCases(populationNeed(order, regulations))
  return {
    atOnce: 0,
    think: async (from, until) => Array.from({ length: until - from }, (_, at) => caseAt(from + at)).filter((step) => step !== null),
    end: async () => undefined,
  }
}

/** Each thread takes its batches in turn; where one ends, whoever waits for it gets a Fault. */
export function thinkApart(data: ThinkerData, atOnce = availableParallelism()): Thinkers {
  const threads = Array.from({ length: atOnce }, () => openThread(data))
  let turn = 0
  return {
    atOnce,
    think: (from, until) => threads[turn++ % atOnce]!.think({ from, until }),
    end: async () => void (await Promise.all(threads.map(({ end }) => end()))),
  }
}

type Waiting = { readonly resolve: (steps: readonly SentStep[]) => void; readonly reject: (error: unknown) => void }

function openThread(data: ThinkerData) {
  const worker = new Worker(new URL('./populate-thinker.ts', import.meta.url), { workerData: data, resourceLimits: THREAD })
  const waiting: Waiting[] = []
  let ended: Fault | null = null
  const fail = (cause: unknown) => {
    ended ??= new Fault('Expected a thread to think cases out but it ended', { cause })
    for (const { reject } of waiting.splice(0)) reject(ended)
  }
  worker.on('message', (steps: readonly SentStep[]) => waiting.shift()?.resolve(steps))
  worker.on('error', fail)
  worker.on('exit', () => fail(null))
  return {
    think: (job: ThinkerJob) =>
      new Promise<readonly SentStep[]>((resolve, reject) => {
        if (ended !== null) return reject(ended)
        waiting.push({ resolve, reject })
        worker.postMessage(job)
      }),
    end: () => worker.terminate(),
  }
}
