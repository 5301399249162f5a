// The typesetting process. Its main thread only watches and passes on, so that it can always end: Typst runs in a thread of its own, and a
// template that never ends holds that thread for good.
import { Worker } from 'node:worker_threads'
import { MOST_MEMORY_MIB, type WorkerAnswer, type TypesettingJob } from './protocol.ts'

const MIB = 1024 * 1024
/** Typst can take about 1 MiB in each of these milliseconds. */
const WATCH_EVERY_MS = 25

// Without the process that asked there is nobody to answer, whatever ended it. Ctrl+C reaches the whole group: it is for the house to end us.
process.on('disconnect', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

const compositor = new Worker(new URL('./thread.ts', import.meta.url), { resourceLimits: { maxYoungGenerationSizeMb: 4 } })
let watch: NodeJS.Timeout | undefined

compositor.on('message', (answer: WorkerAnswer) => {
  clearInterval(watch)
  process.send!({ ...answer, residentMiB: Math.round(process.memoryUsage.rss() / MIB) })
})
compositor.on('error', (error) => {
  console.error(error)
  end()
})

process.on('message', (job: TypesettingJob) => {
  watch = setInterval(endWhereOutgrown, WATCH_EVERY_MS)
  compositor.postMessage(job)
})

function endWhereOutgrown(): void {
  if (process.memoryUsage.rss() < MOST_MEMORY_MIB * MIB) return
  clearInterval(watch)
  process.send!({ kind: 'outgrown' } satisfies WorkerAnswer, end)
}

/** An ordinary exit would wait for the thread that runs Typst. */
function end(): void {
  process.kill(process.pid, 'SIGKILL')
}
