// A thread that thinks cases of a population out, batch by batch.
import { parentPort, workerData } from 'node:worker_threads'
import { openCases } from '@ruqsat/sandbox'
import { populationNeed, type PopulationOrder } from './populate-need.ts'
import { regulationsOf } from './regulations.ts'

export type ThinkerData = { readonly order: PopulationOrder; readonly environment: Readonly<Record<string, string | undefined>> }
export type ThinkerJob = { readonly from: number; readonly until: number }

const { order, environment } = workerData as ThinkerData
const caseAt = openCases(populationNeed(order, await regulationsOf({ environment })))

parentPort!.on('message', ({ from, until }: ThinkerJob) => {
  const steps = Array.from({ length: until - from }, (_, at) => caseAt(from + at))
  parentPort!.postMessage(steps.filter((step) => step !== null))
})
