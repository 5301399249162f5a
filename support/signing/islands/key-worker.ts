// The thread of the key page: it opens the file and keeps the keys. One question after another.

import { openKeyWork, type KeyWork } from '../browser/key-work.ts'
import { problem } from '../browser/problems.ts'
import { failureOf } from './failure.ts'

const work = openKeyWork()
let last: Promise<unknown> = Promise.resolve()

addEventListener('message', ({ data }: MessageEvent<KeyWork>) => {
  last = last.then(async () => {
    const answer = await work(data).catch((error: unknown) => problem(failureOf(error)))
    // Not a window's: the thread has one neighbour, the page that made it.
    ;(globalThis as unknown as { postMessage(message: unknown): void }).postMessage(answer)
  })
})
